import { isAlias, isMap, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { keyOf } from '../documents/plainValue.js';
import type { Path } from '../documents/lookup.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { entriesOf, isFlow } from './extent.js';
import { isFirstOnLine, lineStart } from './lines.js';

/** A place in the text of a document: a value and what it stands in. Never reached through an alias. */
export interface Holder {
  readonly node: Node | null;
  readonly path: Path;
  /** The pair whose value it is; none for the root and for items. */
  readonly pair?: Pair;
  readonly map?: YAMLMap;
  /** The list that it is an item of. */
  readonly list?: YAMLSeq;
  readonly index: number;
  /** Whether it stands inside brackets or braces. */
  readonly isInFlow: boolean;
  readonly parent?: Holder;
}

export function rootHolder(document: YamlDocument): Holder {
  return { node: document.root, path: [], index: 0, isInFlow: false };
}

/** The place that a path leads to; of keys that stand twice, the last. `undefined` through an alias. */
export function holderAt(document: YamlDocument, path: Path): Holder | undefined {
  let at: Holder | undefined = rootHolder(document);
  for (const segment of path) {
    if (!at || isAlias(at.node)) return undefined;
    at = child(at, segment);
  }
  return at;
}

function child(parent: Holder, segment: string | number): Holder | undefined {
  const { node } = parent;
  if (isMap(node)) {
    const index = node.items.findLastIndex((pair) => keyOf(pair.key) === String(segment));
    return index < 0 ? undefined : pairHolder(parent, node, index);
  }
  if (!isSeq(node) || Number(segment) >= node.items.length) return undefined;
  return itemHolder(parent, node, Number(segment));
}

function pairHolder(parent: Holder, map: YAMLMap, index: number): Holder {
  const pair = map.items[index] as Pair;
  return {
    node: pair.value as Node | null,
    path: [...parent.path, keyOf(pair.key) ?? ''],
    pair,
    map,
    index,
    isInFlow: isFlow(map),
    parent,
  };
}

function itemHolder(parent: Holder, list: YAMLSeq, index: number): Holder {
  return {
    node: list.items[index] as Node | null,
    path: [...parent.path, index],
    list,
    index,
    isInFlow: isFlow(list),
    parent,
  };
}

/**
 * The innermost place whose text holds an offset: a pair from its key on, an item from its dash on, in block style the
 * whole of their lines. The root where there is none.
 */
export function holderOver(document: YamlDocument, offset: number): Holder {
  let at = rootHolder(document);
  for (;;) {
    const { node } = at;
    if (!isMap(node) && !isSeq(node)) return at;
    const entries = entriesOf(document.text, node);
    const index = entries?.findLastIndex((entry) => {
      const start = isFlow(node) ? entry.at : entryLine(document.text, entry.at);
      return offset >= start && offset <= entry.end;
    });
    if (index === undefined || index < 0) return at;
    at = isMap(node) ? pairHolder(at, node, index) : itemHolder(at, node, index);
  }
}

/** The begin of the line, unless other content stands before the entry there. */
function entryLine(text: string, at: number): number {
  return isFirstOnLine(text, at) ? lineStart(text, at) : at;
}
