import type { Position, Range } from 'vscode-languageserver-types';
import type { Cursor } from './cursor.js';

/** What an item takes the place of. */
export interface Place {
  readonly range: Range;
  /** A colon follows already. */
  readonly isFollowed: boolean;
}

/** What is typed at a cursor, and what of it stands behind: the rest of the word, or of the text in open quotes. */
export function placeAt(
  { prefix, quote }: Pick<Cursor, 'prefix' | 'quote'>,
  { line, character }: Position,
  after: string,
): Place {
  const closed = quote === undefined ? undefined : /^[^"'{}[\],:]*/.exec(after)?.[0];
  const isClosed = closed !== undefined && after[closed.length] === quote;
  const whole = isClosed ? closed.length + 1 : (/^(?:[\w./-]|:(?=\w))*/.exec(after)?.[0].length ?? 0);
  return {
    range: {
      start: { line, character: character - prefix.length },
      end: { line, character: character + (prefix === '' && quote === undefined ? 0 : whole) },
    },
    isFollowed: /^[ \t]*:/.test(after.slice(whole)),
  };
}

/** A text as it is written where a quotation mark is open: with the one that closes it. */
export function inQuotes(text: string, quote: string | undefined): string {
  if (quote === undefined) return text;
  return quote === '"' ? JSON.stringify(text).slice(1) : `${text.replaceAll("'", "''")}'`;
}
