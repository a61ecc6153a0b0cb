import { el, type View } from './view.js';

/** One colour of a chart. `tone` is its class; tones also differ by hatching, for those who do not see the colours. */
export interface Series {
  readonly label: string;
  readonly tone: Tone;
}

export type Tone = 'good' | 'warn' | 'bad' | 'plain' | 'muted';

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

/** A filled rectangle in a tone; bad ones and warnings carry lines across, drawn over the colour. */
export function bar(x: number, y: number, width: number, height: number, tone: Tone): View {
  const box = { x, y, width, height };
  const hatched = tone === 'bad' || tone === 'warn';
  return el(
    'g',
    {},
    el('rect', { ...box, class: `tone-${tone}` }),
    hatched && el('path', { d: hatching(box, tone === 'bad' ? 4 : 7), class: 'hatch' }),
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
