import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FoldingRange } from 'vscode-languageserver-types';
import { manifest, serviceWith, smallService } from '../support.js';

function folds(text: string): FoldingRange[] {
  return serviceWith().folding(manifest(text), { linesOnly: true });
}

/** Each fold as `first-last`, with its kind. */
function shown(text: string): string[] {
  return folds(text).map(
    ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ''}`,
  );
}

describe('folding', () => {
  it('takes maps, and leaves what is on one line', () => {
    assert.deepEqual(shown(smallService), ['2-3', '4-9', '6-9', '7-9', '8-9']);
  });

  it('takes lists, their items, brackets and texts of several lines', () => {
    assert.deepEqual(shown('a:\n  - b: 1\n    c: 2\n  - d\n'), ['0-3', '1-2']);
    assert.deepEqual(shown('a: [\n  1,\n  2,\n]\nb: |\n  x\n  # y\n  # z\nc: "1\n  2"\n'), [
      '0-2',
      '4-7',
      '8-9',
    ]);
  });

  it('leaves out empty lines and comments behind a value', () => {
    assert.deepEqual(shown('a:\n  b: 1\n\n# c\n\nd: 1\n'), ['0-1']);
  });

  it('takes documents', () => {
    assert.deepEqual(shown('a: 1\nb: 2\n---\n# c\nd:\n  e: 1\n\n---\nf: 1\n'), ['0-1', '2-5', '4-5', '7-8']);
  });

  it('takes blocks of comments and regions, one in the other', () => {
    assert.deepEqual(shown('# a\n# b\nc: 1\n# d\n'), ['0-1 comment']);
    assert.deepEqual(
      shown('# region one\na: 1\n#region two\nb: 1\n# endregion\n# endregion\n# endregion\n'),
      ['0-5 region', '2-4 region'],
    );
  });

  it('goes by indentation where the YAML is broken', () => {
    const text = 'a:\n  b: [1\n  c:\n    d: |\n      # text\n      # text\n# x\n# y\ne: 1\n';
    assert.deepEqual(shown(text), ['0-5', '2-5', '3-5', '6-7 comment']);
  });

  it('keeps the outermost where the client or the limit wants fewer', function () {
    this.timeout(10_000);
    const text = Array.from({ length: 5200 }, (_, index) => `k${index}:\n  a:\n    b: 1\n`).join('');
    const service = serviceWith();
    const document = manifest(text);
    assert.equal(service.folding(document).length, 5000);
    const few = service.folding(document, { most: 100 });
    assert.ok(few.every(({ startLine }) => startLine % 3 === 0));
    assert.equal(few.length, 100);
  });

  it('gives characters to a client that folds parts of lines', () => {
    const [fold] = serviceWith().folding(manifest('ab:\n  c: 1\n'));
    assert.deepEqual(fold, { startLine: 0, endLine: 1, startCharacter: 3, endCharacter: 6 });
  });

  it('says nothing of a file that is not ours or too large, and survives what nests too deep', () => {
    const foreign = TextDocument.create('file:///w/a.yaml', 'yaml', 1, 'a:\n  b: 1\n');
    assert.deepEqual(serviceWith().folding(foreign), []);
    assert.deepEqual(folds(`a:\n  b: 1\n${'#'.repeat(2 * 1024 * 1024)}`), []);
    assert.ok(folds(Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}a:\n`).join('')).length > 200);
  });
});
