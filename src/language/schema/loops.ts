import { t } from '../../base/l10n.js';
import { tooDeep } from './copy.js';
import type { JsonSchema, SchemaPart } from './jsonSchema.js';
import { isPart } from './keywords.js';
import { linksOf } from './links.js';
import { Refusal } from './refusal.js';

/** How many schemas may apply to one value, each because of the one before. */
const longestChain = 64;

/** Refuses schemas that lead back to themselves without going into the value: checking one would never end. */
export function refuseLoops(schemas: readonly JsonSchema[], pointerOf: (schema: JsonSchema) => string): void {
  const open = new Set<JsonSchema>();
  /** Settled schemas, with the length of the chain from each. */
  const heights = new Map<JsonSchema, number>();
  const visit = (schema: JsonSchema): number => {
    const known = heights.get(schema);
    if (known !== undefined) return known;
    if (open.has(schema)) {
      const message = t(
        'This schema refers to itself without end, so it is not used. Let “$ref” lead to another part.',
      );
      throw new Refusal(message, pointerOf(schema));
    }
    if (open.size > longestChain) throw tooDeep(pointerOf(schema));
    open.add(schema);
    let height = 1;
    for (const inner of inPlace(schema)) height = Math.max(height, 1 + visit(inner));
    open.delete(schema);
    if (height > longestChain) throw tooDeep(pointerOf(schema));
    heights.set(schema, height);
    return height;
  };
  for (const schema of schemas) visit(schema);
}

/** The schemas that apply to the very value that a schema applies to. */
function inPlace(schema: JsonSchema): JsonSchema[] {
  const parts: (SchemaPart | readonly string[] | undefined)[] = [
    linksOf(schema).target,
    schema.not,
    schema.if,
    schema.then,
    schema.else,
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...Object.values(schema.dependentSchemas ?? {}),
    ...Object.values(schema.dependencies ?? {}),
  ];
  return parts.filter((part): part is JsonSchema => isPart(part) && typeof part === 'object');
}
