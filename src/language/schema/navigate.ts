import { asMap } from '../documents/yamlDocument.js';
import type { Path } from '../documents/lookup.js';
import { schemas } from '../generated/validators.js';
import type { JsonSchema, SchemaPart } from './jsonSchema.js';

const byId = new Map(
  Object.values(schemas as unknown as Readonly<Record<string, JsonSchema>>).map((schema) => [
    schema.$id ?? '',
    schema,
  ]),
);

/** A schema with its root, which local references count from. */
interface Rooted {
  readonly schema: JsonSchema;
  readonly root: JsonSchema;
}

/** The schemas that apply to the value at `path` below a value that `root` describes, most specific words first. */
export function schemasAt(root: JsonSchema, value: unknown, path: Path): readonly JsonSchema[] {
  return rootedAt(root, value, path).map(({ schema }) => schema);
}

function rootedAt(root: JsonSchema, value: unknown, path: Path): readonly Rooted[] {
  let current = spread({ schema: root, root }, value);
  let at = value;
  for (const segment of path) {
    const child = childValue(at, segment);
    current = current.flatMap((parent) => children(parent, segment)).flatMap((next) => spread(next, child));
    at = child;
  }
  return current;
}

function childValue(value: unknown, segment: string | number): unknown {
  if (Array.isArray(value)) return value[Number(segment)];
  const map = asMap(value);
  return map && Object.hasOwn(map, segment) ? map[segment] : undefined;
}

function children({ schema, root }: Rooted, segment: string | number): readonly Rooted[] {
  const { properties, additionalProperties, items } = schema;
  const named = properties && Object.hasOwn(properties, segment) ? properties[segment] : undefined;
  if (typeof named === 'object') return [{ schema: named, root }];
  if (named !== undefined) return [];
  const found: Rooted[] = [];
  if (typeof additionalProperties === 'object') found.push({ schema: additionalProperties, root });
  if (isSchema(items) && typeof segment === 'number') found.push({ schema: items, root });
  return found;
}

/** A schema and all it includes: references, `allOf`, and the branch of `if` that the value takes. */
function spread(rooted: Rooted, value: unknown, depth = 0): readonly Rooted[] {
  const { schema, root } = rooted;
  if (depth > 16) return [rooted];
  const found: Rooted[] = [rooted];
  const include = (part: SchemaPart | undefined, from = root): void => {
    if (isSchema(part)) found.push(...spread({ schema: part, root: from }, value, depth + 1));
  };
  if (schema.$ref !== undefined) {
    const target = resolve(schema.$ref, root);
    if (target) include(target.schema, target.root);
  }
  for (const part of schema.allOf ?? []) include(part);
  if (isSchema(schema.if)) include(matches(schema.if, value) ? schema.then : schema.else);
  return found;
}

function isSchema(part: SchemaPart | readonly SchemaPart[] | undefined): part is JsonSchema {
  return typeof part === 'object' && !Array.isArray(part);
}

function resolve(reference: string, root: JsonSchema): Rooted | undefined {
  const [id = '', pointer = ''] = reference.split('#');
  const base = id === '' ? root : byId.get(id);
  if (!base) return undefined;
  let schema: unknown = base;
  for (const part of pointer.split('/').slice(1)) schema = asMap(schema)?.[part];
  return asMap(schema) ? { schema: schema as JsonSchema, root: base } : undefined;
}

/** Decides a condition. Conditions in our schemas look at types, at which keys are there, and at fixed values. */
function matches(condition: JsonSchema, value: unknown): boolean {
  const { type, required = [], properties = {} } = condition;
  if (condition.const !== undefined && condition.const !== value) return false;
  if (condition.enum && !condition.enum.includes(value)) return false;
  if (type !== undefined && ![type].flat().includes(typeOf(value))) return false;
  const map = asMap(value);
  if (!map) return required.length === 0;
  return (
    required.every((name) => Object.hasOwn(map, name)) &&
    Object.entries(properties).every(
      ([name, part]) => typeof part === 'boolean' || !Object.hasOwn(map, name) || matches(part, map[name]),
    )
  );
}

/** The JSON type of a value, with `integer` as `number`. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}
