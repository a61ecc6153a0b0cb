import type { ErrorObject } from 'ajv';
import type { Validate } from '../generated/validators.js';
import { pointerPath } from '../documents/lookup.js';
import type { JsonSchema } from './jsonSchema.js';
import type { InstancePath, LimitKeyword, SchemaFault, Validation } from './prepared.js';
import { ensureLinked, shippedDeprecate } from './shipped.js';
import { validateValue } from './validate.js';
import { isMap } from './values.js';

const limitKeywords: ReadonlySet<string> = new Set<LimitKeyword>([
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minContains',
  'maxContains',
]);

/** Checks with a validator that was compiled at build time, and tells what it finds as every other check does. */
export function compiledCheck(root: JsonSchema, validate: Validate): (value: unknown) => Validation {
  return (value) => ({
    faults: validate(value) ? [] : (validate.errors ?? []).flatMap((error) => faultOf(error, value)),
    deprecated: deprecationsIn(root, value),
    isComplete: true,
  });
}

/** Compiled code keeps no annotations: the interpreter reads them, if any shipped schema calls anything deprecated. */
function deprecationsIn(root: JsonSchema, value: unknown): Validation['deprecated'] {
  if (!shippedDeprecate()) return [];
  ensureLinked(root);
  return validateValue({ root }, value).deprecated;
}

/** Nothing for keywords that only say that something below them failed. */
function faultOf(error: ErrorObject, value: unknown): SchemaFault[] {
  const place = {
    path: typedPath(value, pointerPath(error.instancePath)),
    ...(error.propertyName !== undefined && { nameOf: error.propertyName }),
  };
  const params = error.params as Readonly<Record<string, unknown>>;
  const { keyword } = error;
  if (isLimit(keyword)) {
    return [{ ...place, keyword, limit: Number(params['limit'] ?? params['multipleOf'] ?? 0) }];
  }
  switch (keyword) {
    case 'type':
      return [{ ...place, keyword, types: [params['type']].flat().map(String) }];
    case 'enum':
      return [{ ...place, keyword, allowed: params['allowedValues'] as readonly unknown[] }];
    case 'const':
      return [{ ...place, keyword: 'enum', allowed: [params['allowedValue']] }];
    case 'pattern':
      return [{ ...place, keyword, pattern: String(params['pattern']) }];
    case 'required':
      return [{ ...place, keyword, subject: String(params['missingProperty']) }];
    case 'dependentRequired':
    case 'dependencies':
      return [
        {
          ...place,
          keyword: 'required',
          subject: String(params['missingProperty']),
          becauseOf: String(params['property']),
        },
      ];
    case 'additionalProperties':
      return [{ ...place, keyword, subject: String(params['additionalProperty']) }];
    case 'unevaluatedProperties':
      return [{ ...place, keyword: 'additionalProperties', subject: String(params['unevaluatedProperty']) }];
    case 'uniqueItems':
      return [{ ...place, keyword, first: Number(params['j']), second: Number(params['i']) }];
    case 'not':
      return [{ ...place, keyword }];
    case 'false schema':
      return [{ ...place, keyword: 'false' }];
    default:
      return [];
  }
}

function isLimit(keyword: string): keyword is LimitKeyword {
  return limitKeywords.has(keyword);
}

/** The parts of a path as numbers where they are positions in a list. */
function typedPath(value: unknown, path: readonly string[]): InstancePath {
  let at = value;
  return path.map((part) => {
    const segment = Array.isArray(at) ? Number(part) : part;
    at = Array.isArray(at) ? (at as unknown[])[Number(part)] : isMap(at) ? at[part] : undefined;
    return segment;
  });
}
