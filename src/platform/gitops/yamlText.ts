import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
  type Document,
  type Pair,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { TextEdit } from './textEdit.js';

/** A string in a file, and how it is replaced. */
export interface Written {
  readonly value: string;
  readonly scalar: Scalar;
}

const longestFile = 1_000_000;

/** The documents of a file that can be edited; none where any of it cannot be read for sure. */
export function documentsIn(text: string): readonly Document.Parsed[] {
  if (text.length > longestFile) return [];
  const documents = parseAllDocuments(text, { uniqueKeys: false, keepSourceTokens: false });
  if (!Array.isArray(documents)) return [];
  return documents.some(({ errors }) => errors.length > 0) ? [] : documents;
}

/** Every map of a document that is written out, with the keys that lead to it. An alias is not followed: its text is elsewhere. */
export function mapsIn(
  document: Document.Parsed,
  see: (map: YAMLMap<ParsedNode, ParsedNode | null>, path: readonly string[]) => void,
): void {
  visit(document, {
    Map: (_key, node, ancestors) => {
      const chain = [...ancestors, node];
      const path = chain.flatMap((each, index) => {
        const next = chain[index + 1];
        if (isPair(each)) return [keyOf(each)];
        return isSeq(each) && next ? [String(each.items.indexOf(next))] : [];
      });
      see(node as YAMLMap<ParsedNode, ParsedNode | null>, path);
    },
  });
}

export function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}

export function pairOf(
  map: YAMLMap<ParsedNode, ParsedNode | null>,
  key: string,
): Pair<ParsedNode, ParsedNode | null> | undefined {
  return map.items.find((pair) => keyOf(pair) === key);
}

/** A value that is written as one word on one line; a number counts as it is written. */
export function writtenAt(
  map: YAMLMap<ParsedNode, ParsedNode | null>,
  key: string,
  text: string,
): Written | undefined {
  const value = pairOf(map, key)?.value;
  if (!value || isAlias(value) || !isScalar(value)) return undefined;
  const source = text.slice(value.range[0], value.range[1]);
  if (value.value === null || typeof value.value === 'boolean' || /[\r\n]/.test(source)) return undefined;
  // `1.10` is the number 1.1, but nobody who wrote it as a tag meant that.
  return { value: typeof value.value === 'string' ? value.value : source, scalar: value };
}

/** What reads as a number, a date, a time or nothing, in any YAML that is about. */
const unlikeText =
  /^(?:[-+]?(?:0x[\da-f_]+|0o?[0-7_]+|0b[01_]+|[\d_,]*\.?[\d_]*(?:e[-+]?\d+)?|\d+(?::\d+)+(?:\.\d*)?|\.(?:inf|nan))|\d{4}-\d\d?-\d\d?.*|y|n|yes|no|on|off|true|false|null|~)$/i;

function plainOrQuoted(value: string): string {
  const isPlain = /^[\w][\w./@+-]*(?::[\w./@+-]+)*$/.test(value) && !unlikeText.test(value);
  return isPlain ? value : JSON.stringify(value);
}

/** Writes another value in the way the old one is written. */
export function replaced({ scalar }: Written, value: string): TextEdit {
  const [start = 0, end = start] = scalar.range ?? [];
  const text =
    scalar.type === 'QUOTE_DOUBLE'
      ? JSON.stringify(value)
      : scalar.type === 'QUOTE_SINGLE'
        ? `'${value.replaceAll("'", "''")}'`
        : plainOrQuoted(value);
  return { start, end, text };
}

/** Writes another key for the same value. */
export function renamed({ key }: Pair<ParsedNode, ParsedNode | null>, name: string): TextEdit | undefined {
  if (!isScalar(key) || key.type !== 'PLAIN') return undefined;
  const [start, end] = key.range;
  return { start, end, text: name };
}

/** Writes a new pair behind another of the same map, which has to be of one line. `undefined` where that cannot be. */
export function insertedAfter(
  map: YAMLMap<ParsedNode, ParsedNode | null>,
  pair: Pair<ParsedNode, ParsedNode | null>,
  [key, value]: readonly [key: string, value: string],
  text: string,
): TextEdit | undefined {
  const { key: before, value: last } = pair;
  if (!isScalar(last) || !isScalar(before)) return undefined;
  const words = `${key}: ${plainOrQuoted(value)}`;
  const [, end] = last.range;
  if (map.flow) return { start: end, end, text: `, ${words}` };
  const [start] = before.range;
  const at = lineEnd(text, end);
  return { start: at, end: at, text: `${newLine(text)}${' '.repeat(column(text, start))}${words}` };
}

/** Takes the line of a pair away; not of the first in its map, whose line may begin a list's item. */
export function removed(
  map: YAMLMap<ParsedNode, ParsedNode | null>,
  pair: Pair<ParsedNode, ParsedNode | null>,
  text: string,
): TextEdit | undefined {
  if (map.flow || map.items[0] === pair || !isScalar(pair.value) || !isScalar(pair.key)) return undefined;
  const start = lineStart(text, pair.key.range[0]);
  const end = lineEnd(text, pair.value.range[1]);
  return { start: start - newLine(text).length, end, text: '' };
}

/** Adds items behind the last of a list of maps; at the end of the file where there is no such list. */
export function appendedItems(
  document: Document.Parsed,
  list: string,
  items: readonly (readonly (readonly [key: string, value: string])[])[],
  text: string,
): TextEdit | undefined {
  const root = document.contents;
  const eol = newLine(text);
  const written = (indent: number): string =>
    items.flatMap((pairs) => itemLines(pairs, ' '.repeat(indent))).join(eol);
  if (!isMap(root) || root.flow) return undefined;
  const seq = pairOf(root, list)?.value;
  if (seq === undefined) {
    if (/^\.\.\.\s*$/m.test(text)) return undefined;
    const gap = text === '' || text.endsWith('\n') ? '' : eol;
    return { start: text.length, end: text.length, text: `${gap}${list}:${eol}${written(2)}${eol}` };
  }
  const last = isSeq(seq) && !seq.flow && seq.items.length > 0 ? lastWritten(seq) : undefined;
  if (last === undefined || !seq) return undefined;
  const at = lineEnd(text, last);
  return { start: at, end: at, text: `${eol}${written(column(text, seq.range[0]))}` };
}

function itemLines(pairs: readonly (readonly [key: string, value: string])[], indent: string): string[] {
  return pairs.map(
    ([key, value], index) => `${indent}${index === 0 ? '-' : ' '} ${key}: ${plainOrQuoted(value)}`,
  );
}

/** Where the last word in a node ends; `undefined` where it ends in something that is not one word. */
function lastWritten(node: ParsedNode | null | undefined): number | undefined {
  if (isMap(node)) return node.flow ? node.range[1] : lastWritten(node.items.at(-1)?.value ?? undefined);
  if (isSeq(node)) return node.flow ? node.range[1] : lastWritten(node.items.at(-1));
  return isScalar(node) && node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED'
    ? node.range[1]
    : undefined;
}

function newLine(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function column(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}
