import { isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { spanOf, type Path } from '../documents/lookup.js';
import { keyOf } from '../documents/plainValue.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { recogniseDocument } from '../rules/documentFindings.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import { MapKeys, valueRole } from './keyRoles.js';
import { scoreTokens, templateTokens } from './placeholderTokens.js';
import type { Token } from './tokenTypes.js';

const cache = new WeakMap<YamlDocument, { isOurs: boolean; tokens: readonly Token[] }>();

/** The words of a document that have a role, in the order of the text. Told once a document. */
export function documentTokens(document: YamlDocument, isOurs: boolean): readonly Token[] {
  const known = cache.get(document);
  if (known?.isOurs === isOurs) return known.tokens;
  const tokens = new Walk(document, isOurs).tokens;
  tokens.sort((a, b) => a.start - b.start);
  cache.set(document, { isOurs, tokens });
  return tokens;
}

class Walk {
  readonly tokens: Token[] = [];
  readonly #document: YamlDocument;
  readonly #schema: JsonSchema | undefined;
  readonly #hasScore: boolean;

  constructor(document: YamlDocument, isOurs: boolean) {
    this.#document = document;
    const recognition = recogniseDocument(document, isOurs);
    const kind = recognition.is === 'known' ? recognition.kind : undefined;
    this.#schema = kind?.schema;
    this.#hasScore = kind !== undefined && (!kind.hasKindKey || kind.name === 'Service');
    this.#visit(document.root, []);
  }

  #visit(node: Node | null, path: Path): void {
    if (isMap(node)) this.#visitMap(node, path);
    else if (isSeq(node)) {
      node.items.forEach((item, index) => this.#visit(item as Node | null, [...path, index]));
    } else if (isScalar(node)) this.#value(node, path);
  }

  #visitMap(map: YAMLMap, path: Path): void {
    const keys = this.#schema && new MapKeys(this.#schema, this.#document.value, path);
    for (const { key, value } of map.items) {
      const name = keyOf(key);
      const span = spanOf(key as Node);
      if (name === undefined || !span) continue;
      const role = keys?.roleOf(name);
      if (role && this.#isOneLine(span.start, span.end)) this.tokens.push({ ...span, ...role });
      this.#visit(value as Node | null, [...path, name]);
    }
  }

  #value(scalar: Scalar, path: Path): void {
    const span = spanOf(scalar);
    const { text } = this.#document;
    if (!span || typeof scalar.value !== 'string' || span.end === span.start) return;
    const written = text.slice(span.start, span.end);
    if (written.includes('${')) {
      const found = written.includes('${{') ? templateTokens(written, span.start) : [];
      if (found.length > 0) this.tokens.push(...found);
      else if (this.#hasScore) this.tokens.push(...scoreTokens(written, span.start));
      return;
    }
    if (scalar.value.length > 200 || !this.#isOneLine(span.start, span.end)) return;
    const role = valueRole(this.#document.value, this.#schema, path, scalar.value);
    if (role) this.tokens.push({ ...span, ...role });
  }

  #isOneLine(start: number, end: number): boolean {
    const newline = this.#document.text.indexOf('\n', start);
    return newline < 0 || newline >= end;
  }
}
