import { bar, type Tone } from './series.js';
import { tidy } from './scale.js';
import { el, type View } from './view.js';

export interface Share {
  readonly value: number;
  readonly tone: Tone;
}

const width = 240;
const height = 14;

/** Where the parts of a whole lie in a bar of 240; parts of nothing have no width. */
export function placeShares(shares: readonly Share[]): readonly (Share & { x: number; width: number })[] {
  const whole = shares.reduce((sum, { value }) => sum + value, 0);
  let before = 0;
  return shares.map((share) => {
    const x = whole === 0 ? 0 : tidy((before / whole) * width);
    before += share.value;
    return { ...share, x, width: whole === 0 ? 0 : tidy((share.value / whole) * width) };
  });
}

/** A whole and its parts as one bar. Beside it stands the figure in words: it is decoration for a screen reader. */
export function shareBar(shares: readonly Share[]): View {
  return el(
    'svg',
    { class: 'bar', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', preserveAspectRatio: 'none' },
    el('rect', { class: 'track', x: 0, y: 0, width, height }),
    placeShares(shares)
      .filter((share) => share.width > 0)
      .map((share) => bar(share.x, 0, share.width, height, share.tone)),
  );
}
