import type { LexToken } from './tokens.js';

/** One line of a file. Offsets are those of the file. */
export interface Line {
  readonly start: number;
  /** Before the end of the line. */
  readonly end: number;
  /** Behind the end of the line. */
  readonly next: number;
  /** How many blanks and tabs it begins with. */
  readonly indent: number;
  /** `content` begins with a token; `inside` goes on with a text of several lines; `block` is one of a block scalar. */
  readonly kind: 'blank' | 'comment' | 'content' | 'inside' | 'block';
}

/** The lines of a text. A line ends with LF or CRLF, as in YAML. */
export function linesOf(text: string, tokens: readonly LexToken[]): Line[] {
  const inner = innerStarts(tokens);
  const lines: Line[] = [];
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    const end = lineEnd(text, start, newline < 0 ? text.length : newline);
    let at = start;
    while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
    const own = at === end ? 'blank' : text[at] === '#' ? 'comment' : 'content';
    lines.push({ start, end, next, indent: at - start, kind: inner.get(start) ?? own });
    start = next;
  }
  return lines;
}

function lineEnd(text: string, start: number, newline: number): number {
  return newline > start && text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** The starts of lines that are part of a text begun on a line before. */
function innerStarts(tokens: readonly LexToken[]): Map<number, 'inside' | 'block'> {
  const starts = new Map<number, 'inside' | 'block'>();
  let keeps = false;
  for (const { kind, start, source } of tokens) {
    if (kind === 'block-header') keeps = source.includes('+');
    if (kind !== 'text' && kind !== 'block-text') continue;
    const isBlock = kind === 'block-text';
    // Empty lines behind a block scalar that does not keep them are no part of it.
    const length = isBlock && !keeps ? source.trimEnd().length : source.length;
    if (isBlock && length > 0) starts.set(start, 'block');
    for (let at = source.indexOf('\n'); at >= 0 && at + 1 < length; at = source.indexOf('\n', at + 1)) {
      starts.set(start + at + 1, isBlock ? 'block' : 'inside');
    }
  }
  return starts;
}
