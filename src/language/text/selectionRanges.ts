import { isPair, isScalar, type Node, type Pair } from 'yaml';
import type { Position, SelectionRange } from 'vscode-languageserver-types';
import type { Span } from '../documents/lookup.js';
import type { ManifestFile, PlacedDocument } from '../documents/manifestFile.js';
import { childrenOf, extentOf, pairExtent } from './extents.js';

/**
 * What a growing selection takes in, from the innermost: the word, the inside of a placeholder, the placeholder, the
 * text, the text with its quotes, the pair, the map or list around it and so on, the document, the file.
 */
export function selectionRanges(file: ManifestFile, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => rangesAt(file, position));
}

function rangesAt({ source, documents }: ManifestFile, position: Position): SelectionRange {
  const text = source.getText();
  const at = source.offsetAt(position);
  const placed = documents.findLast(({ offset }) => offset <= at) ?? documents[0];
  const spans: Span[] = [{ start: 0, end: text.length }];
  if (placed) {
    const { offset, document } = placed;
    const inner = [documentSpan(placed), ...spansIn(document.root, document.text, at - offset)];
    spans.push(...inner.map(({ start, end }) => ({ start: start + offset, end: end + offset })));
  }
  spans.push(...commentSpans(text, at, spans.at(-1)), wordSpan(text, at));
  let range: SelectionRange | undefined;
  let outer: Span = { start: 0, end: text.length };
  for (const span of spans) {
    if (!holds(span, at) || !(range === undefined || isWithin(span, outer))) continue;
    const { start, end } = span;
    outer = span;
    range = {
      range: { start: source.positionAt(start), end: source.positionAt(end) },
      ...(range && { parent: range }),
    };
  }
  return range ?? { range: { start: position, end: position } };
}

function documentSpan({ document }: PlacedDocument): Span {
  const [, , end] = document.tree.range;
  const { text } = document;
  return { start: text.startsWith('---') ? 0 : (text.search(/\S/) + text.length) % text.length, end };
}

function spansIn(root: Node | null, text: string, at: number): Span[] {
  const spans: Span[] = [];
  const enter = (span: Span | undefined): boolean => {
    if (!span || !holds(span, at)) return false;
    spans.push(span);
    return true;
  };
  const visit = (item: Node | Pair | null): void => {
    if (isPair(item)) {
      if (!enter(pairExtent(item, text))) return;
      if (!enter(extentOf(item.key as Node, text))) visit(item.value as Node | null);
      else spans.push(...unquoted(spans.at(-1), text));
      return;
    }
    if (!item || !enter(extentOf(item, text))) return;
    if (isScalar(item)) spans.push(...unquoted(spans.at(-1), text), ...placeholderSpans(text, item, at));
    const children = childrenOf(item);
    const child = children.find((one) => {
      const span = isPair(one) ? pairExtent(one, text) : extentOf(one, text);
      return span !== undefined && holds(isPair(one) ? span : withDash(span, text), at);
    });
    if (!child) return;
    if (!isPair(child)) enter(withDash(extentOf(child, text) ?? { start: at, end: at }, text));
    visit(child);
  };
  visit(root);
  return spans;
}

/** A list item with the dash before it. */
function withDash({ start, end }: Span, text: string): Span {
  const before = text.slice(0, start).trimEnd().length;
  return { start: text[before - 1] === '-' ? before - 1 : start, end };
}

function unquoted(span: Span | undefined, text: string): Span[] {
  const quote = span && text[span.start];
  if (!span || span.end - span.start < 2 || (quote !== '"' && quote !== "'")) return [];
  return [{ start: span.start + 1, end: span.end - 1 }];
}

const placeholders = /\$\{\{[^}]*\}\}|\$\{[^{}]*\}/g;

function placeholderSpans(text: string, scalar: Node, at: number): Span[] {
  const [from, to] = scalar.range ?? [0, 0];
  for (const match of text.slice(from, to).matchAll(placeholders)) {
    const start = from + match.index;
    const end = start + match[0].length;
    if (at < start || at > end) continue;
    const mark = match[0].startsWith('${{') ? 3 : 2;
    const inside = match[0].slice(mark, 1 - mark);
    const lead = inside.length - inside.trimStart().length;
    const begin = start + mark + lead;
    return [
      { start, end },
      { start: begin, end: begin + inside.trim().length },
    ];
  }
  return [];
}

/** The block of comment lines, the line and its words, where the position is in a comment. */
function commentSpans(text: string, at: number, inner: Span | undefined): Span[] {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  const line = text.slice(start, newline < 0 ? text.length : newline).trimEnd();
  const hash = /^\s*#/.test(line) ? line.indexOf('#') : line.search(/\s#/) + 1;
  if (hash <= 0 && !line.startsWith('#')) return [];
  // A text of several lines may hold what looks like a comment.
  if (inner && at - start < hash && inner.start >= start) return [];
  const mark = /^#+\s*/.exec(line.slice(hash))?.[0].length ?? 1;
  const end = start + line.length;
  return [
    { start: start + hash, end },
    { start: Math.min(start + hash + mark, end), end },
  ];
}

function wordSpan(text: string, at: number): Span {
  const isWord = (index: number): boolean => /[\p{L}\p{N}_-]/u.test(text[index] ?? '');
  let start = at;
  let end = at;
  while (start > 0 && at - start < 200 && isWord(start - 1)) start--;
  while (end < text.length && end - at < 200 && isWord(end)) end++;
  return { start, end };
}

function holds({ start, end }: Span, at: number): boolean {
  return start <= at && at <= end && end > start;
}

function isWithin(inner: Span, outer: Span): boolean {
  return (
    inner.start >= outer.start &&
    inner.end <= outer.end &&
    (inner.start > outer.start || inner.end < outer.end)
  );
}
