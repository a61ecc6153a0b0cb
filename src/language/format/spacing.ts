import type { FormatOptions } from './formatOptions.js';
import type { LexToken } from './tokens.js';

/** A change of white space: what stands from `start` to `end` becomes `text`. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Stands before the first line and is no piece of it (YAML 1.2.2, 5.2). */
const byteOrderMark = '\uFEFF';

/** The white space between the pieces of each line, and at its end. Not the indentation. */
export function spacingChanges(tokens: readonly LexToken[], options: FormatOptions): Change[] {
  const changes: Change[] = [];
  const change = (start: number, end: number, before: string, text: string | undefined): void => {
    if (text !== undefined && text !== before) changes.push({ start, end, text });
  };
  let previous: LexToken | undefined;
  let space: LexToken | undefined;
  for (const token of tokens) {
    if (token.kind === 'space') {
      space = token;
      continue;
    }
    const before = space?.source ?? '';
    if (token.kind === 'newline') {
      if (space && previous && options.trimTrailingWhitespace) change(space.start, space.end, before, '');
      previous = undefined;
    } else {
      if (previous) {
        change(space?.start ?? token.start, token.start, before, gap(previous, token, before, options));
      }
      if (options.trimTrailingWhitespace) changes.push(...trailing(token));
      previous = token.kind === 'block-text' || token.source === byteOrderMark ? undefined : token;
    }
    space = undefined;
  }
  if (space && previous && options.trimTrailingWhitespace) change(space.start, space.end, space.source, '');
  return changes;
}

/** What stands between two pieces on a line; `undefined` to leave it as it is. */
function gap(
  previous: LexToken,
  next: LexToken,
  now: string,
  { bracketSpacing }: FormatOptions,
): string | undefined {
  const before = previous.kind === 'mark' ? previous.source : '';
  const after = next.kind === 'mark' ? next.source : '';
  const inner = bracketSpacing ? ' ' : '';
  if (next.kind === 'comment') return ' ';
  if (before === '?' || after === '?') return undefined;
  if (before === '{') return after === '}' ? '' : inner;
  if (after === '}') return inner;
  if (before === '[' || after === ']') return '';
  if (before === ',') return ' ';
  if (after === ',') return before === ':' ? undefined : '';
  if (before === ':' || before === '-') return ' ';
  if (after === ':') return before === '' && previous.kind !== 'property' ? '' : undefined;
  return now === '' ? undefined : ' ';
}

/** White space at the ends of lines that is inside a piece: a comment, or a text without quotes. */
function trailing({ kind, start, source }: LexToken): Change[] {
  if (kind === 'comment') {
    const kept = source.trimEnd().length;
    const blanks = /^[ \t]*/.exec(source.slice(kept))?.[0].length ?? 0;
    return blanks > 0 ? [{ start: start + kept, end: start + kept + blanks, text: '' }] : [];
  }
  if (kind !== 'text' || /^["']/.test(source) || !source.includes('\n')) return [];
  return [...source.matchAll(/[ \t]+(?=\r?\n)/g)]
    .filter(({ index }) => source[index - 1] !== '\n')
    .map((match) => ({ start: start + match.index, end: start + match.index + match[0].length, text: '' }));
}
