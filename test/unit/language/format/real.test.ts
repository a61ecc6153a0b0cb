import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format as prettierFormat } from 'prettier';
import { parseYaml } from '../../../../src/language/documents/yamlDocument.js';
import { lexTokens } from '../../../../src/language/format/tokens.js';
import { formatted } from './support.js';

const folder = process.env['GOLDEN_PATH_MANIFESTS'];

/** Manifests of the world at large, where there are any on this machine. */
describe('formatting real manifests (GOLDEN_PATH_MANIFESTS)', () => {
  if (!folder) {
    it('needs a folder of manifests in GOLDEN_PATH_MANIFESTS');
    return;
  }
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => path.join(folder, file));

  it('keeps values and comments, and settles in one step', function () {
    this.timeout(60_000);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const after = formatted(text);
      assert.deepEqual(valuesOf(after), valuesOf(text), file);
      assert.deepEqual(commentsOf(after), commentsOf(text), file);
      assert.equal(formatted(after), after, file);
    }
  });

  it('leaves nothing for Prettier to move', async function () {
    this.timeout(60_000);
    const moved: string[] = [];
    for (const file of files) {
      const after = formatted(readFileSync(file, 'utf8'));
      const theirs = await prettierFormat(after, {
        parser: 'yaml',
        printWidth: 2000,
        quoteProps: 'preserve',
      }).catch(() => after);
      if (indentation(theirs) !== indentation(after)) moved.push(path.basename(file));
    }
    assert.deepEqual(moved, []);
  });
});

/** How far each line is indented, and its first word: quotes and the width of lines are the author's. */
function indentation(text: string): string {
  return (text.match(/^ *[^\s'"]*/gm) ?? []).join('\n');
}

const valuesOf = (text: string): unknown[] => (parseYaml(text) ?? []).map(({ value }) => value);
const commentsOf = (text: string): string[] =>
  lexTokens(text).flatMap(({ kind, source }) => (kind === 'comment' ? [source.trimEnd()] : []));
