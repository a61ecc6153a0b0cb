import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, TextEdit } from 'vscode-languageserver-types';
import { limits } from '../documents/limits.js';
import type { FormatOptions } from './formatOptions.js';

/** The characters after which a line's indentation is looked at. */
export const typedTriggers = ['\n', '}', ']'] as const;

const header = /(?:^|[\s:-])[|>][+\-0-9]{0,2}[ \t]*(?:#.*)?$/;
const mostLinesUp = 2000;

/** The indentation of a line just begun, or of a line that begins with the bracket just typed. Broken YAML is usual here. */
export function formatOnType(
  source: TextDocument,
  position: Position,
  typed: string,
  { tabSize }: FormatOptions,
): TextEdit[] {
  if (source.getText().length > limits.fullService) return [];
  const lines = new LinesAbove(source, position.line);
  const own = lines.at(position.line);
  const indent = /^\s*/.exec(own)?.[0] ?? '';
  const rest = own.slice(indent.length);
  const column =
    typed === '\n'
      ? newLineColumn(lines, position.line, rest, tabSize)
      : rest === typed
        ? bracketColumn(lines, position.line)
        : undefined;
  if (column === undefined || indent === ' '.repeat(column)) return [];
  const { line } = position;
  return [
    {
      range: { start: { line, character: 0 }, end: { line, character: indent.length } },
      newText: ' '.repeat(column),
    },
  ];
}

class LinesAbove {
  readonly #source: TextDocument;
  readonly first: number;

  constructor(source: TextDocument, line: number) {
    this.#source = source;
    this.first = Math.max(0, line - mostLinesUp);
  }

  at(line: number): string {
    const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
    return this.#source.getText(range).replace(/\r?\n$/, '');
  }
}

function newLineColumn(lines: LinesAbove, line: number, rest: string, tabSize: number): number | undefined {
  const above = writtenAbove(lines, line);
  if (above === undefined) return rest === '' ? 0 : undefined;
  const closes = /^[}\]]/.test(rest);
  if (rest !== '' && !closes) return undefined;
  const scalar = scalarColumn(lines, above, tabSize);
  if (scalar !== undefined) return closes ? undefined : scalar;
  const text = code(lines.at(above));
  const column = entryColumn(text);
  if (/[[{]$/.test(text)) return closes ? column : column + tabSize;
  if (closes) return undefined;
  if (/^\s*(?:- +)*-$/.test(text)) return text.lastIndexOf('-') + 2;
  if (/:(?:\s+[&!]\S+)*$/.test(text)) return column + tabSize;
  return /^\s*- /.test(text) && !isPair(text) ? indentOf(text) : column;
}

/** The nearest line above that is not blank. */
function writtenAbove(lines: LinesAbove, line: number): number | undefined {
  for (let at = line - 1; at >= lines.first; at--) if (lines.at(at).trim() !== '') return at;
  return undefined;
}

/** The column of the text of a block scalar that the line above opens or belongs to. */
function scalarColumn(lines: LinesAbove, above: number, tabSize: number): number | undefined {
  let within = indentOf(lines.at(above));
  if (header.test(lines.at(above).trimEnd())) {
    const text = lines.at(above);
    return (/^\s*(?:- +)+[|>]/.test(text) ? text.lastIndexOf('-') : entryColumn(text)) + tabSize;
  }
  for (let at = above - 1; at >= lines.first && within > 0; at--) {
    const text = lines.at(at);
    if (text.trim() === '' || indentOf(text) >= within) continue;
    if (header.test(text.trimEnd())) return indentOf(lines.at(above));
    within = indentOf(text);
  }
  return undefined;
}

/** The column of the line whose bracket the one just typed closes. */
function bracketColumn(lines: LinesAbove, line: number): number | undefined {
  let open = 0;
  for (let at = line - 1; at >= lines.first; at--) {
    const text = code(lines.at(at));
    for (let index = text.length - 1; index >= 0; index--) {
      if ('}]'.includes(text[index] ?? ' ')) open++;
      else if ('{['.includes(text[index] ?? ' ') && open-- === 0) return entryColumn(text);
    }
  }
  return undefined;
}

/** Where the entry of a line begins: behind its dashes. */
function entryColumn(text: string): number {
  return /^\s*(?:- +)*/.exec(text)?.[0].length ?? 0;
}

function indentOf(text: string): number {
  return /^ */.exec(text)?.[0].length ?? 0;
}

function isPair(text: string): boolean {
  return /^\s*(?:- +)*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'[{#][^#]*?):(?:\s|$)/.test(text);
}

/** A line without its comment and what follows it. */
function code(text: string): string {
  return text.replace(/(?:^|\s)#.*$/, '').trimEnd();
}
