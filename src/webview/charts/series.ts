import { el, type View } from './view.js';

/** One colour of a chart. `tone` is its class; tones also differ by hatching, for those who do not see the colours. */
export interface Series {
  readonly label: string;
  readonly tone: Tone;
}

export type Tone = 'good' | 'warn' | 'bad' | 'worst' | 'plain' | 'unknown' | 'muted';

/** How far apart the lines of a tone lie; `worst` has those of `bad` crossed. */
const gaps: { readonly [Each in Tone]?: number } = { warn: 7, bad: 4, worst: 4, unknown: 5 };

/** The colours of a chart in words. */
export function legend(series: readonly Series[]): View {
  return el(
    'ul',
    { class: 'legend', 'aria-hidden': 'true' },
    series.map(({ label, tone }) =>
      el('li', {}, el('svg', { class: 'swatch', viewBox: '0 0 10 10' }, bar(0, 0, 10, 10, tone)), label),
    ),
  );
}

/** A filled rectangle in a tone; most carry lines across, drawn over the colour. */
export function bar(x: number, y: number, width: number, height: number, tone: Tone): View {
  const box = { x, y, width, height };
  const gap = gaps[tone];
  const lines = gap !== undefined && hatching(box, gap);
  const across = { class: 'hatch', transform: `translate(${2 * x + width}) scale(-1 1)` };
  return el(
    'g',
    {},
    el('rect', { ...box, class: `tone-${tone}` }),
    lines && el('path', { d: lines, class: 'hatch' }),
    lines && tone === 'worst' && el('path', { d: lines, ...across }),
  );
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Slanted lines clipped to a box by arithmetic: patterns would need ids that are unique in a page. */
export function hatching({ x, y, width, height }: Box, gap: number): string {
  const lines: string[] = [];
  for (let offset = gap; offset < width + height; offset += gap) {
    const startX = Math.min(offset, width);
    const startY = offset - startX;
    const endY = Math.min(offset, height);
    const endX = offset - endY;
    lines.push(`M${fix(x + startX)} ${fix(y + startY)}L${fix(x + endX)} ${fix(y + endY)}`);
  }
  return lines.join('');
}

function fix(value: number): string {
  return String(Math.round(value * 10) / 10);
}
