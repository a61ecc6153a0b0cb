import assert from 'node:assert/strict';
import { check, faults } from './support.js';

/** A schema, values that fit it, and values that do not, each with all that is found. */
type Row = readonly [string, unknown, readonly unknown[], readonly (readonly [unknown, readonly string[]])[]];

const rows: readonly Row[] = [
  [
    'prefixItems and items',
    { prefixItems: [{ type: 'string' }], items: { type: 'number' } },
    [[], ['a'], ['a', 1, 2]],
    [[['a', 'b'], ['type /1']]],
  ],
  ['a closed tuple', { prefixItems: [{}], items: false }, [[1]], [[[1, 2], ['false /1']]]],
  [
    'contains with bounds',
    { contains: { const: 1 }, minContains: 2, maxContains: 3 },
    [
      [1, 1],
      [1, 1, 1, 2],
    ],
    [
      [[1], ['minContains /']],
      [[1, 1, 1, 1], ['maxContains /']],
    ],
  ],
  ['contains none', { contains: { const: 1 }, minContains: 0 }, [[]], []],
  [
    'dependentRequired',
    { dependentRequired: { a: ['b'] } },
    [{}, { a: 1, b: 2 }],
    [[{ a: 1 }, ['required / b']]],
  ],
  [
    'dependentSchemas',
    { dependentSchemas: { a: { properties: { b: { type: 'string' } } } } },
    [{ b: 1 }, { a: 1, b: 'x' }],
    [[{ a: 1, b: 1 }, ['type /b']]],
  ],
  [
    'unevaluatedProperties through allOf, if and $ref',
    {
      $defs: { base: { properties: { base: true } } },
      $ref: '#/$defs/base',
      allOf: [{ properties: { all: true } }],
      if: { properties: { kind: { const: 'x' } }, required: ['kind'] },
      then: { properties: { then: true } },
      else: { properties: { else: true } },
      unevaluatedProperties: false,
    },
    [
      { base: 1, all: 1, kind: 'x', then: 1 },
      { base: 1, else: 1 },
    ],
    [
      [{ then: 1 }, ['additionalProperties / then']],
      [{ kind: 'x', else: 1 }, ['additionalProperties / else']],
    ],
  ],
  [
    'unevaluatedProperties counts only branches that fit',
    {
      anyOf: [
        { properties: { a: { type: 'number' } }, required: ['a'] },
        { properties: { b: { type: 'number' } }, required: ['b'] },
      ],
      unevaluatedProperties: false,
    },
    [{ a: 1, b: 2 }],
    [[{ a: 1, b: 'x' }, ['additionalProperties / b']]],
  ],
  [
    'what not looks at is not evaluated',
    { not: { required: ['z'], properties: { a: true } }, unevaluatedProperties: false },
    [{}],
    [[{ a: 1 }, ['additionalProperties / a']]],
  ],
  [
    'unevaluatedItems after prefixItems and contains',
    { prefixItems: [true], contains: { type: 'string' }, unevaluatedItems: { type: 'number' } },
    [[true, 'a', 1]],
    [[[true, 'a', false], ['type /2']]],
  ],
  [
    '$anchor, $id and $dynamicRef within the file',
    {
      $id: 'https://example.com/root.json',
      $defs: {
        named: { $anchor: 'here', type: 'string' },
        inner: {
          $id: 'inner.json',
          $defs: { deep: { type: 'number' } },
          properties: { n: { $ref: '#/$defs/deep' } },
        },
        dynamic: { $dynamicAnchor: 'node', type: 'boolean' },
      },
      properties: { a: { $ref: '#here' }, b: { $ref: 'inner.json' }, c: { $dynamicRef: '#node' } },
    },
    [{ a: 'x', b: { n: 1 }, c: true }],
    [[{ a: 1, b: { n: 'x' }, c: 1 }, ['type /a', 'type /b/n', 'type /c']]],
  ],
  [
    'siblings of $ref count in 2020-12',
    { $defs: { a: { type: 'string' } }, $ref: '#/$defs/a', maxLength: 2 },
    ['ab'],
    [['abc', ['maxLength /']]],
  ],
  ['nullable', { type: 'string', nullable: true, enum: ['a'] }, ['a', null], [['b', ['enum /']]]],
  ['boolean bounds of draft-04', { minimum: 1, exclusiveMinimum: true }, [2], [[1, ['exclusiveMinimum /']]]],
  [
    'Go patterns',
    {
      patternProperties: { '(?i)^x-': { type: 'string', pattern: '(?s)^a.b$' } },
      additionalProperties: false,
    },
    [{ 'X-a': 'a\nb' }],
    [
      [{ 'x-a': 'ab' }, ['pattern /x-a']],
      [{ y: 1 }, ['additionalProperties / y']],
    ],
  ],
  ['names', { propertyNames: { maxLength: 2 } }, [{ ab: 1 }], [[{ abc: 1 }, ['maxLength / abc']]]],
];

describe('the schema interpreter', () => {
  for (const [name, schema, good, bad] of rows) {
    it(`knows ${name}`, async () => {
      for (const value of good) assert.deepEqual(await faults(schema, value), [], JSON.stringify(value));
      for (const [value, found] of bad) assert.deepEqual(await faults(schema, value), found);
    });
  }

  it('tells deprecated keys and values that are there, once', async () => {
    const old = { deprecated: true, deprecationMessage: 'Use “new”.' };
    const schema = {
      allOf: [{ properties: { old } }, { properties: { old: { deprecated: true } } }],
      properties: {
        gone: { deprecated: true },
        mode: { oneOf: [{ const: 'a', deprecated: true }, { const: 'b' }] },
      },
    };
    const { deprecated } = await check(schema, { old: 1, mode: 'a' });
    assert.deepEqual(
      new Map(deprecated.map(({ path, message }) => [path.join('/'), message])),
      new Map([
        ['old', 'Use “new”.'],
        ['mode', undefined],
      ]),
    );
  });

  it('says what the schema wants said', async () => {
    const schema = { properties: { a: { type: 'string', minLength: 3, errorMessage: 'Say it in words.' } } };
    for (const a of [1, 'x']) {
      const { faults: found } = await check(schema, { a });
      assert.deepEqual(
        found.map(({ said }) => said),
        ['Say it in words.'],
      );
    }
  });

  it('knows structural schemas of Kubernetes', async () => {
    const schema = {
      type: 'object',
      properties: {
        port: { 'x-kubernetes-int-or-string': true },
        free: {
          type: 'object',
          'x-kubernetes-preserve-unknown-fields': true,
          properties: { a: { type: 'string' } },
        },
        closed: { type: 'object', properties: { a: { type: 'string' } }, allOf: [{ properties: { a: {} } }] },
        list: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: { type: 'object', properties: { name: { type: 'string' } } },
        },
        object: { type: 'object', 'x-kubernetes-embedded-resource': true },
      },
    };
    const { prepared } = await import('./support.js');
    const { validateValue } = await import('../../../../src/language/schema/validate.js');
    const ready = await prepared(schema, { dialect: 'kubernetes' });
    const keywords = (value: unknown): string[] =>
      validateValue(ready, value).faults.map(({ keyword, path }) => `${keyword} ${path.join('/')}`);
    const good = {
      port: 'http',
      free: { b: 1 },
      closed: { a: 'x' },
      list: [{ name: 'a' }, { name: 'b' }],
      object: { apiVersion: 'v1', kind: 'X', metadata: {}, spec: 1 },
    };
    assert.deepEqual(keywords(good), []);
    assert.deepEqual(keywords({ port: true }), ['type port']);
    assert.deepEqual(keywords({ closed: { b: 1 } }), ['additionalProperties closed']);
    assert.deepEqual(keywords({ list: [{ name: 'a' }, { name: 'a' }] }), ['uniqueItems list']);
    assert.deepEqual(keywords({ object: {} }), ['required object', 'required object']);
  });
});
