import { el, type View } from './view.js';

/** Half of the width of the longest label, a day and a month. */
const half = 26;

/** A label below a chart, centred on its place, but never beyond the axis nor the right edge, where it would be cut. */
export function footLabel(
  label: string,
  x: number,
  picture: { readonly left: number; readonly width: number; readonly height: number },
): View {
  const { left, width, height } = picture;
  const y = height - 6;
  if (x > width - half) return el('text', { class: 'tick end', x: width - 1, y }, label);
  if (x < left + half) return el('text', { class: 'tick', x: left, y }, label);
  return el('text', { class: 'tick middle', x, y }, label);
}
