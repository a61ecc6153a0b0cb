import assert from 'node:assert/strict';
import { parseYaml } from '../../../../src/language/documents/yamlDocument.js';
import type { Kind } from '../../../../src/language/kinds/kind.js';
import type { Finding } from '../../../../src/language/rules/finding.js';
import { schemaFindings } from '../../../../src/language/rules/schemaFaults.js';
import { validateValue } from '../../../../src/language/schema/validate.js';
import { prepared } from './support.js';

async function found(schema: unknown, text: string): Promise<readonly Finding[]> {
  const ready = await prepared(schema);
  const kind: Kind = {
    name: 'Thing',
    apiVersion: 'example.com/v1',
    schema: ready.root,
    validate: (value) => validateValue(ready, value),
    hasKindKey: true,
  };
  const [document] = parseYaml(text) ?? [];
  assert.ok(document);
  return schemaFindings(document, kind);
}

/** Each finding as `“marked text” message`. */
async function told(schema: unknown, text: string): Promise<string[]> {
  const findings = await found(schema, text);
  return findings.map(({ start, end, message }) => `“${text.slice(start, end)}” ${message}`);
}

const source = {
  properties: {
    source: {
      oneOf: [
        {
          title: 'Git',
          required: ['kind', 'url'],
          properties: { kind: { const: 'git' }, url: { type: 'string' } },
        },
        {
          title: 'File',
          required: ['kind', 'path'],
          properties: { kind: { const: 'file' }, path: { type: 'string' } },
        },
      ],
    },
  },
};

describe('findings of schemas that are not ours', () => {
  it('are one message at the exact place for anyOf and oneOf', async () => {
    assert.deepEqual(await told(source, 'source:\n  kind: git\n  url: 1\n'), [
      '“1” This must be a text, not 1. Put it in quotes: "1".',
    ]);
    assert.deepEqual(await told(source, 'source:\n  kind: gti\n  url: x\n'), [
      '“gti” “gti” is not allowed here. Did you mean “git”? Allowed: git or file.',
    ]);
    const keyed = { oneOf: [{ required: ['a'] }, { required: ['b'] }] };
    assert.deepEqual(await told(keyed, 'c: 1\n'), ['“c” One of a or b is missing. Add one.']);
    assert.deepEqual(await told(keyed, 'a: 1\nb: 1\n'), [
      '“a” Only one of a or b can stand here. Remove the others.',
    ]);
  });

  it('are sentences for what must not be, what is needed beside, and what stands twice', async () => {
    assert.deepEqual(await told({ not: { required: ['a'] } }, 'a: 1\n'), [
      '“a” “a” is not allowed here. Remove it.',
    ]);
    assert.deepEqual(await told({ properties: { a: false } }, 'a: 1\n'), [
      '“a” “a” is not allowed here. Remove it.',
    ]);
    assert.deepEqual(await told({ dependentRequired: { a: ['b'] } }, 'a: 1\n'), [
      '“a” “b” is missing: it is needed beside “a”. Add it.',
    ]);
    assert.deepEqual(await told({ properties: { l: { uniqueItems: true } } }, 'l: [x, y, x]\n'), [
      '“x” An item stands in this list twice. Remove one of them.',
    ]);
    assert.deepEqual(await told({ properties: { d: { format: 'date' } } }, 'd: "2026-02-30"\n'), [
      '“"2026-02-30"” This must be a date such as 2026-01-31.',
    ]);
  });

  it('propose a key that is not there yet, and no empty list of keys', async () => {
    const schema = {
      properties: {
        near: { properties: { ab: {}, ac: {} }, additionalProperties: false },
        none: { patternProperties: { '^x-': {} }, additionalProperties: false },
        some: { type: 'array', minItems: 1, contains: { const: 'a' } },
        any: { type: 'array', minItems: 1 },
      },
    };
    assert.deepEqual(await told(schema, 'near: { ab: 1, ad: 2 }\nnone: { y: 1 }\nsome: [b]\nany: []\n'), [
      '“ad” Unknown property “ad”. Did you mean “ac”?',
      '“y” Unknown property “y”. Remove it.',
      '“[b]” No item of this list has the form that one of them must have. Add one.',
      '“[]” This list must not be empty.',
    ]);
  });

  it('are in the words of the schema where it has some', async () => {
    const named = { properties: { a: { pattern: '^x', errorMessage: 'Begin with x.' } } };
    assert.deepEqual(await told(named, 'a: y\n'), ['“y” Begin with x.']);
    const pattern = { properties: { a: { pattern: '^x', patternErrorMessage: 'Begin with x.' } } };
    assert.deepEqual(await told(pattern, 'a: y\n'), ['“y” “y” is not allowed here. Begin with x.']);
  });

  it('mark deprecated keys, with a tag', async () => {
    const old = {
      properties: { old: { deprecated: true }, older: { deprecationMessage: 'Use “new”.' }, new: {} },
    };
    const findings = await found(old, 'old: 1\nolder: 2\nnew: 3\n');
    assert.deepEqual(
      findings.map(({ code, message, tags }) => [code, message, tags]),
      [
        ['schema/deprecated', '“old” is deprecated. Remove it, or use what replaces it.', ['deprecated']],
        ['schema/deprecated', 'Use “new”.', ['deprecated']],
      ],
    );
    assert.deepEqual(await found(old, 'new: 3\n'), []);
  });

  it('say so when a check had to be ended', async () => {
    const parts = Array.from({ length: 30 }, (_, index): [string, unknown] => {
      const next = { $ref: `#/$defs/d${index + 1}` };
      return [`d${index}`, { allOf: [next, next] }];
    });
    const bomb = { $ref: '#/$defs/d0', $defs: { ...Object.fromEntries(parts), d30: {} } };
    assert.deepEqual(
      (await found(bomb, 'a: 1\n')).map(({ code }) => code),
      ['document/too-complex'],
    );
  });
});
