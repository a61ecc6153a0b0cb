import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fits } from '../../../../src/language/format/glob.js';
import { manifest, serviceWith } from '../support.js';

const uri = 'file:///w/team/basket/platform.yaml';

async function formatted(files: Readonly<Record<string, string>>, tabSize = 2): Promise<string> {
  const source = manifest('a:\n   b: {c: 1}\n', uri);
  const query = { client: { tabSize }, roots: ['file:///w'] };
  return TextDocument.applyEdits(source, await serviceWith(files).format(source, query));
}

describe('what files say of formatting', () => {
  const four = 'a:\n    b: { c: 1 }\n';

  it('is read from .editorconfig, nearest first, up to the one that says root', async () => {
    assert.equal(await formatted({ 'file:///w/.editorconfig': '[*.yaml]\nindent_size = 4\n' }), four);
    const near = { 'file:///w/team/.editorconfig': '[*]\nindent_size = 3\n' };
    const far = { 'file:///w/.editorconfig': '[*]\nindent_size = 4\nend_of_line = crlf\n' };
    assert.equal(await formatted({ ...near, ...far }), 'a:\r\n   b: { c: 1 }\r\n');
    const root = { 'file:///w/team/.editorconfig': 'root = true\n[*.{yml,yaml}]\nindent_size = 3\n' };
    assert.equal(await formatted({ ...root, ...far }), 'a:\n   b: { c: 1 }\n');
  });

  it('is read from Prettier, overrides and all, over .editorconfig', async () => {
    const files = {
      'file:///w/.editorconfig': '[*]\nindent_size = 3\n',
      'file:///w/.prettierrc':
        '{ "tabWidth": 8, "bracketSpacing": false, "overrides": [{ "files": "*.yaml", "options": { "tabWidth": 4 } }] }',
    };
    assert.equal(await formatted(files), 'a:\n    b: {c: 1}\n');
    assert.equal(await formatted({ 'file:///w/team/.prettierrc.yaml': 'tabWidth: 4\n' }), four);
  });

  it('goes over what the client says; without it the client has its way', async () => {
    assert.equal(await formatted({ 'file:///w/.editorconfig': '[*.yaml]\nindent_size = 4\n' }, 8), four);
    assert.equal(await formatted({}, 4), four);
  });

  it('is not read above the workspace folder, nor where it is nonsense', async () => {
    const two = 'a:\n  b: { c: 1 }\n';
    assert.equal(await formatted({ 'file:///.editorconfig': '[*]\nindent_size = 4\n' }), two);
    assert.equal(
      await formatted({ 'file:///w/.prettierrc': '[}', 'file:///w/.editorconfig': '[*\n=\nx' }),
      two,
    );
    assert.equal(await formatted({ 'file:///w/.editorconfig': '[*]\nindent_size = 4000\n' }), two);
  });
});

describe('a pattern of .editorconfig', () => {
  const cases: readonly [string, string, boolean][] = [
    ['*', 'a/b.yaml', true],
    ['*.yaml', 'a/b.yaml', true],
    ['*.{yml,yaml}', 'b.yml', true],
    ['*.{yml,yaml}', 'b.json', false],
    ['a/*.yaml', 'a/b.yaml', true],
    ['a/*.yaml', 'a/c/b.yaml', false],
    ['a/**/*.yaml', 'a/c/d/b.yaml', true],
    ['a/**/*.yaml', 'a/b.yaml', true],
    ['/b.yaml', 'b.yaml', true],
    ['[ab].yaml', 'b.yaml', true],
    ['[!ab].yaml', 'b.yaml', false],
    ['[a-c].yaml', 'b.yaml', true],
    ['b{1..3}.yaml', 'b2.yaml', true],
    ['b{1..3}.yaml', 'b4.yaml', false],
    ['b?.yaml', 'b4.yaml', true],
    ['{single}', '{single}', true],
  ];
  for (const [pattern, path, expected] of cases) {
    it(`${pattern} ${expected ? 'fits' : 'does not fit'} ${path}`, () =>
      assert.equal(fits(pattern, path), expected));
  }

  it('takes no time to speak of, whatever it is', () => {
    const before = performance.now();
    fits('*a'.repeat(120), 'a'.repeat(1000));
    fits('{a,b}'.repeat(40), 'ab'.repeat(40));
    fits('{1..999999999}', '5');
    assert.ok(performance.now() - before < 500);
  });
});
