import { isPair, isScalar, type Node, type Pair } from 'yaml';
import type { FoldingRange } from 'vscode-languageserver-types';
import type { ManifestFile, PlacedDocument } from '../documents/manifestFile.js';
import { childrenOf, extentOf, pairExtent } from './extents.js';
import type { Fold } from './fold.js';
import { commentFolds } from './foldComments.js';
import { indentationFolds } from './foldIndentation.js';

/** The most ranges that are ever given: more help no one. */
export const mostFolds = 5000;

export interface FoldingOptions {
  /** What the client wants at most. */
  readonly most?: number;
  /** Whether the client folds whole lines only: then there are no characters in the answer. */
  readonly linesOnly?: boolean;
}

/** What can be folded: maps, lists, block scalars, documents, comments, regions. By indentation where YAML is broken. */
export function folding(file: ManifestFile, options: FoldingOptions = {}): FoldingRange[] {
  const { source } = file;
  const text = source.getText();
  if (file.extent === 'refused' && file.tooDeepAt === undefined) return [];
  const isBroken =
    file.tooDeepAt !== undefined || file.documents.some(({ document }) => document.tree.errors.length > 0);
  const lines = text.split(/\r\n|\n|\r/);
  const scalars: Fold[] = [];
  const folds = isBroken ? indentationFolds(lines, scalars) : treeFolds(file, scalars);
  return chosen([...folds, ...commentFolds(lines, scalars)], options).map(({ start, end, kind }) => ({
    startLine: start,
    endLine: end,
    ...(options.linesOnly !== true && {
      startCharacter: lines[start]?.length ?? 0,
      endCharacter: lines[end]?.length ?? 0,
    }),
    ...(kind && { kind }),
  }));
}

/** One a line, the outermost first to stay. */
function chosen(folds: readonly Fold[], { most = mostFolds }: FoldingOptions): Fold[] {
  const byLine = new Map<number, Fold>();
  for (const fold of [...folds].sort((a, b) => a.depth - b.depth)) {
    if (fold.end > fold.start && !byLine.has(fold.start)) byLine.set(fold.start, fold);
  }
  return [...byLine.values()].slice(0, Math.min(most, mostFolds)).sort((a, b) => a.start - b.start);
}

function treeFolds(file: ManifestFile, scalars: Fold[]): Fold[] {
  const folds: Fold[] = [];
  file.documents.forEach((placed, index) => {
    if (file.documents.length > 1) folds.push(documentFold(file, placed, file.documents[index + 1]));
    foldsIn(file, placed, folds, scalars);
  });
  return folds;
}

/** A document of several, from its first line to the last before the next. */
function documentFold(file: ManifestFile, placed: PlacedDocument, next: PlacedDocument | undefined): Fold {
  const { source } = file;
  const [start, end] = placed.document.tree.range;
  const text = placed.document.text;
  const last = next && next.offset !== placed.offset ? text.length : end;
  const written = text.slice(0, last).trimEnd().length;
  const head = text.slice(0, start).lastIndexOf('---');
  const begin = head >= 0 ? head : start + (/\S/.exec(text.slice(start))?.index ?? 0);
  return {
    start: source.positionAt(placed.offset + begin).line,
    end: source.positionAt(placed.offset + written).line,
    depth: 0,
  };
}

function foldsIn(file: ManifestFile, placed: PlacedDocument, folds: Fold[], scalars: Fold[]): void {
  const { text } = placed.document;
  const lineOf = (offset: number): number => file.source.positionAt(placed.offset + offset).line;
  const add = (start: number, end: number, depth: number, closing: boolean): Fold => {
    const fold = { start: lineOf(start), end: lineOf(end) - (closing ? 1 : 0), depth };
    if (fold.end > fold.start) folds.push(fold);
    return fold;
  };
  const visit = (item: Node | Pair | null, depth: number): void => {
    const value = isPair(item) ? (item.value as Node | null) : item;
    const extent = isPair(item) ? pairExtent(item, text) : item && extentOf(item, text);
    if (extent && depth > 0) {
      const fold = add(extent.start, extent.end, depth, isFlow(value));
      if (isScalar(value)) scalars.push({ ...fold, start: lineOf(value.range?.[0] ?? 0) });
    }
    for (const child of childrenOf(value)) visit(child, depth + 1);
  };
  visit(placed.document.root, 0);
}

/** The line of the closing bracket stays in sight. */
function isFlow(node: Node | null): boolean {
  return node !== null && 'flow' in node && node.flow;
}
