import type { Pair, YAMLMap } from 'yaml';
import { colonEnd } from './addKeys.js';
import { entriesOf, type Entry } from './extent.js';
import type { Holder } from './holder.js';
import { columnOf, isFirstOnLine, nextLine } from './lines.js';

/**
 * What is below a key in block style: all that stands as far in, from its first comment, behind its indentation, to its
 * last comment.
 */
export function bodyExtent(
  text: string,
  { map, index, pair }: Holder,
  body: YAMLMap,
): { start: number; end: number } {
  const entries = entriesOf(text, body) ?? [];
  const [start, end] = body.range ?? [0, 0];
  const own = map && entriesOf(text, map)?.[index];
  const [first, last] = [entries[0], own ?? entries.at(-1)];
  return { start: first && pair ? bodyStart(text, pair, first) : start, end: last?.end ?? end };
}

function bodyStart(text: string, pair: Pair, { at, lead }: Entry): number {
  if (!isFirstOnLine(text, at)) return at;
  const [above, column] = [nextLine(text, colonEnd(text, pair)), columnOf(text, at)];
  const comment = text.slice(above, lead).search(new RegExp(`^ {${column}}#`, 'm'));
  return column + (comment < 0 ? lead : above + comment);
}
