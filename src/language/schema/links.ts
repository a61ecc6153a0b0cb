import type { JsonSchema, SchemaPart } from './jsonSchema.js';

/** A compiled pattern; it matches anywhere in the text unless anchored. */
export interface Pattern {
  test(text: string): boolean;
}

/** What a schema names, found: so that nothing is looked up while a value is checked. */
export interface Links {
  /** What `$ref` or `$dynamicRef` leads to. */
  target?: SchemaPart;
  pattern?: Pattern;
  /** Compiled `patternProperties`. */
  named?: readonly { readonly pattern: Pattern; readonly part: SchemaPart }[];
  /** A pattern of `patternProperties` could not be compiled: which keys it would have taken is not known. */
  isOpen?: boolean;
  /** A key with null counts as absent, unless it is required. */
  dropsNull?: boolean;
}

const known = new WeakMap<JsonSchema, Links>();
const none: Links = Object.freeze({});

/** The links of a schema; of one that was never linked, none. */
export function linksOf(schema: JsonSchema): Readonly<Links> {
  return known.get(schema) ?? none;
}

export function isLinked(schema: JsonSchema): boolean {
  return known.has(schema);
}

/** The links of a schema, to be filled. */
export function openLinks(schema: JsonSchema): Links {
  let links = known.get(schema);
  if (!links) known.set(schema, (links = {}));
  return links;
}
