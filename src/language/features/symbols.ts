import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { spanOf, type Span } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import { keyOf, scalarText } from '../documents/plainValue.js';
import type { YamlDocument } from '../documents/yamlDocument.js';

const mostSymbols = 5000;
const kinds = { document: 5, map: 2, list: 18, text: 15 } as const satisfies Record<string, SymbolKind>;

/** The outline: a symbol for each document, with the keys below it. */
export function documentSymbols(file: ManifestFile): DocumentSymbol[] {
  let left = mostSymbols;
  const { source } = file;
  const symbols: DocumentSymbol[] = [];

  const make = (
    name: string,
    kind: SymbolKind,
    whole: Span,
    selection: Span,
    offset: number,
  ): DocumentSymbol => {
    left--;
    const range = (span: Span): DocumentSymbol['range'] => ({
      start: source.positionAt(span.start + offset),
      end: source.positionAt(span.end + offset),
    });
    return { name, kind, range: range(whole), selectionRange: range(selection), children: [] };
  };

  const below = (node: Node | null, offset: number): DocumentSymbol[] => {
    if (isMap(node)) return node.items.flatMap((pair) => ofPair(pair, offset));
    if (!isSeq(node)) return [];
    return node.items.flatMap((item, index) => {
      const span = spanOf(item as Node);
      if (!span || !isMap(item) || left <= 0) return [];
      const symbol = make(
        itemName(item.items, index),
        kinds.map,
        span,
        { start: span.start, end: span.start },
        offset,
      );
      return [{ ...symbol, children: below(item, offset) }];
    });
  };

  const ofPair = (pair: Pair, offset: number): DocumentSymbol[] => {
    const name = keyOf(pair.key);
    const key = spanOf(pair.key as Node);
    if (name === undefined || !key || left <= 0) return [];
    const value = pair.value as Node | null;
    const end = Math.max(key.end, spanOf(value)?.end ?? key.end);
    const kind = isMap(value) ? kinds.map : isSeq(value) ? kinds.list : kinds.text;
    const symbol = make(name === '' ? '""' : name, kind, { start: key.start, end }, key, offset);
    if (isScalar(value) && value.value !== null) symbol.detail = scalarText(value.value).slice(0, 80);
    return [{ ...symbol, children: below(value, offset) }];
  };

  for (const { document, offset } of file.documents) {
    const span = spanOf(document.root);
    if (!span || !isMap(document.root)) continue;
    if (file.documents.length === 1) symbols.push(...below(document.root, offset));
    else {
      const head = make(
        documentName(document),
        kinds.document,
        span,
        { start: span.start, end: span.start },
        offset,
      );
      symbols.push({ ...head, children: below(document.root, offset) });
    }
  }
  return symbols;
}

function itemName(pairs: readonly Pair[], index: number): string {
  const named = pairs.find(({ key }) => ['name', 'environment', 'target'].includes(keyOf(key) ?? ''));
  return isScalar(named?.value) && named.value.value !== null ? scalarText(named.value.value) : `[${index}]`;
}

function documentName(document: YamlDocument): string {
  const kind = scalarAt(document, ['kind']) ?? scalarAt(document, ['apiVersion']);
  const name = scalarAt(document, ['metadata', 'name']);
  return [kind, name].filter((part) => part !== undefined).join(' ') || '---';
}

function scalarAt(document: YamlDocument, path: readonly string[]): string | undefined {
  const value: unknown = document.tree.getIn(path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
