import type { FormatOptions } from './formatOptions.js';
import type { Layout } from './layout.js';
import type { Line } from './lines.js';
import type { Change } from './spacing.js';

/** What becomes of the lines as such: their indentation, empty ones, their ends. */
export function lineChanges(
  text: string,
  lines: readonly Line[],
  layout: Layout,
  options: FormatOptions,
): Change[] {
  const dropped = droppedLines(text, lines, layout, options);
  const changes = lines.flatMap((line, index): Change[] => {
    if (dropped.has(index)) return [{ start: line.start, end: line.next, text: '' }];
    return [...indentation(text, line, layout.columns.get(index), options), ...ending(text, line, options)];
  });
  const last = lines.at(-1);
  if (last && last.next === last.end && options.insertFinalNewline && last.kind !== 'blank') {
    changes.push({ start: last.end, end: last.end, text: options.endOfLine ?? eolOf(text) });
  }
  return changes;
}

function indentation(text: string, line: Line, column: number | undefined, options: FormatOptions): Change[] {
  const { start, end, indent, kind } = line;
  if (kind === 'blank' && !options.trimTrailingWhitespace) return [];
  const isBlank = start + indent === end;
  if (isBlank && kind === 'inside') return [];
  const to = kind === 'blank' ? 0 : column;
  if (to === undefined) return [];
  // A block scalar's own tabs are content: only the blanks before them move.
  const moved = kind === 'block' ? blanks(text, start, end) : indent;
  const wanted = kind === 'block' ? Math.max(0, moved - indent + to) : to;
  const before = text.slice(start, start + moved);
  const after = ' '.repeat(wanted);
  return before === after ? [] : [{ start, end: start + moved, text: after }];
}

function blanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text[at] === ' ') at++;
  return at - start;
}

function ending(text: string, { end, next }: Line, { endOfLine }: FormatOptions): Change[] {
  if (endOfLine === undefined || next === end || text.slice(end, next) === endOfLine) return [];
  return [{ start: end, end: next, text: endOfLine }];
}

function eolOf(text: string): '\n' | '\r\n' {
  const newline = text.indexOf('\n');
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** Empty lines that go: all but one of a run; those at the ends of documents; those between a key and what it opens. */
function droppedLines(
  text: string,
  lines: readonly Line[],
  layout: Layout,
  { trimFinalNewlines }: FormatOptions,
): Set<number> {
  const dropped = new Set<number>();
  for (let at = 0; at < lines.length;) {
    if (lines[at]?.kind !== 'blank') {
      at++;
      continue;
    }
    const first = at;
    while (lines[at]?.kind === 'blank') at++;
    const above = lines[first - 1];
    const below = lines[at];
    if (!below && !trimFinalNewlines) break;
    const isEdge =
      !above || !below || isMark(text, above) || isMark(text, below) || layout.opening.has(first - 1);
    for (let line = isEdge ? first : first + 1; line < at; line++) dropped.add(line);
  }
  return dropped;
}

function isMark(text: string, { start, end, kind }: Line): boolean {
  return kind === 'content' && /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(start, Math.min(end, start + 5)));
}
