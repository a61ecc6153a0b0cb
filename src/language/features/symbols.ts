import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { spanOf, type Span } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import { keyOf, scalarText } from '../documents/plainValue.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { keySpan } from '../rules/context.js';
import { recogniseDocument } from '../rules/documentFindings.js';

const mostSymbols = 5000;
const longestDetail = 80;
const kinds = {
  document: 5,
  map: 2,
  list: 18,
  text: 15,
  number: 16,
  truth: 17,
  nothing: 21,
} as const satisfies Record<string, SymbolKind>;
const deprecatedTag = 1;

/** Keys whose value tells what a list item is, the best first. */
const namingKeys = ['name', 'environment', 'id', 'target', 'title', 'ref', 'key', 'type', 'kind'];

/** The outline: a symbol for each document, with the keys and list items below it. */
export function documentSymbols(file: ManifestFile, isOurs: boolean): DocumentSymbol[] {
  const outline = new Outline(file, isOurs);
  return file.documents.flatMap(({ document, offset }) => outline.ofDocument(document, offset));
}

class Outline {
  readonly #file: ManifestFile;
  readonly #isOurs: boolean;
  #left = mostSymbols;
  #offset = 0;
  /** Where keys begin that the schema advises against. */
  #deprecated: ReadonlySet<number> = new Set();

  constructor(file: ManifestFile, isOurs: boolean) {
    this.#file = file;
    this.#isOurs = isOurs;
  }

  ofDocument(document: YamlDocument, offset: number): DocumentSymbol[] {
    const { root } = document;
    const span = spanOf(root);
    if (!span || !(isMap(root) || isSeq(root))) return [];
    this.#offset = offset;
    this.#deprecated = this.#file.extent === 'full' ? deprecatedIn(document, this.#isOurs) : new Set();
    if (this.#file.documents.length === 1) return this.#below(root);
    if (this.#left <= 0) return [];
    const head = this.#make(documentName(document), kinds.document, span, {
      start: span.start,
      end: span.start,
    });
    return [{ ...head, children: this.#below(root) }];
  }

  #below(node: Node | null): DocumentSymbol[] {
    if (isMap(node)) return node.items.flatMap((pair) => this.#ofPair(pair));
    if (!isSeq(node)) return [];
    return node.items.flatMap((item, index) => this.#ofItem(item as Node | null, index));
  }

  #ofItem(item: Node | null, index: number): DocumentSymbol[] {
    const span = spanOf(item);
    if (!span || !(isMap(item) || isSeq(item)) || this.#left <= 0) return [];
    const named = isMap(item) ? itemName(item.items) : undefined;
    const symbol = this.#make(named?.name ?? `[${index}]`, kindOf(item), span, {
      start: span.start,
      end: span.start,
    });
    if (named?.key !== undefined && named.key !== 'name') symbol.detail = named.key;
    return [{ ...symbol, children: this.#below(item) }];
  }

  #ofPair(pair: Pair): DocumentSymbol[] {
    const name = keyOf(pair.key);
    const key = spanOf(pair.key as Node);
    if (name === undefined || !key || this.#left <= 0) return [];
    const value = pair.value as Node | null;
    const end = Math.max(key.end, spanOf(value)?.end ?? key.end);
    const symbol = this.#make(name === '' ? '""' : name, kindOf(value), { start: key.start, end }, key);
    const detail = detailOf(value);
    if (detail !== undefined) symbol.detail = detail;
    if (this.#deprecated.has(key.start)) symbol.tags = [deprecatedTag];
    return [{ ...symbol, children: this.#below(value) }];
  }

  #make(name: string, kind: SymbolKind, whole: Span, selection: Span): DocumentSymbol {
    this.#left--;
    const range = ({ start, end }: Span): DocumentSymbol['range'] => ({
      start: this.#file.source.positionAt(start + this.#offset),
      end: this.#file.source.positionAt(end + this.#offset),
    });
    return { name, kind, range: range(whole), selectionRange: range(selection), children: [] };
  }
}

function deprecatedIn(document: YamlDocument, isOurs: boolean): ReadonlySet<number> {
  const recognition = recogniseDocument(document, isOurs);
  if (recognition.is !== 'known') return new Set();
  const { deprecated } = recognition.kind.validate(document.value);
  return new Set(deprecated.map(({ path }) => keySpan(document, path).start));
}

function kindOf(value: Node | null): SymbolKind {
  if (isMap(value)) return kinds.map;
  if (isSeq(value)) return kinds.list;
  const plain = isScalar(value) ? value.value : undefined;
  if (typeof plain === 'number') return kinds.number;
  if (typeof plain === 'boolean') return kinds.truth;
  return plain === null ? kinds.nothing : kinds.text;
}

/** A value in one line; what an alias stands for by its name. */
function detailOf(value: Node | null): string | undefined {
  if (isAlias(value)) return `*${value.source}`;
  if (!isScalar(value) || value.value === null) return undefined;
  const line = scalarText(value.value).trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length > longestDetail ? `${line.slice(0, longestDetail - 1)}…` : line;
}

function itemName(pairs: readonly Pair[]): { readonly key: string; readonly name: string } | undefined {
  for (const key of namingKeys) {
    const value = pairs.find((pair) => keyOf(pair.key) === key)?.value;
    const name = isScalar(value) && value.value !== null ? scalarText(value.value).trim() : '';
    if (name !== '') return { key, name: name.slice(0, longestDetail) };
  }
  return undefined;
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
