import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { prepareSchema } from '../../../../src/language/schema/prepare.js';
import { validateValue } from '../../../../src/language/schema/validate.js';

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

const folder = path.join(
  process.env['GOLDEN_PATH_ROOT'] ?? '.',
  'test/fixtures/json-schema-test-suite/draft7',
);

/** What is not meant to hold here, each with the reason. */
const skipped: Readonly<Record<string, string>> = {
  'ref.json remote ref, containing refs itself': 'the meta-schema lies outside the file',
  'definitions.json valid definition': 'the meta-schema lies outside the file',
  'definitions.json invalid definition': 'the meta-schema lies outside the file',
};

function groupsOf(file: string): readonly Group[] {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Group[];
}

const files = [
  ...readdirSync(folder).filter((name) => name.endsWith('.json')),
  ...readdirSync(path.join(folder, 'format')).map((name) => `format/${name}`),
];

describe('the JSON Schema Test Suite, draft-07', () => {
  for (const file of files) {
    it(file, async () => {
      for (const { description, schema, tests } of groupsOf(file)) {
        if (`${file} ${description}` in skipped) continue;
        const isMap = typeof schema === 'object' && schema !== null;
        const preparation = await prepareSchema(
          isMap ? { $schema: 'http://json-schema.org/draft-07/schema#', ...schema } : schema,
        );
        if (preparation.is !== 'ready') assert.fail(`${description}: ${preparation.message}`);
        for (const { description: test, data, valid } of tests) {
          const { faults, isComplete } = validateValue(preparation.schema, data);
          assert.ok(isComplete);
          assert.equal(faults.length === 0, valid, `${description}: ${test}: ${JSON.stringify(faults)}`);
        }
      }
    });
  }
});
