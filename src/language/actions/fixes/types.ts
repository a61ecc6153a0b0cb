import type { JsonSchema } from '../../schema/jsonSchema.js';

/** The types that a place can have, `null` left aside. */
export function typesOf(schemas: readonly JsonSchema[]): string[] {
  const type = schemas.find((schema) => schema.type !== undefined)?.type;
  return [type ?? []].flat().filter((one) => one !== 'null');
}
