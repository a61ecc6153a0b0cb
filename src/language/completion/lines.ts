import type { Position } from 'vscode-languageserver-types';

/** The lines of one document around a position, read as text: it need not be valid, or even parse. */
export interface DocumentLines {
  readonly lines: readonly string[];
  /** The line of the position, counted in `lines`. */
  readonly at: number;
}

/** The line of a position, cut in two there. */
export interface CutLine {
  readonly before: string;
  readonly after: string;
}

const marker = /^---(?:\s|$)/;

/** Cuts the document that holds a line out of a file. */
export function documentLines(text: string, line: number): DocumentLines {
  const all = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  let start = Math.min(line, all.length - 1);
  while (start > 0 && !marker.test(all[start] ?? '')) start--;
  if (marker.test(all[start] ?? '') && start < line) start++;
  let end = line + 1;
  while (end < all.length && !marker.test(all[end] ?? '')) end++;
  return { lines: all.slice(start, end), at: line - start };
}

/** Cuts the line of a position there; a byte order mark counts in the position, and is no text. */
export function cutLine(text: string, { line, character }: Position, { lines, at }: DocumentLines): CutLine {
  const column = line === 0 && text.startsWith('\uFEFF') ? Math.max(0, character - 1) : character;
  const whole = lines[at] ?? '';
  return { before: whole.slice(0, column), after: whole.slice(column) };
}

/** A line of block YAML, taken apart. Columns count from 0. */
export interface LineShape {
  /** Columns of the dashes that begin list items. */
  readonly dashes: readonly number[];
  /** Column of what comes after indentation and dashes. */
  readonly column: number;
  readonly content: string;
  readonly key: string | undefined;
  /** What stands after the colon, without comment. */
  readonly value: string;
}

const keyPattern =
  /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#'"[\]{},&*!|>%@`-](?:[^#]|(?<=\S)#)*?|-[^\s#](?:[^#]|(?<=\S)#)*?))[ \t]*:(?=\s|$)/;

/** `undefined` for a line without content: blank, or a comment. */
export function shapeOf(line: string): LineShape | undefined {
  let column = line.search(/\S/);
  if (column < 0 || line[column] === '#') return undefined;
  const dashes: number[] = [];
  while (line[column] === '-' && (column + 1 === line.length || /\s/.test(line[column + 1] ?? ''))) {
    dashes.push(column);
    const next = line.slice(column + 1).search(/\S/);
    column = next < 0 ? Math.max(line.length, column + 2) : column + 1 + next;
  }
  const content = line.slice(column);
  const found = keyPattern.exec(content);
  const key = found ? (found[1] ?? found[2] ?? found[3]) : undefined;
  const value = found
    ? content
        .slice(found[0].length)
        .replace(/(^|\s)#.*$/, '')
        .trim()
    : '';
  return { dashes, column, content, key, value };
}

/** A scalar as it is written, without its quotes; `null` when nothing is written. */
export function writtenValue(text: string): string | null {
  if (text === '') return null;
  const quoted = /^(["'])(.*)\1$/.exec(text);
  return quoted ? (quoted[2] ?? '') : text;
}
