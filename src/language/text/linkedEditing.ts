import { Lexer } from 'yaml';
import type { Position, Range } from 'vscode-languageserver-types';
import type { Span } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';

/** Ranges with the same text, and what may be typed in them. */
export interface LinkedRanges {
  readonly ranges: Range[];
  /** A regular expression. */
  readonly wordPattern: string;
}

interface Mark extends Span {
  readonly name: string;
  readonly isAnchor: boolean;
}

/** An anchor and all its aliases, to be typed over as one. None where the name is given twice, or not at all. */
export function linkedEditing(file: ManifestFile, position: Position): LinkedRanges | undefined {
  const { source } = file;
  if (file.extent !== 'full') return undefined;
  const at = source.offsetAt(position);
  const text = source.getText();
  if (!/[&*]/.test(text)) return undefined;
  const marks = documentsOfMarks(text).find((all) => all.some((mark) => isOn(mark, at)));
  const mark = marks?.find((one) => isOn(one, at));
  if (!marks || !mark) return undefined;
  const same = marks.filter(({ name }) => name === mark.name);
  if (same.filter(({ isAnchor }) => isAnchor).length !== 1) return undefined;
  return {
    ranges: same.map(({ start, end }) => ({ start: source.positionAt(start), end: source.positionAt(end) })),
    wordPattern: '[^\\s,\\[\\]{}]+',
  };
}

function isOn({ start, end }: Span, at: number): boolean {
  return start <= at && at <= end;
}

/** The names of anchors and aliases in each document, told by the lexer so that texts and comments are no bother. */
function documentsOfMarks(text: string): Mark[][] {
  const documents: Mark[][] = [[]];
  let at = 0;
  let isText = false;
  for (const token of new Lexer().lex(text)) {
    if (token === '\u001f' || token === '\u0002' || token === '\u0018') {
      isText = token === '\u001f';
      continue;
    }
    if (!isText && (token === '---' || token === '...')) documents.push([]);
    if (!isText && token.length > 1 && (token[0] === '&' || token[0] === '*')) {
      const span = { start: at + 1, end: at + token.length };
      documents.at(-1)?.push({ ...span, name: token.slice(1), isAnchor: token[0] === '&' });
    }
    at += token.length;
    isText = false;
  }
  return documents;
}
