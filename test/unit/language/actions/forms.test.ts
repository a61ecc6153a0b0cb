import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parseYaml } from '../../../../src/language/documents/yamlDocument.js';
import { Desk } from './support.js';

const folder = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '.', 'test/fixtures/mistakes');
const mistakes = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(path.join(folder, name), 'utf8'))
  .filter((text) => !/^(?:---|\.{3}|%)/m.test(text));
const other =
  'apiVersion: goldenpath.dev/v1alpha1\nkind: Resource\nmetadata: { name: other } # kept\nspec: { type: postgres }\n';

/** What stands around a document in its file. */
const surroundings = [
  ['', ''],
  ['\uFEFF', ''],
  [`${other}---\n`, ''],
  ['', `---\n${other}`],
  [`${other}...\n---\n`, '...\n'],
] as const;

function isRead(text: string): boolean {
  return (parseYaml(text) ?? []).every(({ tree }) => tree.errors.length === 0);
}

describe('actions on one of the known mistakes, however its file is written', function () {
  this.timeout(60_000);

  it('give text that can be read, with its line breaks, and leave all around it alone', async () => {
    const form = fc.record({
      text: fc.constantFrom(...mistakes),
      around: fc.constantFrom(...surroundings),
      isTrimmed: fc.boolean(),
      isCrlf: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(form, async ({ text, around: [before, after], isTrimmed, isCrlf }) => {
        const broken = (part: string): string => (isCrlf ? part.replaceAll('\n', '\r\n') : part);
        const [head, tail] = [broken(before), broken(after)];
        const whole = head + broken(isTrimmed && after === '' ? text.trimEnd() : text) + tail;
        const actions = await new Desk(whole).actions(undefined, ['quickfix', 'refactor', 'source']);
        for (const action of actions.filter(({ edit }) => edit)) {
          const { text: made } = new Desk(whole).apply(action);
          const message = `${action.title}\n${JSON.stringify(made)}`;
          assert.ok(made.startsWith(head) && made.endsWith(tail), message);
          assert.ok(!isRead(whole) || isRead(made), message);
          assert.ok(!isCrlf || !/[^\r]\n/.test(made), message);
          assert.ok(made.lastIndexOf('\uFEFF') <= 0, message);
        }
      }),
      { numRuns: 25 },
    );
  });
});
