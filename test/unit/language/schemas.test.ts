import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { parseYaml } from '../../../src/language/documents/yamlDocument.js';
import { kindNamed } from '../../../src/language/kinds/dispatch.js';
import { schemas } from '../../../src/language/generated/schemas.js';

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

  it('are read as ajv reads them in its strict mode', () => {
    const ajv = new Ajv({
      strict: true,
      strictRequired: false,
      allowUnionTypes: true,
      validateFormats: false,
    });
    ajv.addVocabulary(['markdownDescription', 'patternErrorMessage', 'defaultSnippets']);
    for (const schema of Object.values(schemas)) ajv.addSchema(schema);
    for (const schema of Object.values(schemas)) assert.ok(ajv.getSchema(String(schema['$id'])));
    let compared = 0;
    const folder = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '.', 'test/fixtures/mistakes');
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
      const [document] = parseYaml(readFileSync(path.join(folder, name), 'utf8')) ?? [];
      if (!document || document.plain.problem) continue;
      const { value } = document;
      const kind = kindNamed(String((value as { kind?: unknown } | null)?.kind));
      if (!kind) continue;
      const isValid = ajv.validate(String(kind.schema.$id), value);
      assert.equal(kind.validate(value).faults.length === 0, isValid, name);
      compared++;
    }
    assert.ok(compared > 50);
  });
});
