import { asMap, type YamlDocument } from '../documents/yamlDocument.js';
import type { Path } from '../documents/lookup.js';

export type Plain = Readonly<Record<string, unknown>>;

/** What stands at a path in plain data; `undefined` where the path leads nowhere. */
export function at(value: unknown, ...path: Path): unknown {
  let here = value;
  for (const part of path) {
    const holder = here as Readonly<Record<string | number, unknown>> | null | undefined;
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, part)) return undefined;
    here = holder[part];
  }
  return here;
}

/** The `spec` of a document; an empty map where there is none. */
export function specOf(document: Pick<YamlDocument, 'map'>): Plain {
  return asMap(document.map?.['spec']) ?? {};
}

/** The entries of a map; none of anything else. */
export function entries(value: unknown): [string, unknown][] {
  return Object.entries(asMap(value) ?? {});
}

/** The items of a list; none of anything else. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
