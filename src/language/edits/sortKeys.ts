import type { Pair, YAMLMap } from 'yaml';
import { keyOf } from '../documents/plainValue.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Change } from './change.js';
import { entriesOf, isFlow, keepsBlankLines, type Entry } from './extent.js';
import { columnOf, isFirstOnLine } from './lines.js';
import { hasComments, isTied } from './names.js';

/** Why the keys of a map cannot change their places in the text. */
export type SortRefusal = 'tied' | 'duplicate' | 'layout';

/** The position that the name of a key has in a map; those of equal position keep their order. */
export type Rank = (name: string) => number;

/**
 * Brings the pairs of a map into an order, each with its comments. Blank lines stay between the same positions, and
 * comments at the head of a file stay there. No change when they are in order.
 */
export function sortKeys(document: YamlDocument, map: YAMLMap, rank: Rank): readonly Change[] | SortRefusal {
  const names = map.items.map(({ key }) => keyOf(key) ?? '');
  const order = names
    .map((_, index) => index)
    .sort((a, b) => rankOf(names, rank, a) - rankOf(names, rank, b));
  if (order.every((from, to) => from === to)) return [];
  if (new Set(names).size < names.length) return 'duplicate';
  if (isTied(map)) return 'tied';
  const { text } = document;
  const parts = partsOf(document, map);
  if (!parts || map.items.some((pair: Pair) => keepsBlankLines(text, pair.value))) return 'layout';
  return order.flatMap((from, to) => {
    const [old, now] = [parts[to], parts[from]];
    if (!old || !now || from === to) return [];
    return [{ start: old.start, end: old.end, text: text.slice(now.start, now.end) }];
  });
}

function rankOf(names: readonly string[], rank: Rank, index: number): number {
  const name = names[index] ?? '';
  return name === '<<' ? -1 : rank(name);
}

/** What moves of each pair: from its first comment on, without the indentation of its first line. */
function partsOf(document: YamlDocument, map: YAMLMap): { start: number; end: number }[] | undefined {
  const { text } = document;
  const entries = entriesOf(text, map);
  if (!entries) return undefined;
  if (isFlow(map)) {
    return hasComments(text, map) ? undefined : entries.map(({ at, end }) => ({ start: at, end }));
  }
  return entries.map((entry, index) => ({
    start: partStart(text, entry, index, map === document.root),
    end: entry.end,
  }));
}

function partStart(text: string, { lead, at }: Entry, index: number, isRoot: boolean): number {
  if ((index === 0 && isRoot) || !isFirstOnLine(text, at)) return at;
  return lead + columnOf(text, at);
}
