import { footLabel } from './footLabel.js';
import { place } from './scale.js';
import { el, type View } from './view.js';

/** A figure over time on a fixed scale; `undefined` is a gap, never a zero. */
export interface Trend {
  readonly points: readonly { readonly label: string; readonly value: number | undefined }[];
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
}

const width = 480;
const height = 130;
const frame = { left: 34, right: 10, top: 8, bottom: 22 };

/** Where the points lie; gaps end a line and a new one begins after them. */
export function placeTrend({ points, from, to }: Pick<Trend, 'points' | 'from' | 'to'>): {
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  readonly lines: readonly string[];
} {
  const last = Math.max(points.length - 1, 1);
  const runs: { x: number; y: number }[][] = [[]];
  points.forEach(({ value }, index) => {
    if (value === undefined) {
      runs.push([]);
      return;
    }
    const x = place(index, 0, last, frame.left + 8, width - frame.right);
    runs.at(-1)?.push({ x, y: place(value, from, to, height - frame.bottom, frame.top) });
  });
  const lines = runs
    .filter((run) => run.length > 1)
    .map((run) => `M${run.map(({ x, y }) => `${x} ${y}`).join('L')}`);
  return { dots: runs.flat(), lines };
}

/** A line over time with its points. */
export function trendChart(data: Trend): View {
  const { dots, lines } = placeTrend(data);
  const { points, from, to, format } = data;
  const last = Math.max(points.length - 1, 1);
  const every = Math.max(1, Math.ceil(points.length / 6));
  return el(
    'svg',
    { class: 'chart', viewBox: `0 0 ${width} ${height}` },
    data.ticks.map((tick) => {
      const y = place(tick, from, to, height - frame.bottom, frame.top);
      return [
        el('path', { class: 'grid', d: `M${frame.left} ${y}H${width - frame.right}` }),
        el('text', { class: 'tick end', x: frame.left - 5, y: y + 4 }, format(tick)),
      ];
    }),
    lines.map((d) => el('path', { class: 'line', d })),
    dots.map(({ x, y }) => el('circle', { class: 'dot', cx: x, cy: y, r: 3.5 })),
    points.map(
      ({ label }, index) =>
        index % every === 0 &&
        footLabel(label, place(index, 0, last, frame.left + 8, width - frame.right), {
          left: frame.left,
          width,
          height,
        }),
    ),
  );
}
