import { isObject, type JsonObject } from '../manifest/json.js';

/** What leads from one JSON value to the next: a value of its own, changed members of an object, or pieces of a list. */
export type Delta =
  | { readonly value: unknown }
  | { readonly members: Readonly<Record<string, Delta>>; readonly gone?: readonly string[] }
  | { readonly pieces: readonly Piece[] };

/** Of the list before: a run of items as they are (from, count), an item that changed (from, delta), or a new item. */
type Piece = readonly [number, number] | readonly [number, Delta] | { readonly value: unknown };

/**
 * What changed; `undefined` when nothing did. Parts that are the same object are not looked into, so it costs what was
 * changed, as long as values are never changed in place.
 */
export function deltaOf(before: unknown, after: unknown): Delta | undefined {
  if (before === after) return undefined;
  if (Array.isArray(before) && Array.isArray(after)) return listDelta(before, after);
  if (isObject(before) && isObject(after)) return objectDelta(before, after);
  return { value: after };
}

/** The value that a delta leads to. Throws `RangeError` when it was not made from this one. */
export function applyDelta(before: unknown, delta: Delta): unknown {
  if ('members' in delta) return applyMembers(before, delta);
  if ('pieces' in delta) return applyPieces(before, delta.pieces);
  return delta.value;
}

function objectDelta(before: JsonObject, after: JsonObject): Delta | undefined {
  const kept = Object.keys(after).filter((key) => after[key] !== undefined);
  const members = kept.flatMap((key) => {
    const own = Object.hasOwn(before, key) && before[key] !== undefined;
    const delta = own ? deltaOf(before[key], after[key]) : { value: after[key] };
    return delta ? [[key, delta] as const] : [];
  });
  const still = new Set(kept);
  const gone = Object.keys(before).filter((key) => !still.has(key) && before[key] !== undefined);
  if (members.length === 0 && gone.length === 0) return undefined;
  return { members: Object.fromEntries(members), ...(gone.length > 0 && { gone }) };
}

function listDelta(before: readonly unknown[], after: readonly unknown[]): Delta | undefined {
  const places = new Map(before.map((item, index) => [item, index]));
  const kept = new Set(after);
  const pieces: Piece[] = [];
  let next = 0;
  for (const item of after) {
    const same = next < before.length && before[next] === item ? next : places.get(item);
    // What stands where an item was, and is no other item, is that one changed.
    const changed = same === undefined && next < before.length && !kept.has(before[next]) ? next : undefined;
    const delta = changed === undefined ? undefined : deltaOf(before[changed], item);
    const from = same ?? changed;
    if (from === undefined || (delta && 'value' in delta)) pieces.push({ value: item });
    else if (delta) pieces.push([from, delta]);
    else addToRun(pieces, from);
    next = from === undefined ? next : from + 1;
  }
  const [whole] = pieces;
  const isSame = pieces.length === 1 && Array.isArray(whole) && whole[0] === 0 && whole[1] === before.length;
  return isSame || (pieces.length === 0 && before.length === 0) ? undefined : { pieces };
}

function addToRun(pieces: Piece[], from: number): void {
  const last = pieces.at(-1);
  const [start, count] = last && 'length' in last ? last : [0, undefined];
  if (typeof count === 'number' && start + count === from) pieces[pieces.length - 1] = [start, count + 1];
  else pieces.push([from, 1]);
}

function applyMembers(
  before: unknown,
  { members, gone = [] }: Extract<Delta, { readonly members: unknown }>,
): unknown {
  if (!isObject(before)) throw new RangeError('The change is of an object.');
  const left = new Set(gone);
  const was = Object.entries(before).filter(([key]) => !left.has(key));
  const kept = was.map(([key, value]) => {
    const delta = Object.hasOwn(members, key) ? members[key] : undefined;
    return [key, delta ? applyDelta(value, delta) : value] as const;
  });
  const added = Object.entries(members)
    .filter(([key]) => !Object.hasOwn(before, key))
    .map(([key, delta]) => [key, applyDelta(undefined, delta)] as const);
  return Object.fromEntries([...kept, ...added]);
}

function applyPieces(before: unknown, pieces: readonly Piece[]): unknown {
  if (!Array.isArray(before)) throw new RangeError('The change is of a list.');
  const items: readonly unknown[] = before;
  return pieces.flatMap((piece): readonly unknown[] => {
    if (!('length' in piece)) return [piece.value];
    const [from, what] = piece;
    const count = typeof what === 'number' ? what : 1;
    if (from < 0 || from + count > items.length) throw new RangeError('The change is of a longer list.');
    return typeof what === 'number' ? items.slice(from, from + what) : [applyDelta(items[from], what)];
  });
}
