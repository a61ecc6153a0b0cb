import { isMap, isScalar, type Node, type Pair, type YAMLMap } from 'yaml';
import { keyOf } from '../documents/plainValue.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Change } from './change.js';
import { entriesOf, hasText, isFlow, pairEnd } from './extent.js';
import { columnOf, isFirstOnLine, lineEnd, trimmedEnd } from './lines.js';
import { flowText, keyText, pairsText, styleOf } from './style.js';
import { holdsNames } from './names.js';
import type { Holder } from './holder.js';

/** Keys that are put into a map. */
export interface NewKeys {
  readonly values: Readonly<Record<string, unknown>>;
  /**
   * The names that they come after: behind the last of them that is there, in front of all others where none is.
   * Left out, they come last.
   */
  readonly after?: ReadonlySet<string>;
}

/**
 * Adds keys to the map at a place: in block style on lines of their own, in flow style behind a pair; an empty value
 * becomes a map. `undefined` where that cannot be done in the text: the value is an alias, or has an anchor.
 */
export function addKeys(document: YamlDocument, holder: Holder, added: NewKeys): Change | undefined {
  const { node } = holder;
  if (holdsNames(node)) return undefined;
  if (isMap(node)) {
    if (!isFlow(node)) return addToBlock(document, node, added);
    return node.items.length > 0
      ? addToFlow(document, node, added)
      : addToEmpty(document, holder, added.values);
  }
  const isEmpty = node === null || (isScalar(node) && node.value === null && node.tag === undefined);
  return isEmpty ? addToEmpty(document, holder, added.values) : undefined;
}

function addToBlock(document: YamlDocument, map: YAMLMap, added: NewKeys): Change | undefined {
  const { text } = document;
  const entries = entriesOf(text, map);
  const place = placeIn(map, added);
  const first = entries?.[0];
  if (!first) return undefined;
  const style = styleOf(document);
  const column = columnOf(text, map.range?.[0] ?? 0);
  const newLine = style.lineBreak + ' '.repeat(column);
  const written = pairsText(added.values, column, style);
  const before = entries[place];
  if (before) return { start: before.end, end: before.end, text: newLine + written };
  const start = map === document.root || !isFirstOnLine(text, first.at) ? first.at : first.lead + column;
  return { start, end: start, text: written + newLine };
}

function addToFlow({ text }: YamlDocument, map: YAMLMap, added: NewKeys): Change | undefined {
  const entries = entriesOf(text, map);
  const before = entries?.[placeIn(map, added)];
  const pairs = flowPairs(added.values);
  if (before) return { start: before.end, end: before.end, text: `, ${pairs}` };
  const first = entries?.[0];
  return first && { start: first.at, end: first.at, text: `${pairs}, ` };
}

/** The index of the pair that new ones come after; -1 for none. */
function placeIn(map: YAMLMap, { after }: NewKeys): number {
  if (!after) return map.items.length - 1;
  return map.items.findLastIndex((pair) => after.has(keyOf(pair.key) ?? ''));
}

function flowPairs(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${keyText(key)}: ${flowText(value)}`)
    .join(', ');
}

/** Into `{}`, `null` or nothing. */
function addToEmpty(
  document: YamlDocument,
  { node, pair, map, isInFlow }: Holder,
  values: NewKeys['values'],
): Change | undefined {
  const { text } = document;
  const flow = `{ ${flowPairs(values)} }`;
  if (pair && map && !isInFlow) {
    const style = styleOf(document);
    const end = pairEnd(text, pair);
    const column = columnOf(text, map.range?.[0] ?? 0) + style.step;
    const written = style.lineBreak + ' '.repeat(column) + pairsText(values, column, style);
    if (!hasText(node)) {
      const line = Math.max(trimmedEnd(text, lineEnd(text, end)), end);
      return { start: line, end: line, text: written };
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
