import { isAlias, isMap, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { keyOf } from './plainValue.js';
import type { YamlDocument } from './yamlDocument.js';

export type Path = readonly (string | number)[];

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a path leads: the value, and the key it stands under (none for the root and for list items). */
export interface Place {
  readonly value: Node | null;
  readonly key: Node | undefined;
  /** The alias the path went through: the only text of the place in this spot of the file. */
  readonly via: Node | undefined;
}

/** Splits a JSON Pointer. Numbers stay strings: a map may have the key `0`. */
export function pointerPath(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function lookup(document: YamlDocument, path: Path): Place | undefined {
  let place: Place = { value: document.root, key: undefined, via: undefined };
  for (const segment of path) {
    const next = step(document, place, String(segment));
    if (!next) return undefined;
    place = next;
  }
  return place;
}

function step(document: YamlDocument, place: Place, segment: string): Place | undefined {
  const node = isAlias(place.value) ? document.plain.targets.get(place.value) : place.value;
  const via = place.via ?? (isAlias(place.value) ? place.value : undefined);
  if (isSeq(node)) {
    const item = node.items[Number(segment)] as Node | undefined;
    return item && { value: item, key: undefined, via };
  }
  if (!isMap(node)) return undefined;
  const pair = pairOf(node, segment);
  if (pair) return { value: pair.value as Node | null, key: pair.key as Node, via };
  const merge = pairOf(node, '<<');
  return merge && { value: null, key: undefined, via: via ?? ((merge.value ?? merge.key) as Node) };
}

const indexes = new WeakMap<YAMLMap, Map<string, Pair>>();

/** The pair that counts: the last of that name. Large maps are indexed once. */
export function pairOf(map: YAMLMap, name: string): Pair | undefined {
  if (map.items.length < 32) return map.items.findLast((pair) => keyOf(pair.key) === name);
  let index = indexes.get(map);
  if (!index) {
    index = new Map(map.items.map((pair) => [keyOf(pair.key) ?? '', pair]));
    indexes.set(map, index);
  }
  return index.get(name);
}

export function spanOf(node: Node | null | undefined): Span | undefined {
  return node?.range ? { start: node.range[0], end: node.range[1] } : undefined;
}

/** What the offset is on. `part` says whether that is the key of the pair at `path`, or its value. */
export interface Hit {
  readonly path: (string | number)[];
  readonly part: 'key' | 'value';
  readonly span: Span;
}

export function hitAt(document: YamlDocument, offset: number): Hit | undefined {
  const path: (string | number)[] = [];
  let node: Node | null = document.root;
  for (;;) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => isWithin(item, offset));
      const name = pair && keyOf(pair.key);
      if (!pair || name === undefined) return undefined;
      path.push(name);
      const key = spanOf(pair.key as Node);
      if (key && offset >= key.start && offset <= key.end) return { path, part: 'key', span: key };
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      const index = node.items.findIndex((item) => contains(item as Node, offset));
      if (index < 0) return undefined;
      path.push(index);
      node = node.items[index] as Node;
    } else {
      const span = spanOf(node);
      return span && offset >= span.start && offset <= span.end ? { path, part: 'value', span } : undefined;
    }
  }
}

function isWithin(pair: Pair, offset: number): boolean {
  return contains(pair.key as Node, offset) || contains(pair.value as Node | null, offset);
}

function contains(node: Node | null, offset: number): boolean {
  return node?.range ? offset >= node.range[0] && offset <= node.range[1] : false;
}
