import { isCollection, isMap, isPair, isSeq, type Node, type Pair } from 'yaml';
import { spanOf, type Span } from '../documents/lookup.js';

/** The characters of a node as a person sees them: without the white space and comments that follow it. */
export function extentOf(node: Node, text: string): Span | undefined {
  const span = spanOf(node);
  return span && { start: span.start, end: endOf(node, text) };
}

/** From the begin of the key to the end of the value. */
export function pairExtent(pair: Pair, text: string): Span | undefined {
  const key = spanOf(pair.key as Node | null);
  return key && { start: key.start, end: pairEnd(pair, text) };
}

/** The children of a node in the order of the text. */
export function childrenOf(node: Node | null | undefined): readonly (Node | Pair)[] {
  if (isMap(node)) return node.items;
  return isSeq(node) ? (node.items as Node[]) : [];
}

function endOf(node: Node, text: string): number {
  if (isCollection(node) && node.flow !== true) {
    const last = childrenOf(node).at(-1);
    if (isPair(last)) return pairEnd(last, text);
    if (last) return endOf(last, text);
  }
  const [start, end] = node.range ?? [0, 0];
  let at = Math.min(end, text.length);
  while (at > start && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

function pairEnd(pair: Pair, text: string): number {
  const key = spanOf(pair.key as Node | null)?.end ?? 0;
  const value = pair.value as Node | null;
  return Math.max(key, value ? endOf(value, text) : key);
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}
