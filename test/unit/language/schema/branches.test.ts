import assert from 'node:assert/strict';
import { faults } from './support.js';

const animals = {
  oneOf: [
    {
      title: 'Cat',
      properties: { kind: { const: 'cat' }, lives: { type: 'number' } },
      required: ['kind', 'lives'],
      additionalProperties: false,
    },
    {
      title: 'Dog',
      properties: { kind: { const: 'dog' }, barks: { type: 'boolean' } },
      required: ['kind', 'barks'],
      additionalProperties: false,
    },
  ],
};

describe('anyOf and oneOf', () => {
  it('tell the fault of the branch that is meant, by the value that tells branches apart', async () => {
    assert.deepEqual(await faults(animals, { kind: 'dog', barks: 'loud' }), ['type /barks']);
    assert.deepEqual(await faults(animals, { kind: 'cat', lives: 9, barks: true }), [
      'additionalProperties / barks',
    ]);
    assert.deepEqual(await faults(animals, { kind: 'dog' }), ['required / barks']);
  });

  it('tell one fault at that value when it fits no branch', async () => {
    assert.deepEqual(await faults(animals, { kind: 'cow', barks: true }), ['enum /kind']);
  });

  it('tell by type, then by the keys that are there', async () => {
    const either = {
      anyOf: [
        { type: 'string', minLength: 3 },
        { type: 'object', required: ['a'] },
      ],
    };
    assert.deepEqual(await faults(either, 'x'), ['minLength /']);
    assert.deepEqual(await faults(either, {}), ['required / a']);
    assert.deepEqual(await faults(either, 1), ['type /']);
    const keyed = {
      oneOf: [
        { required: ['file'], properties: { file: { type: 'string' } } },
        { required: ['url'], properties: { url: { type: 'string' } } },
      ],
    };
    assert.deepEqual(await faults(keyed, { url: 1 }), ['type /url']);
    assert.deepEqual(await faults(keyed, {}), ['alternatives /']);
    assert.deepEqual(await faults(keyed, { file: 'a', url: 'b' }), ['oneOf /']);
  });

  it('tell by the fewest faults when nothing else tells', async () => {
    const schema = {
      anyOf: [
        { properties: { a: { type: 'string' }, b: { type: 'string' } } },
        { properties: { a: { type: 'number' }, b: { type: 'string' } } },
      ],
    };
    assert.deepEqual(await faults(schema, { a: 1, b: 2 }), ['type /b']);
  });

  it('say nothing when several branches of oneOf fit that differ in words alone', async () => {
    const modes = {
      oneOf: [
        { type: 'string', title: 'Name' },
        { type: 'string', title: 'Label' },
      ],
    };
    assert.deepEqual(await faults(modes, 'x'), []);
    assert.deepEqual(await faults({ oneOf: [{ type: 'string' }, { maxLength: 3 }] }, 'x'), ['oneOf /']);
  });

  it('are told through references and allOf', async () => {
    const schema = {
      $defs: {
        base: { properties: { kind: { type: 'string' } } },
        a: {
          allOf: [{ $ref: '#/$defs/base' }, { properties: { kind: { enum: ['a'] }, x: { type: 'number' } } }],
        },
        b: {
          allOf: [{ $ref: '#/$defs/base' }, { properties: { kind: { enum: ['b'] }, x: { type: 'string' } } }],
        },
      },
      anyOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/b' }],
    };
    assert.deepEqual(await faults(schema, { kind: 'b', x: 1 }), ['type /x']);
    assert.deepEqual(await faults(schema, { kind: 'a', x: 'x' }), ['type /x']);
  });
});
