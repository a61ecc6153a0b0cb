import { place, ticks } from './scale.js';
import { bar, type Tone } from './series.js';
import { el, type View } from './view.js';

/** How fast an error budget is used, per window; 1 uses it up exactly by the end of its time. */
export interface Burn {
  readonly rates: readonly { readonly label: string; readonly rate: number }[];
  readonly format: (value: number) => string;
}

const width = 320;
const row = 22;
/** Of a rate that is less than 1. */
const labelWidth = 24;
const frame = { left: 44, right: 48, top: 4, bottom: 18 };

/** 1 is what the budget bears; from 6 on a page is due (Google's SRE Workbook, multiwindow alerts: 6 over 6 h, 14.4 over 1 h). */
export function burnTone(rate: number): Tone {
  if (rate >= 6) return 'bad';
  return rate > 1 ? 'warn' : 'good';
}

/** Where the bars and the line at 1 lie. */
export function placeBurn(rates: Burn['rates']): {
  readonly scale: readonly number[];
  readonly one: number;
  readonly ends: readonly number[];
} {
  const scale = ticks(Math.max(1.5, ...rates.map(({ rate }) => rate)));
  const most = scale.at(-1) ?? 1;
  const at = (value: number): number => place(value, 0, most, frame.left, width - frame.right);
  return { scale, one: at(1), ends: rates.map(({ rate }) => at(rate)) };
}

/** Right of its bar, and of the line at 1 where that would run through it. */
function labelPlace(end: number, one: number): number {
  return (one > end && one < end + labelWidth ? one : end) + 5;
}

/** Bars of burn rates with a line where the budget just lasts. */
export function burnChart({ rates, format }: Burn): View {
  const { one, ends } = placeBurn(rates);
  const bottom = frame.top + row * rates.length;
  return el(
    'svg',
    { class: 'chart small', viewBox: `0 0 ${width} ${bottom + frame.bottom}` },
    rates.map(({ label, rate }, index) => {
      const y = frame.top + row * index;
      const end = ends[index] ?? frame.left;
      return [
        el('text', { class: 'tick end', x: frame.left - 6, y: y + 14 }, label),
        bar(frame.left, y + 4, Math.max(end - frame.left, 1), row - 8, burnTone(rate)),
      ];
    }),
    el('path', { class: 'mark', d: `M${one} ${frame.top}V${bottom}` }),
    rates.map(({ rate }, index) =>
      el(
        'text',
        { class: 'tick', x: labelPlace(ends[index] ?? frame.left, one), y: frame.top + row * index + 14 },
        format(rate),
      ),
    ),
    el('text', { class: 'tick middle', x: one, y: bottom + 13 }, format(1)),
  );
}
