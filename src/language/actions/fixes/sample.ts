import type { Path } from '../../documents/lookup.js';
import { asMap } from '../../documents/yamlDocument.js';
import { allowedValues, exampleValues, standardValue } from '../../features/schemaValues.js';
import type { Kind } from '../../kinds/kind.js';
import type { JsonSchema } from '../../schema/jsonSchema.js';
import { schemasAt } from '../../schema/navigate.js';
import { typesOf } from './types.js';

const deepest = 8;

/** What a value could be, and where it would stand. */
export interface Wanted {
  readonly kind: Kind;
  /** The document as it is. */
  readonly value: unknown;
  readonly path: Path;
  /** A name for what the document describes, where it asks for one. */
  readonly name: string;
}

/**
 * A value that a place can have, with all that it requires: the first choice of its schema, its standard or its
 * example. `undefined` where only a person can know one.
 */
export function sampleOf(wanted: Wanted, depth = 0): unknown {
  const { kind, value, path, name } = wanted;
  const schemas = schemasAt(kind.schema, value, path);
  const [allowed] = allowedValues(schemas);
  if (allowed !== undefined) return allowed;
  const types = typesOf(schemas);
  if (types.includes('object')) {
    const required = requiredOf(schemas);
    if (required.length > 0 && depth < deepest) return requiredSample(wanted, required, depth);
  }
  if (path.join('/') === 'metadata/name') return name;
  const standard = standardValue(schemas);
  if (standard !== undefined) return standard;
  const example = exampleValues(schemas)[0];
  if (example !== undefined) return example;
  if (types.includes('object')) return {};
  if (types.includes('array')) return itemSample(wanted, depth);
  return types.includes('boolean') ? false : undefined;
}

export function requiredOf(schemas: readonly JsonSchema[]): string[] {
  return [...new Set(schemas.flatMap(({ required }) => required ?? []))];
}

/** The keys that a map requires. What one of them decides counts for those after it. */
function requiredSample(wanted: Wanted, required: readonly string[], depth: number): unknown {
  const made: Record<string, unknown> = {};
  for (const key of required) {
    const value = withValue(wanted.value, wanted.path, made);
    const own = sampleOf({ ...wanted, value, path: [...wanted.path, key] }, depth + 1);
    if (own === undefined) return undefined;
    made[key] = own;
  }
  return made;
}

function itemSample(wanted: Wanted, depth: number): unknown {
  if (depth >= deepest) return undefined;
  const item = sampleOf({ ...wanted, path: [...wanted.path, 0] }, depth + 1);
  return item === undefined ? undefined : [item];
}

/** The document with a value in a place, on the way to which maps are made. */
export function withValue(value: unknown, path: Path, put: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return put;
  if (Array.isArray(value) || (typeof first === 'number' && value === undefined)) {
    const items = [...((value as unknown[] | undefined) ?? [])];
    items[Number(first)] = withValue(items[Number(first)], rest, put);
    return items;
  }
  const map = asMap(value) ?? {};
  return { ...map, [first]: withValue(map[first], rest, put) };
}
