import type { JsonSchema, SchemaPart } from './jsonSchema.js';
import { isMap } from './values.js';

/** Where schemas stand in a schema: in the keyword itself, in a list, or below names. */
export const partKeywords = [
  'not',
  'if',
  'then',
  'else',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'items',
  'additionalItems',
  'unevaluatedItems',
  'contains',
] as const;

export const listKeywords = ['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const;

export const mapKeywords = [
  '$defs',
  'definitions',
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependencies',
] as const;

/** A schema directly in another, and the steps that lead to it. */
export interface Inner {
  readonly part: SchemaPart;
  readonly steps: readonly (string | number)[];
}

export function isPart(value: unknown): value is SchemaPart {
  return typeof value === 'boolean' || isMap(value);
}

const ownKeywords: ReadonlySet<string> = new Set([...partKeywords, ...listKeywords]);
const namedKeywords: ReadonlySet<string> = new Set(mapKeywords);

/** The schemas that stand directly in a schema. */
export function* innerParts(schema: JsonSchema): Generator<Inner> {
  for (const [keyword, value] of Object.entries(schema) as [string, unknown][]) {
    if (ownKeywords.has(keyword)) {
      if (isPart(value)) yield { part: value, steps: [keyword] };
      else if (Array.isArray(value)) yield* inList(keyword, value);
    } else if (namedKeywords.has(keyword) && isMap(value)) {
      for (const [name, part] of Object.entries(value)) {
        if (isPart(part)) yield { part, steps: [keyword, name] };
      }
    }
  }
}

function* inList(keyword: string, list: readonly unknown[]): Generator<Inner> {
  for (const [index, part] of list.entries()) {
    if (isPart(part)) yield { part, steps: [keyword, index] };
  }
}

/** Keywords that say something to people and nothing about validity. */
export const annotationKeywords: ReadonlySet<string> = new Set([
  'title',
  'description',
  'markdownDescription',
  'default',
  'examples',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'deprecated',
  'deprecationMessage',
  'doNotSuggest',
  'defaultSnippets',
  'errorMessage',
  'patternErrorMessage',
  '$comment',
]);

/** A place in a schema as a JSON Pointer. */
export function pointerOf(steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
