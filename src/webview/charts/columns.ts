import { footLabel } from './footLabel.js';
import { place, wholeTicks } from './scale.js';
import { bar, type Tone } from './series.js';
import { el, type View } from './view.js';

/** Counts over time: one column each, its parts on top of each other, the first at the bottom. */
export interface Columns {
  readonly columns: readonly { readonly label: string; readonly parts: readonly Part[] }[];
  readonly format: (value: number) => string;
}

interface Part {
  readonly value: number;
  readonly tone: Tone;
}

const width = 480;
const height = 160;
const frame = { left: 34, right: 6, top: 8, bottom: 22 };

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly tone: Tone;
}

/** Where each part of each column lies in a picture of 480 by 160. */
export function placeColumns({ columns }: Pick<Columns, 'columns'>): {
  readonly boxes: readonly Placed[];
  readonly ticks: readonly number[];
} {
  const total = (parts: readonly Part[]): number => parts.reduce((sum, { value }) => sum + value, 0);
  const scale = wholeTicks(Math.max(...columns.map(({ parts }) => total(parts)), 0));
  const most = scale.at(-1) ?? 1;
  const slot = (width - frame.left - frame.right) / Math.max(columns.length, 1);
  const thick = Math.min(slot * 0.7, 40);
  const boxes = columns.flatMap(({ parts }, index) => {
    const x = frame.left + slot * index + (slot - thick) / 2;
    let below = 0;
    return parts.map(({ value, tone }) => {
      const bottom = heightOf(below, most);
      below += value;
      const y = heightOf(below, most);
      return { x, y, width: thick, height: bottom - y, tone };
    });
  });
  return { boxes, ticks: scale };
}

/** Columns over time with a grid. The words are in the figure around it. */
export function columnChart(data: Columns): View {
  const { boxes, ticks } = placeColumns(data);
  const most = ticks.at(-1) ?? 1;
  const { columns, format } = data;
  const slot = (width - frame.left - frame.right) / Math.max(columns.length, 1);
  const every = Math.max(1, Math.ceil(columns.length / 6));
  return el(
    'svg',
    { class: 'chart', viewBox: `0 0 ${width} ${height}` },
    ticks.map((tick) => [
      el('path', { class: 'grid', d: `M${frame.left} ${heightOf(tick, most)}H${width - frame.right}` }),
      el('text', { class: 'tick end', x: frame.left - 5, y: heightOf(tick, most) + 4 }, format(tick)),
    ]),
    boxes.filter((box) => box.height > 0).map((box) => bar(box.x, box.y, box.width, box.height, box.tone)),
    columns.map(
      ({ label }, index) =>
        index % every === 0 &&
        footLabel(label, frame.left + slot * (index + 0.5), { left: frame.left, width, height }),
    ),
  );
}

function heightOf(value: number, most: number): number {
  return place(value, 0, most, height - frame.bottom, frame.top);
}
