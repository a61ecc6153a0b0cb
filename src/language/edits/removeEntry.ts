import { isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { colonEnd } from './addKeys.js';
import type { Change } from './change.js';
import { entriesOf, isFlow, keepsBlankLines, type Entry } from './extent.js';
import type { Holder } from './holder.js';
import { columnOf, isFirstOnLine, lineStart, nextLine, trimmedEnd } from './lines.js';
import { isTied } from './names.js';
import { removeFromFlow } from './removeFromFlow.js';

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
  if (isFlow(node)) return removeFromFlow(document.text, node, entries, holder.index);
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
  let start = isHeader ? lineStart(text, entry.at) : entry.lead;
  let end = nextLine(text, entry.end);
  if (wouldGrow(text, node, index, end)) return undefined;
  const above = nextLine(text, trimmedEnd(text, start));
  if (above < start) {
    // Of the blank lines on both sides one side is enough, at the end of the text none.
    while (end < text.length && isBlank(text, end)) end = nextLine(text, end);
    if (end === text.length) start = above;
  }
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

function isBlank(text: string, line: number): boolean {
  return text.slice(line, nextLine(text, line)).trim() === '';
}

/** Whether blank lines below would become part of the text block above. */
function wouldGrow(text: string, node: YAMLMap | YAMLSeq, index: number, end: number): boolean {
  if (index === 0 || !isBlank(text, end)) return false;
  const above: unknown = node.items[index - 1];
  return keepsBlankLines(text, isSeq(node) ? above : (above as Pair).value);
}
