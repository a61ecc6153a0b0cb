import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from 'vscode-languageserver-types';
import { diagnosticsIn, type World } from './rules/world.js';
import { manifest, smallService } from './support.js';

const folder = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '.', 'test/fixtures/mistakes');
const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

/** What the first line of a fixture says: `# mistake: <code> at <line>:<column> “<token>”, fix: yes, in the workspace`. */
const header = /^# mistake: (\S+) at (\d+):(\d+)(?: “(.*)”)?, fix: (yes|no)(, in the workspace)?$/;

const alone: World = {};
const around: World = {
  manifests: { 'file:///w/.platform/all.platform.yaml': read('workspace/all.platform.yaml') },
  files: { 'file:///w/CODEOWNERS': '* @acme/shop\n' },
};

interface Mistake {
  readonly name: string;
  readonly text: string;
  readonly world: World;
  readonly expected: string;
  readonly isFixable: boolean;
}

function mistakeIn(name: string): Mistake {
  const text = read(name);
  const [, code, line, column, token, fix, workspace] = header.exec(text.split('\n', 1)[0] ?? '') ?? [];
  assert.ok(code, `${name} says what it expects`);
  const expected = `${code} at ${line}:${column}${token === undefined ? '' : ` “${token}”`}`;
  return { name, text, expected, world: workspace ? around : alone, isFixable: fix === 'yes' };
}

function told(text: string, { code, range }: Diagnostic, hasToken: boolean): string {
  const token = hasToken ? ` “${manifest(text).getText(range)}”` : '';
  return `${String(code)} at ${range.start.line + 1}:${range.start.character + 1}${token}`;
}

const mistakes = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map(mistakeIn);

describe('a document with one mistake', () => {
  for (const { name, text, world, expected } of mistakes) {
    it(`is marked once, at the right token: ${name}`, async () => {
      const found = await diagnosticsIn(world, text);
      assert.deepEqual(
        found.map((one) => told(text, one, expected.endsWith('”'))),
        [expected],
      );
    });
  }

  it('is told in sentences that end once, also where values and choices end with a full stop', async () => {
    const unlisted = smallService.replace(
      'image: .',
      'image: .\n        command: sh.\n        variables: a b.',
    );
    const texts = [...mistakes, { text: unlisted, world: alone }];
    const found = await Promise.all(texts.map(({ text, world }) => diagnosticsIn(world, text)));
    const words = found
      .flat()
      .flatMap(({ message, relatedInformation = [] }) => [
        typeof message === 'string' ? message : message.value,
        ...relatedInformation.map((one) => one.message),
      ]);
    assert.ok(words.includes('This must be a list, not sh.'), words.slice(-4).join('\n'));
    assert.deepEqual(
      words.filter((one) => /[.…]\.(?:\s|$)/.test(one)),
      [],
    );
  });

  it('stands for more than a hundred', () => assert.ok(mistakes.length >= 100));

  for (const name of readdirSync(path.join(folder, 'good'))) {
    it(`was good before: ${name}`, async () => {
      assert.deepEqual(await diagnosticsIn(alone, read(`good/${name}`)), []);
    });
  }
});
