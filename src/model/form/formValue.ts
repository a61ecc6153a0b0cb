import type { FieldPath } from './field.js';

/** What is at a path; `undefined` where nothing is. */
export function at(value: unknown, path: FieldPath): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Readonly<Record<string | number, unknown>>)[step];
  }
  return found;
}

/** The value with another one at a path, and maps or lists made on the way there; `undefined` takes a key away. */
export function withValue(value: unknown, path: FieldPath, part: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return part;
  const inner = withValue(at(value, [step]), rest, part);
  if (typeof step === 'number') {
    const list: unknown[] = Array.isArray(value) ? [...(value as unknown[])] : [];
    list[step] = inner;
    return list;
  }
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const others = Object.entries(map).filter(([key]) => key !== step);
  // Entries, not assignment: a key may be called `__proto__`.
  const isKept = inner !== undefined;
  const position = Object.keys(map).indexOf(step);
  const entry: [string, unknown][] = isKept ? [[step, inner]] : [];
  return Object.fromEntries(
    position < 0
      ? [...others, ...entry]
      : [...others.slice(0, position), ...entry, ...others.slice(position)],
  );
}

/** The list without one of its items. */
export function withoutItem(value: unknown, path: FieldPath, index: number): unknown {
  const list = at(value, path);
  return withValue(value, path, Array.isArray(list) ? list.filter((_, each) => each !== index) : list);
}
