import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { collision, isDelicate, pathFault } from '../../../src/base/safePath.js';

describe('a path of somebody else', () => {
  it('is good when it is below the folder on every system', () => {
    for (const good of [
      'README.md',
      'src/a b.ts',
      '.gitignore',
      '.github/workflows/ci.yml',
      'a..b/…',
      'ä/ö',
      'console.log',
    ]) {
      assert.equal(pathFault(good), undefined, good);
    }
  });

  for (const [bad, fault] of [
    ['', 'empty'],
    ['/etc/passwd', 'absolute'],
    ['C:/Windows', 'absolute'],
    ['c:file', 'absolute'],
    ['\\\\host\\share', 'absolute'],
    ['../up', 'outside'],
    ['a/../../up', 'outside'],
    ['a\\..\\up', 'characters'],
    ['a/./b', 'name'],
    ['a//b', 'name'],
    ['a/', 'name'],
    ['file.txt:stream', 'characters'],
    ['a\u0000b', 'characters'],
    ['a\nb', 'characters'],
    ['a\u202egpj.exe', 'characters'],
    ['.g\u200cit/config', 'characters'],
    ['trailing.', 'name'],
    ['trailing /x', 'name'],
    ['CON', 'name'],
    ['a/nul.txt', 'name'],
    ['COM1.log', 'name'],
    ['.git/hooks/pre-commit', 'repository'],
    ['a/.GIT/config', 'repository'],
    ['git~1/config', 'repository'],
    ['a'.repeat(300), 'long'],
    ['a/'.repeat(600) + 'a', 'long'],
  ] as const) {
    it(`is refused: ${JSON.stringify(bad.slice(0, 40))} (${fault})`, () =>
      assert.equal(pathFault(bad), fault));
  }

  it('never leads out of the folder, here or on Windows', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '', '/', '\\', 'C:', '~', '.git', 'a', '%2e%2e', '…', 'NUL', '\u0000', ' '),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.constantFrom('/', '\\', ''), (pieces, separator) => {
        const wanted = pieces.join(separator);
        if (pathFault(wanted) !== undefined) return;
        for (const [system, root] of [
          [path.posix, '/chosen/folder'],
          [path.win32, 'C:\\chosen\\folder'],
        ] as const) {
          const relative = system.relative(root, system.resolve(root, wanted));
          assert.ok(
            relative !== '' && !/^\.\.([\\/]|$)/.test(relative) && !system.isAbsolute(relative),
            wanted,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is pointed out where editors or servers run it by themselves', () => {
    for (const delicate of [
      '.vscode/tasks.json',
      'a/.vscode/settings.json',
      '.github/workflows/x.yml',
      '.npmrc',
      '.husky/pre-commit',
    ]) {
      assert.ok(isDelicate(delicate), delicate);
    }
    for (const usual of ['src/a.ts', '.gitignore', 'docs/.github.md']) assert.ok(!isDelicate(usual), usual);
  });

  it('may not be the same file as another', () => {
    assert.deepEqual(collision(['README.md', 'src/a', 'readme.MD']), ['README.md', 'readme.MD']);
    assert.deepEqual(collision(['a', 'A/b']), ['a', 'A/b']);
    assert.deepEqual(collision(['\u00e9', 'e\u0301']), ['\u00e9', 'e\u0301']);
    assert.equal(collision(['a/b', 'a/c', 'ab']), undefined);
  });
});
