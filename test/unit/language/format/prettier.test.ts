import assert from 'node:assert/strict';
import { format as prettierFormat } from 'prettier';
import { fixture } from '../support.js';
import { formatted } from './support.js';

/** Prettier's own output for what both lay out: it must be what ours gives, in one step. */
const supported: readonly string[] = [
  '- |\n  a\n  b\n',
  'a:\n- |\n  x\n- k: |\n   y\n',
  'a:\n- b: 1\n  c:\n  - d\n',
  'a:\n\n  b: 1\n\n\n\n  c: 2\n\n\n---\n\nd: 1\n\n',
  'a:\n# c\n  b: 1\n  # t\nc: 2\n',
  'a: {b: 1,c: [ 1,2 ], d: { }}\n',
  'a:   1    # c\n"b" : 2\n',
  '- - a\n  - b\n-   c: 1\n    d: 2\n',
  'a: |2\n    x\n  y\n',
  'a: &x\n    b: 1\n',
  'a: "x\n     y"\n',
  'a: b\n     c\n',
  '- b\n   c\n',
  'a: |\n     x\n\n\n     y\n\n\nb: 1\n',
  '# c\n\n\n# d\n\na: 1\n',
  '---\na: 1\n',
  'a: 1\n\n---\n# c\nb: 1\n...\n',
  'a:\n  - b\n\n\n  # x\n  - c\n# y\nd:\n',
  'a: >-\n  x\n  y\n\n  z\n',
  'a: !!str   b\n',
  'a: &x 1\nc:   *x\n',
  'a:\n  # one\n\n  # two\n  b: 1\n',
  'a:\n  - x\n  # after\nb: 1\n',
  '- # c\n  a: 1\n',
  'a: # c\n  b: 1\n',
  '\n\na: 1',
  'a: |+\n  x\n\n\nb: 1\n',
  'a: |\n  x\n\n\n',
  'a:\n  b:\n    # lone\nc: 1\n',
  'a: 1\n# x\n\n# y\n',
  'a:\n    - b: 1\n\n    - b: 2\n',
  'a:\n      b:\n            c: [1,   2] # x\n',
  'a: 1   \nb:   \n  - x   \n',
  '- &k a: 1\n  c: 2\n',
  'a:\n  - b:\n\n      - c\n',
  'a: {}\nb: [ ]\nc: ""\n',
  'a:\n  b: 1\n\n# x\n\n\nc: 2\n',
  '# top\n---\n# in\na: 1\n',
  'a:\n  - # first\n    b: 1\n',
  'a:\n  - b: 1 # one\n    # two\n    c: 2\n  # three\n  - d: 3\n',
];

describe('formatting and Prettier', () => {
  for (const tabSize of [2, 4]) {
    for (const text of supported) {
      it(`agree on ${JSON.stringify(text)} with ${tabSize} columns`, async () => {
        const theirs = await prettierFormat(text, { parser: 'yaml', tabWidth: tabSize });
        assert.equal(formatted(text, { tabSize }), theirs);
      });
    }
  }

  it('agree on the manifests of the fixtures, however they were indented', async () => {
    for (const name of ['service.yaml', 'platform.yaml', 'score.yaml']) {
      for (const tabSize of [2, 4]) {
        const ours = formatted(fixture(name), { tabSize });
        // What is too wide for a line is the author's business.
        const theirs = await prettierFormat(ours, { parser: 'yaml', tabWidth: tabSize, printWidth: 300 });
        assert.equal(ours, theirs, name);
      }
    }
  });
});
