import { isCollection, isMap, isScalar, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { colonEnd } from './addKey.js';
import type { Change } from './change.js';
import { hasText, isFlow, valueEnd } from './extent.js';
import type { Holder } from './holder.js';
import { columnOf } from './lines.js';
import { hasComments, isTagged, isTied } from './names.js';
import { styleOf } from './style.js';

const longest = 100;

/** A block collection on one line, in braces or brackets; `undefined` where comments or text blocks are in it. */
export function toFlow(document: YamlDocument, holder: Holder): Change | undefined {
  const { node } = holder;
  const { text } = document;
  if (!isCollection(node) || isFlow(node) || !isFree(node) || node === document.root) return undefined;
  const start = node.range?.[0] ?? 0;
  const end = valueEnd(text, node);
  const from = holder.pair ? colonEnd(text, holder.pair) : start;
  const written = flowOf(text, node);
  if (written === undefined || text.slice(from, start).trim() !== '') return undefined;
  if (hasComments(text, node)) return undefined;
  if (columnOf(text, from) + written.length > longest) return undefined;
  return { start: from, end, text: holder.pair ? ` ${written}` : written };
}

/** A collection in braces or brackets as a block, its own collections left as they are. */
export function toBlock(document: YamlDocument, holder: Holder): Change | undefined {
  const { node, pair, map } = holder;
  const { text } = document;
  if (!isCollection(node) || !isFlow(node) || node.items.length === 0 || !isFree(node) || holder.isInFlow) {
    return undefined;
  }
  const [start = 0, end = 0] = node.range ?? [];
  if (hasComments(text, node)) return undefined;
  const style = styleOf(document);
  const isIndented = isMap(node) || style.indentsLists;
  const base = columnOf(text, (pair && map ? map.range?.[0] : start) ?? start);
  const column = pair && isIndented ? base + style.step : base;
  const lines = blockLines(text, node);
  if (!lines) return undefined;
  const indent = style.lineBreak + ' '.repeat(column);
  const isLast = /^[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 200));
  if (!isLast || (pair && text.slice(colonEnd(text, pair), start).trim() !== '')) return undefined;
  if (!pair) return { start, end, text: lines.join(indent) };
  return { start: colonEnd(text, pair), end, text: indent + lines.join(indent) };
}

/** Whether the text of a value can be written anew: nothing in it has an anchor, an alias or a tag. */
function isFree(node: Node): boolean {
  return !isTied(node) && !isTagged(node);
}

function blockLines(text: string, node: YAMLMap | YAMLSeq): string[] | undefined {
  const lines = node.items.map((item) => {
    const pair = isMap(node) ? (item as Pair) : undefined;
    const value = (pair ? pair.value : item) as Node | null;
    const own = hasText(value) ? text.slice(value.range?.[0], value.range?.[1]) : '';
    if (/[\r\n]/.test(own)) return undefined;
    if (!pair) return `- ${own}`;
    const key = pair.key as Node;
    return `${text.slice(key.range?.[0], key.range?.[1])}:${own === '' ? '' : ' '}${own}`;
  });
  return lines.some((line) => line === undefined) ? undefined : (lines as string[]);
}

/** A value on one line; `undefined` where a text runs over several. */
function flowOf(text: string, node: Node | null): string | undefined {
  if (!hasText(node)) return '';
  if (!isCollection(node) || isFlow(node)) {
    const own = text.slice(node.range?.[0], node.range?.[1]);
    if (/[\r\n]/.test(own)) return undefined;
    return isScalar(node) && node.type === 'PLAIN' && /[,[\]{}]|^[?:-]/.test(own)
      ? quoted(node.value, own)
      : own;
  }
  const parts = node.items.map((item) => {
    if (!isMap(node)) return hasText(item as Node) ? flowOf(text, item as Node) : 'null';
    const { key, value } = item as Pair;
    const name = flowOf(text, key as Node);
    const own = flowOf(text, value as Node | null);
    return name === undefined || own === undefined ? undefined : `${name}:${own === '' ? '' : ' '}${own}`;
  });
  if (parts.some((part) => part === undefined)) return undefined;
  return isMap(node) ? `{ ${parts.join(', ')} }` : `[${parts.join(', ')}]`;
}

function quoted(value: unknown, own: string): string {
  return typeof value === 'string' ? JSON.stringify(value) : own;
}
