import { shapeOf, writtenValue, type DocumentLines, type LineShape } from './lines.js';

/** The maps and lists that a position lies in. */
export interface Surroundings {
  readonly path: readonly (string | number)[];
  /** The document as far as it matters here: the keys beside each step of the path. */
  readonly value: unknown;
  /** The keys beside the position. */
  readonly siblings: ReadonlySet<string>;
}

interface MapFrame {
  readonly is: 'map';
  readonly column: number;
  readonly keys: Record<string, unknown>;
  /** The key that leads inwards; none in the innermost map. */
  readonly inner: string | undefined;
}

interface ListFrame {
  readonly is: 'list';
  readonly column: number;
  index: number;
}

/**
 * Finds what surrounds content that begins at a column of a line, by indentation alone: half-typed and broken lines
 * above do not matter. `undefined` inside a block of text, or below a key that already has a value.
 */
export function surroundings(
  { lines, at }: DocumentLines,
  column: number,
  dashes: readonly number[],
): Surroundings | undefined {
  const keys = siblingsBelow(lines, at, column);
  const frames: (MapFrame | ListFrame)[] = [{ is: 'map', column, keys, inner: undefined }];
  leaveItem(frames, dashes);
  for (let line = at - 1; line >= 0; line--) {
    const shape = shapeOf(lines[line] ?? '');
    const frame = frames.at(-1);
    if (!shape || !frame) continue;
    const goesOn = frame.is === 'list' ? outOfList(frames, frame, shape) : outOfMap(frames, frame, shape);
    if (!goesOn) return undefined;
  }
  return assemble(frames);
}

function leaveItem(frames: (MapFrame | ListFrame)[], dashes: readonly number[]): void {
  for (const column of [...dashes].reverse()) frames.push({ is: 'list', column, index: 0 });
}

function outOfList(frames: (MapFrame | ListFrame)[], list: ListFrame, shape: LineShape): boolean {
  const dash = shape.dashes.indexOf(list.column);
  if (dash >= 0) {
    list.index++;
    leaveItem(frames, shape.dashes.slice(0, dash));
    return true;
  }
  const first = shape.dashes[0] ?? shape.column;
  const isOutside = first < list.column || (first === list.column && shape.dashes.length === 0);
  return !isOutside || enterParent(frames, shape);
}

function outOfMap(frames: (MapFrame | ListFrame)[], map: MapFrame, shape: LineShape): boolean {
  if (shape.column > map.column) return true;
  if (shape.column < map.column) return enterParent(frames, shape);
  if (shape.key !== undefined) map.keys[shape.key] ??= writtenValue(shape.value);
  leaveItem(frames, shape.dashes);
  return true;
}

/** A line further left with a key is the parent; one without is half typed and passed over. */
function enterParent(frames: (MapFrame | ListFrame)[], shape: LineShape): boolean {
  if (shape.key === undefined) return true;
  if (shape.value !== '' && !/^[&!]\S*$/.test(shape.value)) return false;
  frames.push({ is: 'map', column: shape.column, keys: noKeys(), inner: shape.key });
  leaveItem(frames, shape.dashes);
  return true;
}

/** The keys of the same map that stand below a line. */
function siblingsBelow(lines: readonly string[], at: number, column: number): Record<string, unknown> {
  const found = noKeys();
  for (let line = at + 1; line < lines.length; line++) {
    const shape = shapeOf(lines[line] ?? '');
    if (!shape) continue;
    if ((shape.dashes[0] ?? shape.column) < column) break;
    if (shape.column === column && shape.dashes.length === 0 && shape.key !== undefined) {
      found[shape.key] = writtenValue(shape.value);
    }
  }
  return found;
}

/** Keys of any name can be looked up in it, those that every object inherits too. */
function noKeys(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

/** Builds path and partial value from the innermost frame outwards. */
function assemble(frames: readonly (MapFrame | ListFrame)[]): Surroundings {
  const path: (string | number)[] = [];
  let value: unknown;
  let siblings: ReadonlySet<string> = new Set();
  frames.forEach((frame, depth) => {
    if (frame.is === 'list') {
      const items: unknown[] = [];
      items[frame.index] = value;
      value = items;
      path.unshift(frame.index);
    } else if (frame.inner === undefined) {
      value = frame.keys;
      if (depth === 0) siblings = new Set(Object.keys(frame.keys));
    } else {
      value = { ...frame.keys, [frame.inner]: value };
      path.unshift(frame.inner);
    }
  });
  return { path, value, siblings };
}
