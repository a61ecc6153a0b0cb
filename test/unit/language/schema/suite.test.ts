import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
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

const packaged = 'usr/share/json-schema-test-suite';
const cache =
  process.env['GOLDEN_PATH_CACHE'] ??
  path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'golden-path');
/** Where Debian's package has it, installed or in the cache of `scripts/jsonSchemaSuite.mjs`. */
const folder = [`/${packaged}`, path.join(cache, 'json-schema-test-suite', packaged)]
  .flatMap((place) => [path.join(place, 'tests/draft7'), path.join(place, 'draft7')])
  .find((place) => existsSync(place));

/** What is not meant to hold here, each with the reason. */
const skipped: Readonly<Record<string, string>> = {
  'ref.json remote ref, containing refs itself': 'the meta-schema lies outside the file',
  'definitions.json valid definition': 'the meta-schema lies outside the file',
  'definitions.json invalid definition': 'the meta-schema lies outside the file',
};

function groupsOf(file: string): readonly Group[] {
  return JSON.parse(readFileSync(path.join(folder ?? '', file), 'utf8')) as Group[];
}

/** The formats that are checked here; the suite has more, and files of what only some may implement. */
const formats = ['date', 'date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'time', 'uri', 'uuid', 'regex'];
const files =
  folder === undefined
    ? []
    : [
        ...readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'refRemote.json'),
        ...formats
          .map((name) => `optional/format/${name}.json`)
          .filter((name) => existsSync(path.join(folder, name))),
      ];

describe('the JSON Schema Test Suite, draft-07', () => {
  if (folder === undefined) {
    it('is not here: run scripts/jsonSchemaSuite.mjs, or install Debian’s json-schema-test-suite');
  }
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
