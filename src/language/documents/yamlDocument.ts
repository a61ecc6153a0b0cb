import type { Document, Node } from 'yaml';
import { shippedKinds, type DocumentKinds } from '../kinds/lookup.js';
import { parseTrees } from './parseTrees.js';
import { plainValue, type PlainResult } from './plainValue.js';

/** One YAML document with its plain value, made when first asked for. Offsets count from `text`'s begin. */
export class YamlDocument {
  readonly text: string;
  readonly tree: Document.Parsed;
  /** What decides its kind besides its own words. */
  readonly kinds: DocumentKinds;
  #plain: PlainResult | undefined;

  constructor(text: string, tree: Document.Parsed, kinds: DocumentKinds) {
    this.text = text;
    this.tree = tree;
    this.kinds = kinds;
  }

  get root(): Node | null {
    return this.tree.contents;
  }

  get plain(): PlainResult {
    return (this.#plain ??= plainValue(this.root));
  }

  get value(): unknown {
    return this.plain.value;
  }

  /** The value as a map, or `undefined` when it is something else. */
  get map(): Readonly<Record<string, unknown>> | undefined {
    return asMap(this.value);
  }
}

export function asMap(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** Never throws: whatever the parser gives up on becomes `undefined`. */
export function parseYaml(text: string, kinds = shippedKinds): readonly YamlDocument[] | undefined {
  return parseTrees(text)?.map((tree) => new YamlDocument(text, tree, kinds));
}
