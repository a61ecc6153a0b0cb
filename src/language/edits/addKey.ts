import { isMap, isScalar, type Node, type Pair, type YAMLMap } from 'yaml';
import { keyOf } from '../documents/plainValue.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Change } from './change.js';
import { entriesOf, hasText, isFlow, pairEnd } from './extent.js';
import { columnOf, lineEnd, trimmedEnd } from './lines.js';
import { flowText, keyText, pairText, styleOf } from './style.js';
import { holdsNames } from './names.js';
import type { Holder } from './holder.js';

/** A key that is put into a map. */
export interface NewKey {
  readonly key: string;
  readonly value: unknown;
  /** The names that it comes after, where one of them is there; else it comes last. */
  readonly after?: readonly string[];
}

/**
 * Adds a key to the map at a place: in block style on a line of its own, in flow style after its last pair; an empty
 * value becomes a map. `undefined` where that cannot be done in the text: the value is an alias, or has an anchor.
 */
export function addKey(document: YamlDocument, holder: Holder, added: NewKey): Change | undefined {
  const { node } = holder;
  if (holdsNames(node)) return undefined;
  if (isMap(node)) {
    if (isFlow(node)) {
      return node.items.length > 0 ? addToFlow(document, node, added) : addToEmpty(document, holder, added);
    }
    return addToBlock(document, node, added);
  }
  const isEmpty = node === null || (isScalar(node) && node.value === null && node.tag === undefined);
  return isEmpty ? addToEmpty(document, holder, added) : undefined;
}

function addToBlock(document: YamlDocument, map: YAMLMap, added: NewKey): Change | undefined {
  const { text } = document;
  const entries = entriesOf(text, map);
  const before = entries?.[placeIn(map, added)];
  if (!before) return undefined;
  const style = styleOf(document);
  const column = columnOf(text, map.range?.[0] ?? 0);
  const written = pairText(added.key, added.value, column, style);
  return { start: before.end, end: before.end, text: style.lineBreak + ' '.repeat(column) + written };
}

function addToFlow({ text }: YamlDocument, map: YAMLMap, added: NewKey): Change | undefined {
  const before = entriesOf(text, map)?.[placeIn(map, added)];
  if (!before) return undefined;
  const written = `, ${keyText(added.key)}: ${flowText(added.value)}`;
  return { start: before.end, end: before.end, text: written };
}

/** The index of the pair that the new one comes after. */
function placeIn(map: YAMLMap, { after = [] }: NewKey): number {
  const names = new Set(after);
  const found = map.items.findLastIndex((pair) => names.has(keyOf(pair.key) ?? ''));
  return found < 0 ? map.items.length - 1 : found;
}

/** Into `{}`, `null` or nothing. */
function addToEmpty(
  document: YamlDocument,
  { node, pair, map, isInFlow }: Holder,
  added: NewKey,
): Change | undefined {
  const { text } = document;
  const style = styleOf(document);
  const flow = `{ ${keyText(added.key)}: ${flowText(added.value)} }`;
  if (pair && map && !isInFlow) {
    const end = pairEnd(text, pair);
    const column = columnOf(text, map.range?.[0] ?? 0) + style.step;
    const written = style.lineBreak + ' '.repeat(column) + pairText(added.key, added.value, column, style);
    if (!hasText(node)) {
      const line = trimmedEnd(text, lineEnd(text, end));
      return { start: Math.max(line, end), end: Math.max(line, end), text: written };
    }
    const start = colonEnd(text, pair);
    const isBare = text.slice(start, node.range?.[0]).trim() === '';
    if (isBare && text.slice(end, lineEnd(text, end)).trim() === '') return { start, end, text: written };
  }
  if (!hasText(node)) {
    if (!pair) return undefined;
    const end = pairEnd(text, pair);
    return { start: end, end, text: text[end - 1] === ':' ? ` ${flow}` : `: ${flow}` };
  }
  return { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0, text: flow };
}

/** Where the colon of a pair ends. */
export function colonEnd(text: string, { key }: Pair): number {
  const end = (key as Node).range?.[1] ?? 0;
  return end + (/^[ \t]*:/.exec(text.slice(end, end + 80))?.[0].length ?? 0);
}
