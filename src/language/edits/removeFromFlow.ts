import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Change } from './change.js';
import type { Entry } from './extent.js';
import { isFirstOnLine, lineEnd, lineStart, nextLine, trimmedEnd } from './lines.js';

/**
 * Takes an entry out of brackets or braces, with its comma, the comment behind it and, where lines are its own, the
 * comments directly above. `undefined` where commas or brackets are missing.
 */
export function removeFromFlow(
  text: string,
  { range }: YAMLMap | YAMLSeq,
  entries: readonly Entry[],
  index: number,
): Change[] | undefined {
  const [open, close] = [range?.[0] ?? 0, (range?.[1] ?? 0) - 1];
  const { at, end } = entries[index] as Entry;
  const [before, next] = [entries[index - 1], entries[index + 1]];
  const limit = next?.at ?? close;
  const comma = commaIn(text, end, limit);
  const commaBefore = before && commaIn(text, before.end, at);
  if (!/[\]}]/.test(text[close] ?? '') || (next && comma === undefined) || (before && !commaBefore)) {
    return undefined;
  }
  const last = comma === undefined ? end : comma + 1;
  const isFirst = isFirstOnLine(text, at);
  const endsLine = text.slice(last, limit).includes('\n');
  let start = isFirst ? leadOf(text, at, commaBefore ?? open) : trimmedEnd(text, at);
  let stop = isFirst ? nextLine(text, last) : lineEnd(text, last);
  if (!endsLine) {
    // What stands behind it moves to its place: below its comments, unless it shared its line.
    const isBelow = !next || text.slice(end, last).includes('\n');
    if (isFirst && isBelow) start += text.slice(start).search(/\S/);
    else if (next) start = at;
    stop = next || isFirst ? limit : last;
  }
  const isAlone = !before && !next && (text.slice(open + 1, start) + text.slice(stop, close)).trim() === '';
  if (isAlone) return [{ start: open + 1, end: close, text: '' }];
  const changes = [{ start, end: stop, text: '' }];
  if (next || comma !== undefined || !before || !commaBefore) return changes;
  // The last has no comma behind it: no more has the one before.
  if (start > commaBefore + 1) return [{ start: commaBefore, end: commaBefore + 1, text: '' }, ...changes];
  const hasComment = text.slice(before.end, commaBefore).includes('#');
  return [
    { start: endsLine || !hasComment ? trimmedEnd(text, commaBefore) : commaBefore, end: stop, text: '' },
  ];
}

/** The begin of the line, or of the comments directly above it that stand below `bound`. */
function leadOf(text: string, at: number, bound: number): number {
  let lead = lineStart(text, at);
  for (;;) {
    const above = lineStart(text, lead - 1);
    if (above <= bound || !/^[ \t]*#/.test(text.slice(above, lead))) return lead;
    lead = above;
  }
}

/** The comma between two places, comments left aside. */
function commaIn(text: string, from: number, to: number): number | undefined {
  const between = text.slice(from, to).replace(/#[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const at = between.indexOf(',');
  return at < 0 ? undefined : from + at;
}
