import { Document, isMap, isNode, isScalar, YAMLMap, type Node, type Pair } from 'yaml';
import { t } from '../../base/l10n.js';
import { pairOf } from '../documents/lookup.js';
import { ownSection } from '../documents/sections.js';
import { lineBreakOf } from '../edits/lines.js';
import { lexTokens } from '../format/tokens.js';
import type { Notes, SourceDocument } from './notes.js';

/** The comment that names a schema for other tools; it is wrong once the document is of another kind. */
const modeline = /^[ \t]*yaml-language-server:.*$/;

/** The root of a document that is a map. */
export function rootOf({ document }: SourceDocument): YAMLMap {
  return isMap(document.root) ? document.root : new YAMLMap();
}

export function mapAt(map: YAMLMap, key: string): YAMLMap | undefined {
  const value = pairOf(map, key)?.value;
  return isMap(value) ? value : undefined;
}

/** The pair that names the version of the format, its comments kept. */
export function versionPair(root: YAMLMap, apiVersion: string, document: Document): Pair {
  const pair = pairOf(root, 'apiVersion');
  if (pair && isScalar(pair.value)) {
    pair.value.value = apiVersion;
    return pair;
  }
  return document.createPair('apiVersion', apiVersion);
}

/** A new document with the comments above and below the old one, and its root. The old one loses those above. */
export function documentLike({ document: { tree } }: SourceDocument): { made: Document; top: YAMLMap } {
  const made = new Document();
  const top = new YAMLMap();
  made.contents = top;
  made.commentBefore = withoutModeline(tree.commentBefore);
  top.comment = tree.comment;
  top.commentBefore = commentsAbove(tree.contents)
    .flatMap((node) => withoutModeline(node.commentBefore) ?? [])
    .join('\n');
  for (const node of commentsAbove(tree.contents)) node.commentBefore = null;
  return { made, top };
}

/** Tells of comments that are not in what became of a document. */
export function tellComments(from: SourceDocument, made: string, notes: Notes): void {
  const kept = new Set(commentsIn(made));
  const isLost = commentsIn(ownSection(from.document).text).some(
    (comment) => !kept.has(comment) && !modeline.test(comment),
  );
  if (isLost) notes.add(from, [], t('Comments beside what is left out are left out, too.'), 'information');
}

/** The comments of a text, without their signs. */
export function commentsIn(text: string): string[] {
  return lexTokens(text).flatMap(({ kind, source }) => (kind === 'comment' ? source.slice(1).trimEnd() : []));
}

export function hasModeline({ document: { tree } }: SourceDocument): boolean {
  const comments = [tree, ...commentsAbove(tree.contents)].map(({ commentBefore }) => commentBefore ?? null);
  return comments.some((comment) => withoutModeline(comment) !== comment);
}

/** What carries the comments above the first key: the root or that key. */
function commentsAbove(root: Node | null): Node[] {
  const first = isMap(root) ? root.items[0]?.key : undefined;
  return [root, first].filter((node): node is Node => isNode(node));
}

function withoutModeline(comment: string | null | undefined): string | null {
  const lines = (comment ?? '').split('\n').filter((line) => !modeline.test(line));
  return lines.length > 0 && lines.join('') !== '' ? lines.join('\n') : null;
}

/** A pair as the first or a later one of a map: only a later one has a blank line above. */
export function append(map: YAMLMap, pair: Pair): void {
  const key = pair.key as Node & { spaceBefore?: boolean };
  if (map.items.length === 0) key.spaceBefore = false;
  map.items.push(pair);
}

/** The comment above the first pair of a map belongs to the map: it goes where the pair goes. */
export function giveFirstComment({ commentBefore, items: [first] }: YAMLMap): void {
  const key = first?.key;
  if (commentBefore && isNode(key)) key.commentBefore ??= commentBefore;
}

/** With the line breaks of what it was made of. */
export function textOf(document: Document, { source }: SourceDocument): string {
  return document.toString({ lineWidth: 0 }).replace(/\r?\n/g, lineBreakOf(source.getText()));
}
