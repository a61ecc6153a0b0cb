import { isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { colonEnd } from './addKeys.js';
import type { Change } from './change.js';
import { entriesOf, isFlow, keepsBlankLines, type Entry } from './extent.js';
import type { Holder } from './holder.js';
import { columnOf, isFirstOnLine, lineStart, nextLine } from './lines.js';
import { isTied } from './names.js';

/**
 * Takes a pair or an item out, with the comments that belong to it: those directly above it, on its lines and below it
 * further in. The last one leaves an empty map or list. `undefined` where anchors or aliases would be lost.
 */
export function removeEntry(document: YamlDocument, holder: Holder): Change[] | undefined {
  const node = holder.map ?? holder.list;
  if (!node || isTied(holder.node)) return undefined;
  const entries = entriesOf(document.text, node);
  const entry = entries?.[holder.index];
  if (!entries || !entry) return undefined;
  if (isFlow(node)) return removeFromFlow(document.text, entries, holder.index);
  const change =
    entries.length === 1
      ? removeOnly(document, holder, entry)
      : removeFromBlock(document, node, entries, holder.index);
  return change && [change];
}

function removeFromBlock(
  document: YamlDocument,
  node: YAMLMap | YAMLSeq,
  entries: readonly Entry[],
  index: number,
): Change | undefined {
  const { text } = document;
  const entry = entries[index] as Entry;
  const next = entries[index + 1];
  if (!isFirstOnLine(text, entry.at)) {
    // It stands behind a dash: what follows takes its place.
    if (!next) return undefined;
    return { start: entry.at, end: next.lead + columnOf(text, next.at), text: '' };
  }
  const isHeader = index === 0 && node === document.root;
  const start = isHeader ? lineStart(text, entry.at) : entry.lead;
  const end = nextLine(text, entry.end);
  if (wouldGrow(text, node, index, end)) return undefined;
  if (end < text.length || text.endsWith('\n') || start === 0) return { start, end, text: '' };
  return { start: breakBefore(text, start), end, text: '' };
}

function breakBefore(text: string, at: number): number {
  return text[at - 2] === '\r' ? at - 2 : at - 1;
}

/** The map or list becomes an empty one behind its key or dash; comments above that are not its own stay. */
function removeOnly({ text }: YamlDocument, { parent, list }: Holder, entry: Entry): Change {
  const empty = list ? '[]' : '{}';
  const pair = parent?.pair;
  if (!pair || !isFirstOnLine(text, entry.at)) return { start: entry.at, end: entry.end, text: empty };
  const colon = colonEnd(text, pair);
  // An anchor or a tag stays in front of what it is of.
  const start = colon + (/^(?:[ \t]+[&!]\S*)*/.exec(text.slice(colon, entry.at))?.[0].length ?? 0);
  return { start, end: entry.end, text: ` ${empty}${text.slice(start, breakBefore(text, entry.lead))}` };
}

function removeFromFlow(text: string, entries: readonly Entry[], index: number): Change[] | undefined {
  const { at, end } = entries[index] as Entry;
  const next = entries[index + 1];
  if (next) {
    const comma = commaIn(text, end, next.at);
    if (comma === undefined) return undefined;
    const isClose = text.slice(end, comma).trim() === '' && /^[ \t]*$/.test(text.slice(comma + 1, next.at));
    if (isClose) return [{ start: at, end: next.at, text: '' }];
    return [
      { start: at, end, text: '' },
      { start: comma, end: comma + 1, text: '' },
    ];
  }
  const before = entries[index - 1];
  if (!before) return [{ start: at, end, text: '' }];
  const comma = commaIn(text, before.end, at);
  if (comma === undefined) return undefined;
  if (text.slice(before.end, at).replace(',', '').trim() === '') {
    return [{ start: before.end, end, text: '' }];
  }
  return [
    { start: comma, end: comma + 1, text: '' },
    { start: at, end, text: '' },
  ];
}

/** The comma between two entries, comments left aside. */
function commaIn(text: string, from: number, to: number): number | undefined {
  const between = text.slice(from, to).replace(/#[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const at = between.indexOf(',');
  return at < 0 ? undefined : from + at;
}

/** Whether blank lines below would become part of the text block above. */
function wouldGrow(text: string, node: YAMLMap | YAMLSeq, index: number, end: number): boolean {
  if (index === 0 || /\S/.test(text.slice(end, nextLine(text, end)))) return false;
  const above: unknown = node.items[index - 1];
  return keepsBlankLines(text, isSeq(node) ? above : (above as Pair).value);
}
