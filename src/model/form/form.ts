import type { FormStep } from '../offer.js';
import type { Field, FieldPath, FormSchema, GroupField } from './field.js';
import { fieldOf } from './fieldsOf.js';
import { at, withValue } from './formValue.js';
import { inOrder, isSchema, joined, resolved } from './schemaParts.js';

/** The schema of all steps of a form together. A step alone keeps its own. */
export function schemaOf(steps: readonly FormStep[]): FormSchema {
  const [only, ...more] = steps.map(({ schema }) => schema);
  if (only === undefined) return { type: 'object' };
  if (more.length === 0) return only;
  // A step knows its own keys only: none of them may forbid those of the others.
  const all = [only, ...more].map(({ additionalProperties: _additional, ...open }) => ordered(open));
  return all.reduce((left, right) => ({ ...joined(left, right), type: 'object' }));
}

/** Each step has its own order of keys: together they stand in that. */
function ordered({ 'ui:order': order, ...schema }: FormSchema): FormSchema {
  const { properties } = schema;
  if (!isSchema(properties)) return schema;
  const names = inOrder(Object.keys(properties), { 'ui:order': order });
  return { ...schema, properties: Object.fromEntries(names.map((name) => [name, properties[name]])) };
}

/** The form as one group. */
export function groupOf(schema: FormSchema): GroupField {
  const whole = resolved(schema, schema);
  const properties = isSchema(whole['properties']) ? whole['properties'] : {};
  const field = fieldOf({ ...whole, type: 'object', properties }, schema, [], true);
  return field.kind === 'group'
    ? field
    : { kind: 'group', path: [], title: '', isRequired: true, fields: () => [] };
}

/** What the form holds before anybody changes it: the defaults of its fields. */
export function initialValue(group: GroupField): unknown {
  let value: unknown = {};
  // What a default brings in may itself show more fields.
  for (let round = 0; round < 3; round++) value = withDefaults(group, value);
  return value;
}

function withDefaults(group: GroupField, value: unknown): unknown {
  return group.fields(at(value, group.path)).reduce((all, field) => {
    const isEmpty = at(all, field.path) === undefined;
    if (isEmpty && field.initial !== undefined) return withValue(all, field.path, field.initial);
    return field.kind === 'group' && (field.isRequired || !isEmpty) ? withDefaults(field, all) : all;
  }, value);
}

/** The paths of the secrets that a form asks for with this value. */
export function secretPaths(group: GroupField, value: unknown): readonly FieldPath[] {
  return group.fields(at(value, group.path)).flatMap((field) => secretsIn(field, value));
}

function secretsIn(field: Field, value: unknown): readonly FieldPath[] {
  switch (field.kind) {
    case 'text':
      return field.isSecret ? [field.path] : [];
    case 'group':
      return secretPaths(field, value);
    case 'list': {
      const items = at(value, field.path);
      return Array.isArray(items) ? items.flatMap((_, index) => secretsIn(field.item(index), value)) : [];
    }
    case 'map': {
      const entries = at(value, field.path);
      return isSchema(entries)
        ? Object.keys(entries).flatMap((key) => secretsIn(field.entry(key), value))
        : [];
    }
    case 'union': {
      const branch = field.branches[field.branchOf(at(value, field.path))];
      return branch ? secretsIn(branch.field, value) : [];
    }
    default:
      return [];
  }
}

export interface FormAnswer {
  readonly values: Readonly<Record<string, unknown>>;
  /** By the field's name, of a nested one the whole way with dots. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Takes the secrets out of the values. */
export function answerOf(group: GroupField, value: unknown): FormAnswer {
  const paths = secretPaths(group, value);
  const secrets = paths.flatMap((path) => {
    const secret = at(value, path);
    return typeof secret === 'string' && secret !== '' ? [[path.join('.'), secret] as const] : [];
  });
  return { values: withoutSecrets(group, value), secrets: Object.fromEntries(secrets) };
}

/** What may be kept and logged. */
export function withoutSecrets(group: GroupField, value: unknown): Readonly<Record<string, unknown>> {
  const kept = secretPaths(group, value).reduce((all, path) => withValue(all, path, undefined), value);
  return isSchema(kept) ? kept : {};
}

/** What may be given to be checked: a secret that is there is only said to be there. */
export function masked(group: GroupField, value: unknown): unknown {
  return secretPaths(group, value).reduce(
    (all, path) => (at(all, path) === undefined ? all : withValue(all, path, '•')),
    value,
  );
}

/** Fields that are asked one after the other; `undefined` where only a page will do. */
export function simpleFields(group: GroupField, most = 4): readonly Field[] | undefined {
  const fields = group.fields(initialValue(group));
  const isSimple = (field: Field): boolean =>
    field.kind === 'text' ? !field.isLong : ['number', 'flag', 'choice'].includes(field.kind);
  const all = [initialValue(group), ...fields.flatMap(variants)].map((value) => group.fields(value).length);
  const isSteady = all.every((count) => count === fields.length);
  return fields.length <= most && fields.every(isSimple) && isSteady ? fields : undefined;
}

/** Values that could bring in more fields. */
function variants(field: Field): readonly unknown[] {
  const name = String(field.path[0]);
  if (field.kind === 'flag') return [{ [name]: true }, { [name]: false }];
  return field.kind === 'choice' ? field.options.map(({ value }) => ({ [name]: value })) : [];
}
