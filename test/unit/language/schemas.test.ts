import assert from 'node:assert/strict';
import { schemas } from '../../../src/language/generated/validators.js';

type Schema = Readonly<Record<string, unknown>>;

/** Every schema below a schema, with where it stands. */
function* within(schema: unknown, at: string): Generator<[string, Schema]> {
  if (typeof schema !== 'object' || schema === null) return;
  if (Array.isArray(schema)) {
    for (const [index, item] of schema.entries()) yield* within(item, `${at}/${index}`);
    return;
  }
  yield [at, schema as Schema];
  for (const [key, value] of Object.entries(schema)) {
    if (!['examples', 'default', 'enum', 'const', 'required'].includes(key)) {
      yield* within(value, `${at}/${key}`);
    }
  }
}

const all = Object.entries(schemas).flatMap(([name, schema]) => [...within(schema, name)]);

describe('the shipped schemas', () => {
  it('have words for everything that a person types', () => {
    for (const [at, { properties }] of all) {
      if (
        typeof properties !== 'object' ||
        /\/(if|then|properties)$|allOf\/\d+/.test(at) ||
        at.includes('/properties/properties')
      ) {
        continue;
      }
      for (const [name, property] of Object.entries(properties as Record<string, Schema | boolean>)) {
        if (typeof property === 'boolean') continue;
        assert.equal(typeof property['title'], 'string', `${at}/${name} has no title`);
        assert.equal(typeof property['description'], 'string', `${at}/${name} has no description`);
      }
    }
  });

  it('keep to what people can mend: no oneOf, no anyOf, nothing of later drafts', () => {
    const refused = [
      'oneOf',
      'anyOf',
      'unevaluatedProperties',
      '$dynamicRef',
      'prefixItems',
      'dependentRequired',
    ];
    for (const [at, schema] of all) {
      if (at.endsWith('/properties')) continue;
      assert.ok(!refused.some((keyword) => keyword in schema), at);
    }
  });

  it('have patterns that are linear', () => {
    const tries = ['a', '0', '-', 'a-', 'a.', '/a', ' a', '1 ', '../', '@'].map(
      (part) => `${part.repeat(20_000)}!`,
    );
    for (const [at, { pattern }] of all) {
      if (typeof pattern !== 'string') continue;
      const expression = new RegExp(pattern, 'u');
      const start = performance.now();
      for (const text of tries) expression.test(text);
      assert.ok(performance.now() - start < 1000, `${at}: ${pattern}`);
    }
  });

  it('close every map of known keys at the root', () => {
    for (const [name, schema] of Object.entries(schemas)) {
      if (name !== 'common') assert.equal(schema['additionalProperties'], false, name);
    }
  });
});
