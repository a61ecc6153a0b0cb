import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Scalar } from 'yaml';
import { pairOf } from '../documents/lookup.js';
import { keyOf } from '../documents/plainValue.js';
import type { YamlDocument } from '../documents/yamlDocument.js';

/** A key or value that a path leads to. */
export interface NamedPlace {
  /** The scalar at the place, or that an alias there stands for. */
  readonly scalar: Scalar;
  /** The alias through which the place was reached: the only text of it in this spot. */
  readonly via: Alias | undefined;
}

/** The scalars at a path, in which `*` is any key or item: the keys there, or the values. */
export function namedPlaces(
  document: YamlDocument,
  path: readonly string[],
  at: 'key' | 'value',
): NamedPlace[] {
  const found: NamedPlace[] = [];
  const add = (node: unknown, via: Alias | undefined): void => {
    const real = isAlias(node) ? document.plain.targets.get(node) : node;
    const alias = via ?? (isAlias(node) ? node : undefined);
    if (isScalar(real) && real.range) found.push({ scalar: real, via: alias });
  };
  const visit = (given: Node | null, depth: number, via: Alias | undefined): void => {
    const segment = path[depth];
    if (segment === undefined) {
      if (at === 'value') add(given, via);
      return;
    }
    const isLast = depth === path.length - 1;
    for (const { key, value, alias } of children(document, given, segment, via)) {
      if (isLast && at === 'key') add(key, alias);
      else visit(value, depth + 1, alias);
    }
  };
  visit(document.root, 0, undefined);
  return found;
}

interface Child {
  readonly key: Node | undefined;
  readonly value: Node | null;
  readonly alias: Alias | undefined;
}

/** What stands below a node by a name, or by any; what merge keys bring in comes last, as in the value. */
function children(
  document: YamlDocument,
  given: Node | null,
  segment: string,
  via: Alias | undefined,
): Child[] {
  const node = isAlias(given) ? document.plain.targets.get(given) : given;
  const alias = via ?? (isAlias(given) ? given : undefined);
  if (isSeq(node)) {
    const items = segment === '*' ? node.items : [node.items[Number(segment)]];
    return items.map((item) => ({ key: undefined, value: (item ?? null) as Node | null, alias }));
  }
  if (!isMap(node)) return [];
  const merge = pairOf(node, '<<');
  const own = segment === '*' ? node.items.filter((pair) => pair !== merge) : [pairOf(node, segment)];
  const direct = own.flatMap((pair) =>
    pair ? [{ key: pair.key as Node, value: pair.value as Node | null, alias }] : [],
  );
  if (!merge || (segment !== '*' && direct.length > 0)) return direct;
  const names = new Set(direct.map(({ key }) => keyOf(key)));
  const merged = mergedNodes(merge.value as Node | null).flatMap((source) =>
    children(document, source, segment, alias),
  );
  return [...direct, ...merged.filter(({ key }) => !names.has(keyOf(key)))];
}

function mergedNodes(value: Node | null): (Node | null)[] {
  return isSeq(value) ? (value.items as Node[]) : [value];
}
