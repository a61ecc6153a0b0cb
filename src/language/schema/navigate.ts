import type { Path } from '../documents/lookup.js';
import { itemParts } from './arrays.js';
import type { JsonSchema, SchemaPart } from './jsonSchema.js';
import { linksOf } from './links.js';
import { meantBranches } from './meaning.js';
import { ensureLinked } from './shipped.js';
import { fitsSchema } from './validate.js';
import { isMap } from './values.js';

/** The most schemas that are followed at one step of a path: what people write is far below. */
const mostSchemas = 500;
const deepest = 32;

/**
 * Which branches of `anyOf` and `oneOf` count where the value can mean several: all of them; the first; or none, so that
 * only what surely holds is left.
 */
export type BranchChoice = 'all' | 'first' | 'sure';

/**
 * The schemas that apply to the value at `path` below a value that `root` describes, most specific words first. `root`
 * is a shipped schema, the root of a prepared one, or a part of either. Of `anyOf` and `oneOf` the branches count that
 * the value can still mean; `if` takes the branch that the value takes. Values may be half typed.
 */
export function schemasAt(
  root: JsonSchema,
  value: unknown,
  path: Path,
  choice: BranchChoice = 'all',
): readonly JsonSchema[] {
  ensureLinked(root);
  let current = spread([root], value, choice);
  let at = value;
  for (const segment of path) {
    const child = childValue(at, segment);
    const inner = current.flatMap((parent) => children(parent, segment));
    current = spread(inner, child, choice);
    at = child;
  }
  return current;
}

function childValue(value: unknown, segment: string | number): unknown {
  if (Array.isArray(value)) return value[Number(segment)];
  return isMap(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

/** What a schema says of a key or item. `false` does not count: whoever offers keys sees it in `properties`. */
function children(schema: JsonSchema, segment: string | number): readonly SchemaPart[] {
  if (typeof segment === 'number') {
    const { first, rest } = itemParts(schema);
    const item = first[segment] ?? rest ?? schema.unevaluatedItems;
    return [item, schema.contains].filter((part) => part !== undefined);
  }
  const { properties, additionalProperties, unevaluatedProperties } = schema;
  const found: SchemaPart[] = [];
  if (properties && Object.hasOwn(properties, segment)) found.push(properties[segment] ?? true);
  for (const { pattern, part } of linksOf(schema).named ?? []) if (pattern.test(segment)) found.push(part);
  if (found.length > 0) return found;
  return [additionalProperties ?? unevaluatedProperties ?? true];
}

/** Schemas and all that apply because of them: references, `allOf`, and the branches that the value takes. */
function spread(parts: readonly SchemaPart[], value: unknown, choice: BranchChoice): readonly JsonSchema[] {
  const found = new Set<JsonSchema>();
  const include = (part: SchemaPart | undefined, depth: number): void => {
    if (typeof part !== 'object' || depth > deepest || found.has(part) || found.size >= mostSchemas) return;
    found.add(part);
    for (const inner of included(part, value, choice)) include(inner, depth + 1);
  };
  for (const part of parts) include(part, 0);
  return [...found];
}

function included(
  schema: JsonSchema,
  value: unknown,
  choice: BranchChoice,
): readonly (SchemaPart | undefined)[] {
  const { allOf, anyOf, oneOf, dependentSchemas, dependencies } = schema;
  const parts: (SchemaPart | undefined)[] = [linksOf(schema).target];
  if (allOf) parts.push(...allOf);
  if (schema.if !== undefined) parts.push(fitsSchema(schema.if, value) ? schema.then : schema.else);
  for (const branches of [anyOf, oneOf]) {
    if (branches) parts.push(...chosen(meantBranches(branches, value), choice));
  }
  for (const dependent of [dependentSchemas, dependencies]) {
    for (const [key, part] of Object.entries(dependent ?? {})) {
      if (isPresent(value, key) && !Array.isArray(part)) parts.push(part as SchemaPart);
    }
  }
  return parts;
}

function chosen(branches: readonly SchemaPart[], choice: BranchChoice): readonly SchemaPart[] {
  if (choice === 'all' || branches.length < 2) return branches;
  return choice === 'first' ? branches.slice(0, 1) : [];
}

function isPresent(value: unknown, key: string): boolean {
  return isMap(value) && Object.hasOwn(value, key);
}
