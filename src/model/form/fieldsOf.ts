import { catalogKinds, type CatalogKind } from '../liveNames.js';
import type { Field, FieldPath, FormSchema, Option } from './field.js';
import { looksLike, withConditions } from './condition.js';
import { writeRepositoryUrl } from './repositoryUrl.js';
import { inOrder, isSchema, resolved, texts } from './schemaParts.js';

/** A text that may be longer than this gets several lines. */
const longText = 200;

/** What a person fills in for a part of a schema. Whatever the part says, this gives a field. */
export function fieldOf(part: unknown, root: FormSchema, path: FieldPath, isRequired: boolean): Field {
  const schema = resolved(part, root);
  const last = path.at(-1);
  const common = {
    path,
    title: text(schema['title']) ?? (typeof last === 'string' ? wordsOf(last) : ''),
    ...given('description', text(schema['description'])),
    isRequired,
    ...given('initial', schema['default']),
  };
  const options = isSchema(schema['properties']) ? undefined : optionsOf(schema);
  if (options) return { ...common, kind: 'choice', options };
  const branches = ['oneOf', 'anyOf'].map((keyword) => schema[keyword]).find(Array.isArray);
  if (branches && branches.length > 0 && !isSchema(schema['properties'])) {
    return unionField(common, schema, branches, root);
  }
  switch (typeOf(schema)) {
    case 'string':
      if (schema['ui:field'] === 'RepoUrlPicker') return repositoryField(common, schema);
      return { ...common, kind: 'text', ...textTraits(schema) };
    case 'integer':
    case 'number':
      return {
        ...common,
        kind: 'number',
        isWhole: typeOf(schema) === 'integer',
        ...given('least', number(schema['minimum'])),
        ...given('most', number(schema['maximum'])),
      };
    case 'boolean':
      return { ...common, kind: 'flag' };
    case 'array':
      return listField(common, schema, root);
    case 'object':
      return objectField(common, schema, root);
    default:
      return { ...common, kind: 'data' };
  }
}

type Common = Pick<Field, 'path' | 'title' | 'isRequired'> & { readonly initial?: unknown };

function objectField(common: Common, schema: FormSchema, root: FormSchema): Field {
  const { path } = common;
  const hasFields = isSchema(schema['properties']) || schema['if'] !== undefined;
  const additional = schema['additionalProperties'] ?? schema['patternProperties'];
  if (!hasFields && additional !== false) {
    const patterned = isSchema(schema['patternProperties'])
      ? Object.values(schema['patternProperties'])[0]
      : undefined;
    const part = isSchema(schema['additionalProperties']) ? schema['additionalProperties'] : patterned;
    if (part === undefined) return { ...common, kind: 'data' };
    return { ...common, kind: 'map', entry: (key) => fieldOf(part, root, [...path, key], true) };
  }
  return {
    ...common,
    kind: 'group',
    fields: (value) => {
      const all = withConditions(schema, root, value);
      const required = texts(all['required']);
      const parts = isSchema(all['properties']) ? all['properties'] : {};
      return inOrder(Object.keys(parts), all)
        .filter((name) => parts[name] !== false)
        .map((name) => fieldOf(parts[name], root, [...path, name], required.includes(name)));
    },
  };
}

function listField(common: Common, schema: FormSchema, root: FormSchema): Field {
  const { path } = common;
  const prefix: unknown[] = Array.isArray(schema['prefixItems'])
    ? schema['prefixItems']
    : Array.isArray(schema['items'])
      ? schema['items']
      : [];
  const items = isSchema(schema['items']) ? schema['items'] : {};
  const options = schema['uniqueItems'] === true ? optionsOf(resolved(items, root)) : undefined;
  if (options) return { ...common, kind: 'choices', options };
  return {
    ...common,
    kind: 'list',
    item: (index) => fieldOf(prefix[index] ?? items, root, [...path, index], true),
  };
}

/** What a union says of all of it, and its branches do not repeat. */
const ofTheWhole = ['oneOf', 'anyOf', 'title', 'description'];

function unionField(common: Common, schema: FormSchema, parts: readonly unknown[], root: FormSchema): Field {
  const shared = Object.fromEntries(Object.entries(schema).filter(([key]) => !ofTheWhole.includes(key)));
  const branches = parts.map((part, index) => {
    const own = resolved(part, root);
    const field = fieldOf({ allOf: [own, shared] }, root, common.path, common.isRequired);
    return { label: text(own['title']) ?? distinction(own) ?? String(index + 1), field };
  });
  return {
    ...common,
    kind: 'union',
    branches,
    branchOf: (value) =>
      Math.max(
        parts.findIndex((part) => looksLike(part, root, value)),
        0,
      ),
  };
}

/** What tells a branch from the others: a fixed value, else the keys that it needs. */
function distinction(schema: FormSchema): string | undefined {
  const properties = isSchema(schema['properties']) ? Object.values(schema['properties']) : [];
  const fixed = properties.find((part) => isSchema(part) && typeof part['const'] === 'string');
  if (isSchema(fixed)) return text(fixed['const']);
  const required = texts(schema['required']);
  return required.length > 0 ? required.map(wordsOf).join(', ') : typeOf(schema);
}

/** The values of an `enum`, or of an `oneOf` whose branches are one value each. */
function optionsOf(schema: FormSchema): readonly Option[] | undefined {
  if (Array.isArray(schema['enum'])) {
    const names = schema['enumNames'];
    const descriptions = schema['enumDescriptions'];
    return schema['enum'].map((value: unknown, index) => ({
      label: (Array.isArray(names) ? text(names[index]) : undefined) ?? labelOf(value),
      ...given('description', Array.isArray(descriptions) ? text(descriptions[index]) : undefined),
      value,
    }));
  }
  if ('const' in schema) return [{ label: labelOf(schema['const']), value: schema['const'] }];
  const branches: unknown = schema['oneOf'] ?? schema['anyOf'];
  if (!Array.isArray(branches) || branches.length === 0) return undefined;
  if (!branches.every((branch) => isSchema(branch) && 'const' in branch)) return undefined;
  return branches.filter(isSchema).map((branch) => ({
    label: text(branch['title']) ?? labelOf(branch['const']),
    ...given('description', text(branch['description'])),
    value: branch['const'],
  }));
}

function textTraits(schema: FormSchema): {
  readonly isLong: boolean;
  readonly isSecret: boolean;
  readonly example?: string;
  readonly names?: CatalogKind;
} {
  const widget = text(schema['x-widget']) ?? text(schema['ui:widget']) ?? '';
  const [example] = texts(schema['examples']);
  return {
    isLong: widget === 'textarea' || (number(schema['maxLength']) ?? 0) > longText * 2,
    isSecret:
      schema['writeOnly'] === true ||
      schema['format'] === 'password' ||
      /^(password|secret)$/i.test(widget) ||
      schema['ui:field'] === 'Secret',
    ...given('example', example ?? text(schema['ui:placeholder'])),
    ...given('names', namesOf(schema, widget)),
  };
}

/** On hosts and below owners that the template allows; where it names one only, that is chosen already. */
function repositoryField(common: Common, schema: FormSchema): Field {
  const options = isSchema(schema['ui:options']) ? schema['ui:options'] : {};
  const hosts = texts(options['allowedHosts']);
  const names = {
    owner: texts(options['allowedOwners']),
    organization: texts(options['allowedOrganizations']),
    project: texts(options['allowedProjects']),
    repo: texts(options['allowedRepos']),
  };
  const parts = Object.entries(names).flatMap(([part, [only, ...more]]) =>
    only === undefined || more.length > 0 ? [] : [[part, only]],
  );
  const [host = ''] = hosts;
  const only = { host, parts: Object.fromEntries(parts) as Readonly<Record<string, string>> };
  return {
    ...common,
    ...(common.initial === undefined && hosts.length === 1 && { initial: writeRepositoryUrl(only) }),
    kind: 'repository',
    hosts,
    names,
  };
}

/** `x-widget: owner`, `ui:field: OwnerPicker`, `ui:field: EntityPicker` for the kind that it filters by. */
function namesOf(schema: FormSchema, widget: string): CatalogKind | undefined {
  const picker = (text(schema['ui:field']) ?? widget).replace(/(Entity)?Picker$/i, '');
  const options = schema['ui:options'];
  const filters = isSchema(options) ? [options['catalogFilter']].flat() : [];
  const kinds = filters.flatMap((filter) => (isSchema(filter) ? [filter['kind']].flat() : []));
  const filtered = kinds.every((kind) => kind === kinds[0]) ? text(kinds[0]) : undefined;
  const word = (picker === '' ? (filtered ?? 'entity') : picker).toLowerCase();
  if (text(schema['ui:field']) === undefined && widget === '') return undefined;
  const known: Readonly<Record<string, CatalogKind>> = {
    component: 'service',
    group: 'owner',
    myGroups: 'owner',
    mygroups: 'owner',
    user: 'owner',
    owned: 'entity',
  };
  return known[word] ?? catalogKinds.find((kind) => kind.toLowerCase() === word);
}

function typeOf(schema: FormSchema): string | undefined {
  const type = schema['type'];
  const named = typeof type === 'string' ? type : texts(type).find((each) => each !== 'null');
  if (named !== undefined) return named;
  if (isSchema(schema['properties'])) return 'object';
  return schema['items'] === undefined ? undefined : 'array';
}

/** `bucketName` → “Bucket name”. */
function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim();
  return (
    words.charAt(0).toUpperCase() + words.slice(1).replace(/ [A-Z](?=[a-z])/g, (start) => start.toLowerCase())
  );
}

function labelOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function given<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}
