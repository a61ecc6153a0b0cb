import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { columnOf, lineEnd, lineStart, nextLine, trimmedEnd } from './lines.js';

/** A pair of a map or an item of a list, as text. Offsets in the document. */
export interface Entry {
  /** Where the comments that belong to it begin, else `at`; in block style the begin of a line. */
  readonly lead: number;
  /** Its key or dash; in flow style its first character. */
  readonly at: number;
  /** The end of its last line with content or a comment of its own, before the line break. */
  readonly end: number;
}

export function isFlow(node: Node | null | undefined): boolean {
  return isCollection(node) && node.flow === true;
}

/** Whether the text of a value ends with blank lines that are part of it. */
export function keepsBlankLines(text: string, node: unknown): boolean {
  if (isCollection(node)) {
    const last: unknown = node.items.at(-1);
    return keepsBlankLines(text, isMap(node) ? (last as Pair | undefined)?.value : last);
  }
  if (!isScalar(node) || !node.range || !node.type?.startsWith('BLOCK')) return false;
  return /^[|>][0-9]?\+/.test(text.slice(node.range[0], node.range[0] + 3));
}

/** Where the characters of a value end. */
export function valueEnd(text: string, node: Node): number {
  const [start, end] = node.range ?? [0, 0];
  if (isScalar(node) && node.type?.startsWith('BLOCK')) {
    if (!keepsBlankLines(text, node)) return Math.max(trimmedEnd(text, end), start);
    return text[end - 1] === '\n' ? lineEnd(text, end - 1) : end;
  }
  if (!isCollection(node) || isFlow(node)) return end;
  const last: unknown = node.items.at(-1);
  if (last === undefined) return end;
  return isMap(node) ? pairEnd(text, last as Pair) : itemEnd(text, node, node.items.length - 1);
}

/** Where the characters of a pair end: of its value, else of its colon, else of its key. */
export function pairEnd(text: string, { key, value }: Pair): number {
  const node = value as Node | null;
  if (hasText(node)) return valueEnd(text, node);
  const end = (key as Node).range?.[1] ?? 0;
  const colon = /^[ \t]*:/.exec(afterKey(text, key as Node));
  return colon ? end + colon[0].length : end;
}

/** Whether a value has characters of its own; what is left empty has none. */
export function hasText(node: Node | null | undefined): node is Node {
  if (!node?.range) return false;
  return isAlias(node) || isCollection(node) || node.range[1] > node.range[0];
}

function itemEnd(text: string, list: YAMLSeq, index: number): number {
  const item = list.items[index] as Node | null;
  return hasText(item) ? valueEnd(text, item) : dashOf(text, list, index) + 1;
}

/** Where the dash of an item of a block list stands. */
function dashOf(text: string, list: YAMLSeq, index: number): number {
  const first = list.range?.[0] ?? 0;
  if (index === 0) return first;
  const column = columnOf(text, first);
  const item = list.items[index] as Node | null;
  for (let start = lineStart(text, item?.range?.[0] ?? first); start > first;) {
    const isOwn = text[start + column] === '-' && text.slice(start, start + column).trim() === '';
    if (isOwn) return start + column;
    start = lineStart(text, start - 1);
  }
  return first;
}

/** The entries of a collection in the order of the text; `undefined` where keys are written with a question mark. */
export function entriesOf(text: string, node: YAMLMap | YAMLSeq): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  for (let index = 0; index < node.items.length; index++) {
    const entry = isFlow(node) ? flowEntry(text, node, index) : blockEntry(text, node, index);
    if (!entry) return undefined;
    entries.push(entry);
  }
  return entries;
}

function blockEntry(text: string, node: YAMLMap | YAMLSeq, index: number): Entry | undefined {
  const pair = isMap(node) ? (node.items[index] as Pair) : undefined;
  const key = pair && keyStart(text, pair);
  if (pair && (key === undefined || isExplicit(text, key, pair))) return undefined;
  const at = key ?? (isSeq(node) ? dashOf(text, node, index) : 0);
  const end = pair ? pairEnd(text, pair) : isSeq(node) ? itemEnd(text, node, index) : at;
  const column = columnOf(text, node.range?.[0] ?? at);
  const own = isMap(node) ? pair?.value : node.items[index];
  return { lead: leadOf(text, at, column), at, end: withComments(text, end, column, own) };
}

/** With an anchor or a tag that stands before the key. */
function keyStart(text: string, { key }: Pair): number | undefined {
  const start = (key as Node | null)?.range?.[0];
  return start === undefined ? undefined : withProperties(text, start);
}

function withProperties(text: string, start: number): number {
  const line = text.slice(lineStart(text, start), start);
  const found = /(?:[&!][^\s,[\]{}]*[ \t]+)+$/.exec(line);
  return found ? start - found[0].length : start;
}

function afterKey(text: string, key: Node): string {
  const end = key.range?.[1] ?? 0;
  return text.slice(end, end + 80);
}

function isExplicit(text: string, at: number, { key }: Pair): boolean {
  const before = text.slice(lineStart(text, at), at).trimEnd();
  return isCollection(key) || before.endsWith('?') || !/^[ \t]*:/.test(afterKey(text, key as Node));
}

/** The comment lines directly above, indented alike. */
function leadOf(text: string, at: number, column: number): number {
  const first = lineStart(text, at);
  if (text.slice(first, at).trim() !== '') return at;
  let lead = first;
  while (lead > 0) {
    const above = lineStart(text, lead - 1);
    if (above >= lead) break;
    const line = text.slice(above, lead);
    if (line.search(/\S/) !== column || line[column] !== '#') break;
    lead = above;
  }
  return lead;
}

/** To the end of the line, and on over the comments below that are indented deeper. */
function withComments(text: string, at: number, column: number, node: unknown): number {
  if (keepsBlankLines(text, node)) return at;
  let end = trimmedEnd(text, lineEnd(text, at));
  for (let line = nextLine(text, end); line < text.length; line = nextLine(text, line)) {
    const words = text.slice(line, lineEnd(text, line));
    const indent = words.search(/\S/);
    if (indent < 0) continue;
    if (words[indent] !== '#' || indent <= column) break;
    end = trimmedEnd(text, lineEnd(text, line));
  }
  return end;
}

function flowEntry(text: string, node: YAMLMap | YAMLSeq, index: number): Entry | undefined {
  if (isMap(node)) {
    const pair = node.items[index] as Pair;
    const at = keyStart(text, pair);
    if (at === undefined || text.slice(lineStart(text, at), at).trimEnd().endsWith('?')) return undefined;
    return { lead: at, at, end: pairEnd(text, pair) };
  }
  const item = node.items[index] as Node | null;
  if (!hasText(item)) return undefined;
  const at = withProperties(text, item.range?.[0] ?? 0);
  return { lead: at, at, end: valueEnd(text, item) };
}
