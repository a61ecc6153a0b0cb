import { bar, type Tone } from './series.js';
import { tidy } from './scale.js';
import { el, type View } from './view.js';

export interface Share {
  readonly value: number;
  readonly tone: Tone;
}

const whole = 240;
const height = 14;

/** Where the parts of a whole lie in a bar of `width`; parts of nothing have no width. */
export function placeShares(
  shares: readonly Share[],
  width = whole,
): readonly (Share & { x: number; width: number })[] {
  const sum = shares.reduce((total, { value }) => total + value, 0);
  let before = 0;
  return shares.map((share) => {
    const x = sum === 0 ? 0 : tidy((before / sum) * width);
    before += share.value;
    return { ...share, x, width: sum === 0 ? 0 : tidy((share.value / sum) * width) };
  });
}

/** A whole and its parts as one bar, `width` as wide as it is shown: lines across keep their distance. Beside it stands the figure in words: it is decoration for a screen reader. */
export function shareBar(shares: readonly Share[], width = whole): View {
  return el(
    'svg',
    { class: 'bar', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', preserveAspectRatio: 'none' },
    el('rect', { class: 'track', x: 0, y: 0, width, height }),
    placeShares(shares, width)
      .filter((share) => share.width > 0)
      .map((share) => bar(share.x, 0, share.width, height, share.tone)),
  );
}
