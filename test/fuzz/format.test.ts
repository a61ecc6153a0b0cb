import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseYaml } from '../../src/language/documents/yamlDocument.js';
import { lexTokens } from '../../src/language/format/tokens.js';
import { documentOf, newService } from './checks.js';
import { applied, mutate } from './mutations.js';
import { Random } from './random.js';
import { seeds } from './seeds.js';

const rounds = Math.ceil(Number(process.env['GOLDEN_PATH_FUZZ'] ?? 1500) / 3);
const seed = Number(process.env['GOLDEN_PATH_FUZZ_SEED'] ?? 1);

const values = (text: string): unknown[] => (parseYaml(text) ?? []).map(({ value }) => value);
const comments = (text: string): string[] =>
  lexTokens(text).flatMap(({ kind, source }) => (kind === 'comment' ? [source.trimEnd()] : []));

describe('formatting under random edits', function () {
  this.timeout(0);

  it(`keeps values and comments and settles in one step: ${rounds} texts from seed ${seed}`, async () => {
    const texts = seeds();
    const failures: string[] = [];
    let laidOut = 0;
    for (let round = 0; round < rounds + texts.length && failures.length < 5; round++) {
      const random = new Random(seed * 3_000_017 + round);
      let text = texts[round] ?? random.pick(texts);
      // Each text as it is, then changed ones.
      if (round >= texts.length) {
        for (let index = random.below(3); index >= 0; index--) text = applied(text, mutate(text, random));
      }
      const tabSize = random.pick([2, 4]);
      try {
        const after = await formatted(text, tabSize);
        if (after === text) continue;
        laidOut++;
        assert.deepEqual(values(after), values(text));
        assert.deepEqual(comments(after), comments(text));
        assert.equal(await formatted(after, tabSize), after, 'It is not settled after one step.');
      } catch (error) {
        failures.push(`round ${round}: ${error instanceof Error ? error.message : String(error)}\n${text}`);
      }
    }
    assert.deepEqual(failures, []);
    assert.ok(laidOut > rounds / 10, `Only ${laidOut} texts were laid out.`);
  });
});

async function formatted(text: string, tabSize: number): Promise<string> {
  const document = documentOf(text);
  const edits = await newService().format(document, { client: { tabSize }, roots: [] });
  for (const { range, newText } of edits) {
    assert.equal(
      (document.getText(range) + newText).replace(/[ \t\r\n]/g, ''),
      '',
      'More than white space changes.',
    );
  }
  return TextDocument.applyEdits(document, edits);
}
