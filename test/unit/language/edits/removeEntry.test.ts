import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseYaml } from '../../../../src/language/documents/yamlDocument.js';
import { changed } from '../../../../src/language/edits/change.js';
import { holderAt } from '../../../../src/language/edits/holder.js';
import { removeEntry } from '../../../../src/language/edits/removeEntry.js';

function without(text: string, ...path: (string | number)[]): string {
  const [document] = parseYaml(text) ?? [];
  const holder = document && holderAt(document, path);
  const changes = document && holder && removeEntry(document, holder);
  assert.ok(changes, text);
  return changed(text, changes);
}

/** A list in brackets, entries in lines, each line with comments above and behind. */
const lists = fc.record({
  opening: fc.boolean(),
  lines: fc.array(
    fc.record({ entries: fc.integer({ min: 1, max: 3 }), above: fc.boolean(), behind: fc.boolean() }),
    { minLength: 1, maxLength: 4 },
  ),
  isClosedBelow: fc.boolean(),
  endsWithComma: fc.boolean(),
  lineBreak: fc.constantFrom('\n', '\r\n'),
  at: fc.nat(),
});

describe('removing an entry', () => {
  it('leaves empty brackets without blanks', () => {
    for (const [text, ...path] of [
      ['a: { x: 1 }\n', 'a', 'x'],
      ['a: { x: 1, }\n', 'a', 'x'],
      ['a: {\n  # of x\n  x: 1 # of x\n}\n', 'a', 'x'],
    ] as const) {
      assert.equal(without(text, ...path), 'a: {}\n');
    }
    assert.equal(without('a: [ 1 ] # of a\n', 'a', 0), 'a: [] # of a\n');
    assert.equal(without('a: [ # of a\n  1 # one\n]\n', 'a', 0), 'a: [ # of a\n]\n');
    assert.equal(without('a: [ # of a\n  # one\n  1 ]\n', 'a', 0), 'a: [ # of a\n  ]\n');
  });

  it('takes its comments along in braces, and no others', () => {
    const map = 'a: {\n  # of x\n  x: 1, # x\n  # of y\n  y: 2 # y\n}\n';
    assert.equal(without(map, 'a', 'x'), 'a: {\n  # of y\n  y: 2 # y\n}\n');
    assert.equal(without(map, 'a', 'y'), 'a: {\n  # of x\n  x: 1 # x\n}\n');
    const first = 'a: [\n  # one\n  1 # 1\n  , 2 # 2\n  , 3 # 3\n]\n';
    assert.equal(without(first, 'a', 0), 'a: [\n  2 # 2\n  , 3 # 3\n]\n');
    assert.equal(without(first, 'a', 1), 'a: [\n  # one\n  1 # 1\n  , 3 # 3\n]\n');
    assert.equal(without(first, 'a', 2), 'a: [\n  # one\n  1 # 1\n  , 2 # 2\n]\n');
    assert.equal(without('a: [\n  1 # 1\n  , 2 ]\n', 'a', 1), 'a: [\n  1 # 1\n   ]\n');
    assert.equal(without('a: { x: 1, # x\n  y: 2 }\n', 'a', 'y'), 'a: { x: 1 # x\n  }\n');
  });

  it('leaves one blank line of two, and none at the end', () => {
    assert.equal(without('a: 1\n\n# b\nb: 2\n\nc: 3\n', 'b'), 'a: 1\n\nc: 3\n');
    assert.equal(without('a: 1\n\n# b\nb: 2\n', 'b'), 'a: 1\n');
    assert.equal(
      without('a:\n  - 1\n\n  - 2\n\n\n  # three\n  - 3\n', 'a', 1),
      'a:\n  - 1\n\n  # three\n  - 3\n',
    );
    assert.equal(without('a: |+\n  x\n\nb: 2\nc: 3\n', 'b'), 'a: |+\n  x\n\nc: 3\n');
  });

  it('keeps a list in brackets valid, however it is laid out', () => {
    fc.assert(
      fc.property(lists, ({ opening, lines, isClosedBelow, endsWithComma, lineBreak, at }) => {
        const count = lines.reduce((sum, { entries }) => sum + entries, 0);
        const index = at % count;
        const kept: string[] = opening ? ['# open.'] : [];
        const gone: string[] = [];
        let next = 0;
        const written = lines.flatMap(({ entries, above, behind }, line) => {
          const own = Array.from({ length: entries }, () => next++);
          const isLast = line === lines.length - 1;
          const hasBehind = behind && (!isLast || isClosedBelow);
          const comma = isLast && !endsWithComma ? '' : ',';
          if (above) (own.length === 1 && own[0] === index ? gone : kept).push(`# above ${line}.`);
          if (hasBehind) (own.at(-1) === index ? gone : kept).push(`# behind ${line}.`);
          return [
            ...(above ? [`  # above ${line}.`] : []),
            `  ${own.join(', ')}${comma}${hasBehind ? ` # behind ${line}.` : ''}`,
          ];
        });
        const end = isClosedBelow ? ['  ]'] : [];
        const body = [opening ? 'a: [ # open.' : 'a: [', ...written, ...end].join(lineBreak);
        const text = `${body}${isClosedBelow ? '' : ' ]'} # of a${lineBreak}b: 1${lineBreak}`;
        const done = without(text, 'a', index);
        const [document] = parseYaml(done) ?? [];
        const told = `${index} of\n${text}---\n${done}`;
        assert.deepEqual(document?.tree.errors, [], told);
        const rest = Array.from({ length: count }, (_, one) => one).filter((one) => one !== index);
        assert.deepEqual(document.value, { a: rest, b: 1 }, told);
        for (const comment of [...kept, '# of a']) assert.ok(done.includes(comment), `${comment}: ${told}`);
        for (const comment of gone) assert.ok(!done.includes(comment), `${comment}: ${told}`);
        assert.ok(!/^[ \t]+$/m.test(done.replaceAll('\r', '')), told);
      }),
      { numRuns: 300 },
    );
  });
});
