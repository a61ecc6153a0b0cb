import { at } from './formValue.js';
import type { FormSchema } from './field.js';
import { conditionsOf, isSchema, joined, resolved, texts } from './schemaParts.js';

/**
 * A schema with what its conditions add for this value: which fields a form shows. Only what can be told from a look is
 * told (`const`, `enum`, `required`); the check of the values decides by the whole of JSON Schema.
 */
export function withConditions(schema: FormSchema, root: FormSchema, value: unknown): FormSchema {
  let all = ['oneOf', 'anyOf'].reduce((open, keyword) => branch(open, keyword, root, value), schema);
  for (const condition of conditionsOf(schema)) {
    const holds = looksLike(condition['if'], root, value);
    const added = holds ? condition['then'] : condition['else'];
    if (isSchema(added)) all = joined(all, resolved(added, root));
  }
  for (const [key, part] of dependents(schema)) {
    if (at(value, [key]) === undefined) continue;
    if (Array.isArray(part)) all = joined(all, { required: part });
    else all = joined(all, withConditions(resolved(part, root), root, value));
  }
  return all;
}

/** Of several forms, the one that the value looks like. */
function branch(schema: FormSchema, keyword: string, root: FormSchema, value: unknown): FormSchema {
  const branches = schema[keyword];
  if (!Array.isArray(branches)) return schema;
  const found: unknown = branches.find((each) => looksLike(each, root, value));
  return found === undefined ? schema : joined(schema, resolved(found, root));
}

function dependents(schema: FormSchema): readonly (readonly [string, unknown])[] {
  return ['dependentSchemas', 'dependentRequired', 'dependencies'].flatMap((keyword) => {
    const map = schema[keyword];
    return isSchema(map) ? Object.entries(map) : [];
  });
}

/** Whether a value can be what a part describes, as far as its fixed values and required keys tell. */
export function looksLike(part: unknown, root: FormSchema, value: unknown): boolean {
  if (part === false) return false;
  const schema = resolved(part, root);
  if ('const' in schema && !isSame(schema['const'], value)) return false;
  if (Array.isArray(schema['enum']) && !schema['enum'].some((each) => isSame(each, value))) return false;
  if (!isOfType(schema['type'], value)) return false;
  if (texts(schema['required']).some((key) => at(value, [key]) === undefined)) return false;
  if (schema['not'] !== undefined && looksLike(schema['not'], root, value)) return false;
  if (Array.isArray(schema['anyOf']) && !schema['anyOf'].some((each) => looksLike(each, root, value))) {
    return false;
  }
  return Object.entries(isSchema(schema['properties']) ? schema['properties'] : {}).every(
    ([key, property]) => {
      const found = at(value, [key]);
      return found === undefined || looksLike(property, root, found);
    },
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isOfType(type: unknown, value: unknown): boolean {
  const types = typeof type === 'string' ? [type] : texts(type);
  if (types.length === 0 || value === undefined) return true;
  const own = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return types.includes(own) || (types.includes('integer') && Number.isInteger(value));
}
