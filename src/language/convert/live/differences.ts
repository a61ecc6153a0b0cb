import { isDefault, isServerSet } from './defaults.js';
import { merged, type Item } from './listKeys.js';
import { isSameQuantity } from './quantity.js';

/** One place where what is rendered and what is live are not the same. */
export interface Difference {
  /** Keys, and what names an item of a list: `['spec', 'template', 'spec', 'containers', 'main', 'image']`. */
  readonly path: readonly string[];
  /** The same place in the live object, items by their position; up to where it goes on only in what is rendered. */
  readonly livePath: readonly string[];
  /** `undefined` where it is only live. */
  readonly rendered: unknown;
  /** `undefined` where it is only rendered. */
  readonly live: unknown;
}

interface Place {
  readonly path: readonly string[];
  readonly livePath: readonly string[];
}

/**
 * Where an object as it is rendered differs from the live one. What a server sets by itself is left aside, and so is
 * what is said on one side only, but is what Kubernetes takes where nothing is said.
 */
export function differences(rendered: unknown, live: unknown): Difference[] {
  return compared(rendered, live, { path: [], livePath: [] });
}

function compared(rendered: unknown, live: unknown, place: Place): Difference[] {
  if (rendered === undefined && isServerSet(place.path)) return [];
  if (isNothing(rendered) && isNothing(live)) return [];
  if (isMap(rendered ?? live) && isMap(live ?? rendered)) return comparedMaps(rendered, live, place);
  if (Array.isArray(rendered) && Array.isArray(live)) return comparedLists(rendered, live, place);
  const isSame =
    rendered === live ||
    (live === undefined && isDefault(place.path, rendered)) ||
    (rendered === undefined && isDefault(place.path, live)) ||
    isSameQuantity(place.path, rendered, live);
  return isSame ? [] : [{ ...place, rendered, live }];
}

/** A map on one side only is one difference, unless all that is in it is what Kubernetes takes anyway. */
function comparedMaps(rendered: unknown, live: unknown, place: Place): Difference[] {
  const [left, right] = [asMap(rendered), asMap(live)];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  const found = keys.flatMap((key) => compared(left[key], right[key], below(place, key, key)));
  const isOneSided = rendered === undefined || live === undefined;
  return isOneSided && found.length > 0 ? [{ ...place, rendered, live }] : found;
}

function comparedLists(rendered: readonly unknown[], live: readonly unknown[], place: Place): Difference[] {
  return merged(place.path.at(-1) ?? '', rendered, live).flatMap(
    ({ name, rendered: left, live: right }: Item) =>
      compared(left, right?.value, below(place, name, right && String(right.index))),
  );
}

function below({ path, livePath }: Place, key: string, liveKey: string | undefined): Place {
  const isThere = liveKey !== undefined && livePath.length === path.length;
  return { path: [...path, key], livePath: isThere ? [...livePath, liveKey] : livePath };
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (isEmpty(value) && typeof value === 'object')
  );
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isMap(value) && Object.values(value).every(isNothing);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {};
}
