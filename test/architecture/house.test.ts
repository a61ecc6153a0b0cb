import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ruleCodes, rulePage } from '../../src/language/rules/codes.js';
import { houseFaults, linkFaults } from '../support/architecture/house.js';
import { projectRoot, readSources, readSrc, readText } from '../support/architecture/sources.js';
import { stringFaults } from '../support/architecture/strings.js';

describe('the sources', () => {
  it('are short, well named and finished', () => assert.deepEqual(readSrc().flatMap(houseFaults), []));

  it('leave no notes in tests and scripts', () => {
    const others = [
      ...readSources('test', (file) => file.endsWith('.ts') && !file.startsWith('test/architecture/')),
      ...readSources('scripts', (file) => file.endsWith('.mjs')),
    ].filter(({ file }) => !file.startsWith('test/support/architecture/'));
    assert.deepEqual(others.flatMap(houseFaults), []);
  });

  it('give every string a person sees to t(), as a literal', () =>
    assert.deepEqual(readSrc().flatMap(stringFaults), []));

  it('are checked so that a fault shows', () => {
    const faults = (file: string, text: string): number => houseFaults({ file, text }).length;
    assert.equal(faults('src/editor/a.ts', 'a\n'.repeat(401)), 1);
    assert.equal(faults('src/editor/a.ts', 'a\n'.repeat(400)), 0);
    assert.equal(faults('src/extension.ts', 'a\n'.repeat(120)), 1);
    assert.equal(faults('src/extension.ts', 'a\n'.repeat(119)), 0);
    assert.equal(faults('src/base/utils.ts', ''), 1);
    assert.equal(faults('src/utils/text.ts', ''), 1);
    assert.equal(faults('src/base/text.ts', '// TODO later\n// FIXME'), 2);
  });

  it('are checked for strings so that a fault shows', () => {
    const faults = (text: string, file = 'src/editor/a.ts'): number => stringFaults({ file, text }).length;
    assert.equal(faults('t(message)'), 1);
    assert.equal(faults('t(`Hello ${name}`)'), 1);
    assert.equal(faults("t('Hello {0}', name)"), 0);
    assert.equal(faults("vscode.window.showErrorMessage('It failed')"), 1);
    assert.equal(faults("vscode.window.showErrorMessage(t('It failed'))"), 0);
    assert.equal(faults("ask({ title: 'Choose one' })"), 1);
    assert.equal(faults('ask({ title: `${icon} ${name}`, tooltip: "$(check)" })'), 0);
    assert.equal(faults('t(schema.title)', 'src/language/a.ts'), 0);
    assert.equal(faults("t('a' + b)", 'src/language/a.ts'), 1);
  });
});

describe('the documentation', () => {
  const exists = (file: string): boolean => existsSync(path.join(projectRoot(), file));

  it('is what the generators make', function () {
    this.timeout(30_000);
    const check = [path.join(projectRoot(), 'scripts', 'docs.mjs'), '--check'];
    const { status, stderr } = spawnSync(process.execPath, check, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  it('links to files that are there', () => {
    const documents = [
      ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].map((file) => ({
        file,
        text: readText(file),
      })),
      ...readSources('docs', (file) => file.endsWith('.md')),
    ];
    assert.deepEqual(
      documents.flatMap((source) => linkFaults(source, exists)),
      [],
    );
  });

  it('has a page for every diagnostic code', () => {
    assert.deepEqual(
      ruleCodes.filter((code) => !exists(`docs/rules/${rulePage(code)}`)),
      [],
    );
  });

  it('is checked so that a fault shows', () => {
    const text =
      'See [a](a.md#b), [c](./c.md "C"), [w](https://example.com), [h](#here), `[x](x.md)`.\n\n[r]: r.md';
    assert.deepEqual(
      linkFaults({ file: 'docs/index.md', text }, (file) => file === 'docs/a.md'),
      [
        'docs/index.md:1 links to ./c.md, which is not there',
        'docs/index.md:3 links to r.md, which is not there',
      ],
    );
  });
});
