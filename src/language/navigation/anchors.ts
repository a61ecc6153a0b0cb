import { Lexer } from 'yaml';
import type { Span } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';

/** An anchor and the aliases that repeat it, each without its sign. Offsets in the file. */
export interface AnchorUse {
  readonly name: string;
  readonly anchor: Span | undefined;
  readonly aliases: readonly Span[];
  /** What else the document has anchors for. */
  readonly others: ReadonlySet<string>;
}

interface Token extends Span {
  readonly isAnchor: boolean;
  readonly name: string;
}

/** The anchor or alias at an offset, and all places of it; the sign counts as part of it. */
export function anchorAt(file: ManifestFile, offset: number): AnchorUse | undefined {
  if (file.extent === 'refused') return undefined;
  const placed = file.documents.findLast((one) => one.offset <= offset);
  if (!placed || !/[&*]/.test(placed.document.text)) return undefined;
  // A section of a file may hold several documents; names do not reach from one into the next.
  for (const tokens of anchorTokens(placed.document.text, placed.offset)) {
    const at = tokens.find(({ start, end }) => offset >= start - 1 && offset <= end);
    if (at) return use(tokens, at);
  }
  return undefined;
}

/** An alias means the last anchor of its name above it (YAML 1.2.2, 7.1). */
function use(tokens: readonly Token[], at: Token): AnchorUse {
  const anchorOf = (token: Token): Token | undefined =>
    token.isAnchor
      ? token
      : tokens.findLast((one) => one.isAnchor && one.name === token.name && one.start < token.start);
  const anchor = anchorOf(at);
  const aliases = tokens.filter((token) => !token.isAnchor && anchor && anchorOf(token) === anchor);
  const others = new Set(tokens.filter(({ isAnchor }) => isAnchor).map(({ name }) => name));
  others.delete(at.name);
  return { name: at.name, anchor, aliases, others };
}

/** What the lexer puts in between that is no text: the begin of a document and of a scalar, the end of broken flow. */
const marks = new Set(['\u0002', '\u001F', '\u0018']);
const scalarMark = '\u001F';

/** The anchors and aliases of each document of a text. */
function anchorTokens(text: string, offset: number): Token[][] {
  const documents: Token[][] = [[]];
  let at = offset;
  let isScalar = false;
  for (const source of new Lexer().lex(text)) {
    if (marks.has(source)) {
      isScalar = source === scalarMark;
      continue;
    }
    const sign = isScalar || source.length < 2 ? '' : source[0];
    if (source === '---' && !isScalar) documents.push([]);
    if (sign === '&' || sign === '*') {
      const span = { start: at + 1, end: at + source.length };
      documents.at(-1)?.push({ ...span, isAnchor: sign === '&', name: source.slice(1) });
    }
    at += source.length;
    isScalar = false;
  }
  return documents;
}
