import type { Change } from './change.js';

/**
 * The changes that make one text of another, line by line where the lines can be told apart: an editor keeps its place
 * in what is not touched.
 */
export function difference(before: string, after: string): Change[] {
  const [old, now] = [before.split(/(?<=\n)/), after.split(/(?<=\n)/)];
  if (old.length !== now.length) return narrowed(before, after, 0);
  const changes: Change[] = [];
  let at = 0;
  old.forEach((line, index) => {
    changes.push(...narrowed(line, now[index] ?? '', at));
    at += line.length;
  });
  return changes;
}

/** One change without what both have in common at either end. */
function narrowed(before: string, after: string, offset: number): Change[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  // Never between the two halves of a character.
  if (/[\uD800-\uDBFF]/.test(before[start - 1] ?? '')) start--;
  if (end > 0 && /[\uDC00-\uDFFF]/.test(before.at(-end) ?? '')) end--;
  const text = after.slice(start, after.length - end);
  return [{ start: offset + start, end: offset + before.length - end, text }];
}
