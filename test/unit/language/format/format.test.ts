import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseYaml } from '../../../../src/language/documents/yamlDocument.js';
import { formatted } from './support.js';

const values = (text: string): unknown[] => (parseYaml(text) ?? []).map(({ value }) => value);

describe('formatting', () => {
  const cases: readonly [string, string, string][] = [
    ['indentation', 'a:\n    b:\n          - c\n', 'a:\n  b:\n    - c\n'],
    ['spaces after colon, dash and comma', 'a:   1\nb:\n-   [1,2,  3]\n', 'a: 1\nb:\n  - [1, 2, 3]\n'],
    ['spaces before a colon', 'a : 1\n"b"  : 2\n', 'a: 1\n"b": 2\n'],
    ['spaces in braces', 'a: {b: 1 ,c: {  }}\n', 'a: { b: 1, c: {} }\n'],
    ['spaces at the ends of lines', 'a: 1  \n\t\nb: 2 # c \t\n', 'a: 1\n\nb: 2 # c\n'],
    ['runs of empty lines', '\n\na: 1\n\n\n\nb: 2\n\n\n', 'a: 1\n\nb: 2\n'],
    ['the last line', 'a: 1', 'a: 1\n'],
    ['documents', 'a: 1\n\n\n---\n\nb:\n    c: 1\n', 'a: 1\n---\nb:\n  c: 1\n'],
    ['CRLF', 'a:\r\n    b: 1  \r\n\r\n\r\n\r\nc: 2', 'a:\r\n  b: 1\r\n\r\nc: 2\r\n'],
    ['a byte order mark', '\uFEFFa:\n    b: 1\n', '\uFEFFa:\n  b: 1\n'],
    ['a byte order mark before a comment', '\uFEFF# c\na:   1\n', '\uFEFF# c\na: 1\n'],
    [
      'brackets over several lines',
      'a: [\n      1,\n 2\n]\nb: {\n  c: 1 }\n',
      'a: [\n  1,\n  2\n]\nb: {\n  c: 1 }\n',
    ],
    ['brackets on a line of their own', 'a:\n    [\n      1,\n    ]\n', 'a:\n  [\n    1,\n  ]\n'],
    [
      'nested brackets',
      'a: [{\n      b: 1\n    }, {\n c: 2\n }]\n',
      'a: [{\n  b: 1\n  }, {\n    c: 2\n  }]\n',
    ],
    [
      'a block scalar, with its parent',
      'a:\n      b: |\n        x\n          y\n\n        z\nc: 1\n',
      'a:\n  b: |\n    x\n      y\n\n    z\nc: 1\n',
    ],
    [
      'a block scalar that keeps its end',
      'a:\n    b: |+\n      x\n\n\nc: 1\n',
      'a:\n  b: |+\n    x\n\n\nc: 1\n',
    ],
    [
      'comments where they belong',
      'a:\n    # in\n    b: 1\n    # after\n# out\nc: 2\n',
      'a:\n  # in\n  b: 1\n  # after\n# out\nc: 2\n',
    ],
    ['quotes not at all', "a: 'x'\nb: \"y\"\nc:   'z'\n", "a: 'x'\nb: \"y\"\nc: 'z'\n"],
    [
      'placeholders not at all',
      'a:  ${{ parameters.x|dump }}\nb:  ${resources.db.host}\n',
      'a: ${{ parameters.x|dump }}\nb: ${resources.db.host}\n',
    ],
  ];
  for (const [what, before, after] of cases) {
    it(`lays out ${what}`, () => {
      assert.equal(formatted(before), after);
      assert.equal(formatted(after), after, 'It is not settled after one step.');
      assert.deepEqual(values(after), values(before));
    });
  }

  it('leaves alone what is broken, a template, or written with explicit keys', () => {
    for (const text of [
      'a: [1\nb:   2\n',
      'a:   {{ values.name }}\n',
      '?  a\n:   b\n',
      'a:   *none\n',
      'a:\n\tb:   1\n',
    ]) {
      assert.equal(formatted(text), text);
    }
  });

  it('takes what it is told: width, bracket spacing, line ends, the end of the file', () => {
    assert.equal(formatted('a:\n  - b: {c: 1}\n', { tabSize: 4 }), 'a:\n    - b: { c: 1 }\n');
    assert.equal(formatted('a: { b: 1 }\n', { bracketSpacing: false }), 'a: {b: 1}\n');
    assert.equal(formatted('a: 1 \r\nb: 2\r\n', { endOfLine: '\n' }), 'a: 1\nb: 2\n');
    assert.equal(formatted('a: 1\nb: 2', { endOfLine: '\r\n' }), 'a: 1\r\nb: 2\r\n');
    assert.equal(formatted('a:   1', { insertFinalNewline: false }), 'a: 1');
    assert.equal(formatted('a:   1\n\n\n', { trimFinalNewlines: false }), 'a: 1\n\n\n');
    assert.equal(formatted('a:   1  \n', { trimTrailingWhitespace: false }), 'a: 1  \n');
  });

  it('stays in a range', () => {
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    assert.equal(formatted('a:   1\nb:   2\nc:   3\n', {}, range), 'a:   1\nb: 2\nc:   3\n');
  });

  it('leaves the indentation of a range alone where it would say something else', () => {
    const range = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
    assert.equal(formatted('a:\n    b: 1\n    c:   2\n', {}, range), 'a:\n    b: 1\n    c: 2\n');
  });

  it('gives the least: a text that is laid out has no edit, one fault has one', () => {
    const text = 'a: 1\nb:\n  - c\n  - d: 2\n';
    assert.equal(formatted(text), text);
    assert.equal(formatted(text.replace('c\n', 'c \n')), text);
  });
});

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const leaf = fc.oneof(
  word,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    'two words',
    'a: b',
    '# no comment',
    '',
    '${resources.db.host}',
    'first\nsecond\n',
    'one\n\n  two\n',
  ),
);
const tree = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(word, tie('value'), { maxKeys: 4 }),
  ),
})).value;
const document = fc.dictionary(word, tree, { minKeys: 1, maxKeys: 5 });
const noise = fc.constantFrom(
  (text: string) => text.replace(/: (?=[^\n|>&*!])/g, ':   '),
  (text: string) => text.replace(/\n(?=[a-z])/g, '\n\n\n# words\n'),
  (text: string) => text.replace(/([a-z0-9])\n/g, '$1   \n'),
  (text: string) => text.replace(/\n/g, '\r\n'),
  (text: string) => `${text}---\n${text}`,
  (text: string) => `# head\n\n${text}`,
);

describe('formatting any value', function () {
  this.timeout(20_000);

  it('makes of any indentation the one that is asked for', () => {
    fc.assert(
      fc.property(document, fc.integer({ min: 2, max: 6 }), (value, indent) => {
        const options = { lineWidth: 0, minContentWidth: 0, blockQuote: false } as const;
        const text = stringify(value, { ...options, indent });
        assert.equal(formatted(text), stringify(value, options));
      }),
      { numRuns: 150 },
    );
  });

  it('never changes a value, keeps every comment in its order, and settles in one step', () => {
    let changed = 0;
    fc.assert(
      fc.property(
        document,
        fc.integer({ min: 1, max: 7 }),
        fc.array(noise, { maxLength: 3 }),
        fc.constantFrom(1, 2, 4),
        (value, indent, noises, tabSize) => {
          const text = noises.reduce((made, add) => add(made), stringify(value, { indent, lineWidth: 0 }));
          const after = formatted(text, { tabSize });
          if (after !== text) changed++;
          assert.deepEqual(values(after), values(text));
          assert.deepEqual(
            after.match(/^\s*# words|^# head/gm)?.length,
            text.match(/^\s*# words|^# head/gm)?.length,
          );
          assert.equal(formatted(after, { tabSize }), after);
        },
      ),
      { numRuns: 150 },
    );
    assert.ok(changed > 75, `Only ${changed} of 150 texts were laid out.`);
  });
});
