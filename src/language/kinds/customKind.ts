import type { PreparedSchema } from '../schema/prepared.js';
import { validateValue } from '../schema/validate.js';
import { isMap } from '../schema/values.js';
import type { KindDefinition } from './definitions/definition.js';
import type { Kind } from './kind.js';

/** A kind that is not shipped, checked by the interpreter. */
export function customKind(
  { apiVersion, kind, deprecation }: Pick<KindDefinition, 'apiVersion' | 'kind' | 'deprecation'>,
  schema: PreparedSchema,
): Kind {
  return {
    name: kind,
    apiVersion,
    schema: schema.root,
    hasKindKey: true,
    validate(value) {
      const found = validateValue(schema, value);
      if (deprecation === undefined || !isMap(value) || !('apiVersion' in value)) return found;
      return { ...found, deprecated: [{ path: ['apiVersion'], message: deprecation }, ...found.deprecated] };
    },
  };
}
