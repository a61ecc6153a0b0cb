import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Field, FormSchema } from '../../../../src/model/form/field.js';
import {
  answerOf,
  groupOf,
  initialValue,
  masked,
  schemaOf,
  secretPaths,
  simpleFields,
  withoutSecrets,
} from '../../../../src/model/form/form.js';
import { at, withoutItem, withValue } from '../../../../src/model/form/formValue.js';

const fields = (schema: FormSchema, value: unknown = {}): readonly Field[] => groupOf(schema).fields(value);
const kinds = (schema: FormSchema, value: unknown = {}): string[] =>
  fields(schema, value).map(({ path, kind }) => `${path.join('.')}: ${kind}`);

const everything = {
  type: 'object',
  required: ['name'],
  $defs: { port: { type: 'integer', minimum: 1, maximum: 65535 } },
  properties: {
    name: { type: 'string', title: 'Name', examples: ['orders'] },
    story: { type: 'string', 'x-widget': 'textarea' },
    port: { $ref: '#/$defs/port', description: 'Where it listens.' },
    share: { type: 'number' },
    isPublic: { type: 'boolean', default: true },
    size: { enum: ['small', 2, null], default: 'small' },
    tier: {
      oneOf: [
        { const: 1, title: 'Critical' },
        { const: 2, title: 'Other' },
      ],
    },
    labels: { type: 'array', items: { enum: ['a', 'b'] }, uniqueItems: true },
    ports: { type: 'array', items: { $ref: '#/$defs/port' } },
    limits: { type: 'object', properties: { cpu: { type: 'string', default: '100m' } }, required: ['cpu'] },
    variables: { type: 'object', additionalProperties: { type: 'string' } },
    store: {
      oneOf: [
        { title: 'Bucket', properties: { kind: { const: 'bucket' }, bucket: { type: 'string' } } },
        { title: 'Disk', properties: { kind: { const: 'disk' }, gigabytes: { type: 'integer' } } },
      ],
    },
    anything: {},
    password: { type: 'string', writeOnly: true },
    team: { type: 'string', 'ui:field': 'OwnerPicker' },
    place: { type: 'string', 'x-widget': 'environment' },
  },
};

describe('the fields of a form', () => {
  it('are there for every type of a schema', () => {
    assert.deepEqual(kinds(everything), [
      'name: text',
      'story: text',
      'port: number',
      'share: number',
      'isPublic: flag',
      'size: choice',
      'tier: choice',
      'labels: choices',
      'ports: list',
      'limits: group',
      'variables: map',
      'store: union',
      'anything: data',
      'password: text',
      'team: text',
      'place: text',
    ]);
    const byName = new Map(fields(everything).map((field) => [String(field.path[0]), field]));
    const name = byName.get('name');
    assert.ok(name?.kind === 'text' && name.isRequired && name.example === 'orders');
    const port = byName.get('port');
    assert.ok(port?.kind === 'number' && port.most === 65535 && port.description === 'Where it listens.');
    assert.equal(port.title, 'Port');
    assert.equal(byName.get('isPublic')?.title, 'Is public');
    const tier = byName.get('tier');
    assert.ok(tier?.kind === 'choice');
    assert.deepEqual(tier.options[0], { label: 'Critical', value: 1 });
    const team = byName.get('team');
    assert.ok(team?.kind === 'text' && team.names === 'owner');
    const place = byName.get('place');
    assert.ok(place?.kind === 'text' && place.names === 'environment');
  });

  it('of a union are those of the branch that the value looks like', () => {
    const store = fields(everything).find(({ kind }) => kind === 'union');
    assert.ok(store?.kind === 'union');
    assert.deepEqual(
      store.branches.map(({ label }) => label),
      ['Bucket', 'Disk'],
    );
    assert.equal(store.branchOf({ kind: 'disk' }), 1);
    assert.equal(store.branchOf(undefined), 0);
  });

  it('depend on values where the schema says so', () => {
    const schema = {
      properties: { store: { type: 'boolean' }, kind: { enum: ['a', 'b'] } },
      if: { properties: { store: { const: true } }, required: ['store'] },
      then: { properties: { size: { type: 'integer' } }, required: ['size'] },
      dependencies: {
        kind: {
          oneOf: [
            { properties: { kind: { const: 'a' }, forA: { type: 'string' } } },
            { properties: { kind: { const: 'b' }, forB: { type: 'string' } } },
          ],
        },
      },
    };
    assert.deepEqual(kinds(schema), ['store: flag', 'kind: choice']);
    assert.deepEqual(kinds(schema, { store: true }), ['store: flag', 'kind: choice', 'size: number']);
    assert.deepEqual(kinds(schema, { kind: 'b' }), ['store: flag', 'kind: choice', 'forB: text']);
  });

  it('of several steps are one form', () => {
    const schema = schemaOf([
      {
        schema: {
          type: 'object',
          required: ['a'],
          additionalProperties: false,
          properties: { a: { type: 'string' } },
        },
      },
      { schema: { type: 'object', required: ['b'], properties: { b: { type: 'string' } } } },
    ]);
    assert.deepEqual(kinds(schema), ['a: text', 'b: text']);
    assert.deepEqual(schema['required'], ['a', 'b']);
    assert.equal(schema['additionalProperties'], undefined);
  });

  it('are asked one by one only when they are few, simple and always the same', () => {
    const simple = { properties: { a: { type: 'string' }, b: { enum: [1, 2] }, c: { type: 'boolean' } } };
    assert.equal(simpleFields(groupOf(simple))?.length, 3);
    assert.equal(simpleFields(groupOf(everything)), undefined);
    const nested = { properties: { a: { type: 'array', items: { type: 'string' } } } };
    assert.equal(simpleFields(groupOf(nested)), undefined);
    const unsteady = {
      properties: { c: { type: 'boolean' } },
      if: { properties: { c: { const: true } }, required: ['c'] },
      then: { properties: { d: { type: 'string' } } },
    };
    assert.equal(simpleFields(groupOf(unsteady)), undefined);
  });

  it('are found in any schema, and with any value, without failing', () => {
    const visit = (field: Field, value: unknown, depth: number): void => {
      if (depth > 3) return;
      if (field.kind === 'group') for (const inner of field.fields(value)) visit(inner, value, depth + 1);
      if (field.kind === 'list') visit(field.item(0), value, depth + 1);
      if (field.kind === 'map') visit(field.entry('__proto__'), value, depth + 1);
      if (field.kind === 'union') {
        field.branchOf(value);
        for (const { field: inner } of field.branches) visit(inner, value, depth + 1);
      }
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (schema, value) => {
        visit(groupOf(schema as FormSchema), value, 0);
      }),
    );
    const endless = { $defs: { a: { properties: { a: { $ref: '#/$defs/a' } } } }, $ref: '#/$defs/a' };
    visit(groupOf(schemaOf([{ schema: endless }])), {}, 0);
  });
});

describe('the value of a form', () => {
  const group = groupOf(everything);

  it('begins with the defaults', () => {
    assert.deepEqual(initialValue(group), { isPublic: true, size: 'small' });
    const nested = { ...everything, required: ['limits'] };
    assert.deepEqual(initialValue(groupOf(nested)), {
      isPublic: true,
      size: 'small',
      limits: { cpu: '100m' },
    });
  });

  it('changes at one place and keeps the order of the others', () => {
    const value = withValue({ a: 1, b: { c: [1, 2] } }, ['b', 'c', 1], 3);
    assert.deepEqual(value, { a: 1, b: { c: [1, 3] } });
    assert.deepEqual(Object.keys(withValue({ a: 1, b: 2 }, ['a'], 5) as object), ['a', 'b']);
    assert.deepEqual(withValue({ a: 1, b: 2 }, ['a'], undefined), { b: 2 });
    assert.deepEqual(withoutItem({ a: [1, 2, 3] }, ['a'], 1), { a: [1, 3] });
    const hostile = withValue({}, ['__proto__', 'polluted'], true);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.equal(at(hostile, ['__proto__', 'polluted']), true);
  });

  it('holds what was put at any path', () => {
    const step = fc.oneof(fc.string(), fc.nat({ max: 5 }));
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(step, { maxLength: 4 }), fc.integer(), (value, path, part) => {
        assert.equal(at(withValue(value, path, part), path), part);
      }),
    );
  });

  it('gives secrets apart, and keeps them nowhere else', () => {
    const nested = groupOf({
      properties: {
        ...everything.properties,
        keys: { type: 'array', items: { properties: { secret: { type: 'string', writeOnly: true } } } },
      },
    });
    const value = { name: 'a', password: 'hunter2', keys: [{ secret: 'hunter3' }] };
    assert.deepEqual(secretPaths(nested, value), [['password'], ['keys', 0, 'secret']]);
    const answer = answerOf(nested, value);
    assert.deepEqual(answer, {
      values: { name: 'a', keys: [{}] },
      secrets: { password: 'hunter2', 'keys.0.secret': 'hunter3' },
    });
    assert.doesNotMatch(JSON.stringify([withoutSecrets(nested, value), masked(nested, value)]), /hunter/);
    assert.deepEqual(masked(group, { password: 'x' }), { password: '•' });
  });

  it('stands in the order that Backstage templates ask for, on each page', () => {
    const page = (names: string, order?: readonly string[]): FormSchema => ({
      type: 'object',
      properties: Object.fromEntries(Array.from(names, (name) => [name, { type: 'string' }])),
      ...(order && { 'ui:order': order }),
    });
    const order = (...pages: FormSchema[]): string =>
      fields(schemaOf(pages.map((schema) => ({ schema }))))
        .map(({ path }) => path.join())
        .join('');
    assert.equal(order(page('abcd', ['c', '*', 'a'])), 'cbda');
    assert.equal(order(page('abcd', ['d', 'gone', 'b'])), 'dbac');
    assert.equal(order(page('ab', ['b', 'a']), page('cd', ['d', '*'])), 'badc');
    assert.equal(order(page('ab'), page('cd')), 'abcd');
  });

  it('offers the names that the pickers of Backstage ask for', () => {
    const names = (part: FormSchema): unknown => {
      const [field] = fields({ type: 'object', properties: { x: { type: 'string', ...part } } });
      return field?.kind === 'text' ? [field.names, field.example].find((each) => each !== undefined) : field;
    };
    const filtered = (catalogFilter: unknown): FormSchema => ({
      'ui:field': 'EntityPicker',
      'ui:options': { catalogFilter },
    });
    assert.equal(names({ 'ui:field': 'OwnerPicker' }), 'owner');
    assert.equal(names({ 'ui:field': 'MyGroupsPicker' }), 'owner');
    assert.equal(names({ 'ui:field': 'EntityPicker' }), 'entity');
    assert.equal(names(filtered({ kind: 'System' })), 'system');
    assert.equal(names(filtered([{ kind: 'Component' }, { kind: ['Component'] }])), 'service');
    assert.equal(names(filtered([{ kind: 'Component' }, { kind: 'API' }])), 'entity');
  });

  it('asks for a new repository in parts, and chooses what the template leaves no choice of', () => {
    const picker = (options: object): unknown => {
      const part = { type: 'string', 'ui:field': 'RepoUrlPicker', 'ui:options': options };
      const [field] = fields({ type: 'object', properties: { repoUrl: part } });
      return field?.kind === 'repository' && [field.hosts, field.names.owner, field.initial];
    };
    assert.deepEqual(picker({}), [[], [], undefined]);
    assert.deepEqual(picker({ allowedHosts: ['git.acme.test'], allowedOwners: ['shop'] }), [
      ['git.acme.test'],
      ['shop'],
      'git.acme.test?owner=shop',
    ]);
    assert.deepEqual(picker({ allowedHosts: ['a.test', 'b.test'], allowedOwners: ['shop'] }), [
      ['a.test', 'b.test'],
      ['shop'],
      undefined,
    ]);
  });
});
