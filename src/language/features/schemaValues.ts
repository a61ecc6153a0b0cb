import type { JsonSchema } from '../schema/jsonSchema.js';
import { isSame } from '../schema/values.js';

/** The values that an `enum` or `const` allows, of all branches that apply; none when any of the type will do. */
export function allowedValues(schemas: readonly JsonSchema[]): readonly unknown[] {
  const listed = schemas.flatMap(({ enum: values }) => values ?? []);
  const values =
    listed.length > 0 && !schemas.some(isAlternative) ? listed : [...listed, ...schemas.flatMap(fixed)];
  return [...new Set(values)].filter((value) => value !== null);
}

function fixed(schema: JsonSchema): readonly unknown[] {
  return Object.hasOwn(schema, 'const') ? [schema.const] : [];
}

function isAlternative({ anyOf, oneOf }: JsonSchema): boolean {
  return anyOf !== undefined || oneOf !== undefined;
}

/** What one of the allowed values is for: its `enumDescriptions`, or the words of the branch that is this value. */
export function valueWords(schemas: readonly JsonSchema[], value: unknown): string | undefined {
  for (const schema of schemas) {
    const index = schema.enum?.findIndex((one) => isSame(one, value)) ?? -1;
    const words: unknown =
      index < 0 ? undefined : (schema.markdownEnumDescriptions ?? schema.enumDescriptions)?.[index];
    if (typeof words === 'string' && words !== '') return words;
    if (Object.hasOwn(schema, 'const') && isSame(schema.const, value)) {
      const own = schema.markdownDescription ?? schema.description ?? schema.title;
      if (own !== undefined) return own;
    }
  }
  return undefined;
}

export function isBoolean(schemas: readonly JsonSchema[]): boolean {
  return schemas.some(({ type }) => [type].flat().includes('boolean'));
}

/** What holds for a key that is left out; `undefined` when the schema does not tell. */
export function standardValue(schemas: readonly JsonSchema[]): unknown {
  return schemas.find((schema) => schema.default !== undefined)?.default;
}

export function exampleValues(schemas: readonly JsonSchema[]): readonly unknown[] {
  return schemas.find((schema) => schema.examples !== undefined)?.examples ?? [];
}

export function isDeprecated(schemas: readonly JsonSchema[]): boolean {
  return schemas.some(
    ({ deprecated, deprecationMessage }) => deprecated === true || deprecationMessage !== undefined,
  );
}
