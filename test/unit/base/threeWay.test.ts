import assert from 'node:assert/strict';
import fc from 'fast-check';
import { threeWay } from '../../../src/base/threeWay.js';

const labels = { ours: 'yours', theirs: 'template 2.0.0' };
const merged = (base: string | undefined, ours: string, theirs: string): string =>
  threeWay(base, ours, theirs, labels).text;

describe('a merge of three', () => {
  const base = 'a\nb\nc\nd\n';

  it('takes the change of either side', () => {
    assert.equal(merged(base, 'A\nb\nc\nd\n', 'a\nb\nc\nD\n'), 'A\nb\nc\nD\n');
    assert.equal(merged(base, 'a\nb\nc\nd\ne\n', 'a\nc\nd\n'), 'a\nc\nd\ne\n');
    assert.equal(merged(base, 'a\nX\nc\nd\n', 'a\nX\nc\nd\n'), 'a\nX\nc\nd\n');
  });

  it('keeps both where both changed the same place', () => {
    assert.deepEqual(threeWay(base, 'a\nmine\nc\nd\n', 'a\ntheirs\nc\nd\n', labels), {
      text: 'a\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> template 2.0.0\nc\nd\n',
      conflicts: 1,
    });
  });

  it('knows no side to be right without a base', () => {
    const { conflicts } = threeWay(undefined, 'a\nb\nc\n', 'a\nX\nc\n', labels);
    assert.equal(conflicts, 1);
    assert.equal(threeWay(undefined, base, base, labels).conflicts, 0);
  });

  const lines = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
    .map((all) => all.map((line) => `${line}\n`).join(''));

  it('changes nothing where nothing is to be merged', () => {
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        assert.deepEqual(threeWay(one, one, other, labels), { text: other, conflicts: 0 });
        assert.deepEqual(threeWay(one, other, one, labels), { text: other, conflicts: 0 });
        assert.deepEqual(threeWay(one, other, other, labels), { text: other, conflicts: 0 });
      }),
    );
  });

  it('loses no line that only one side has', () => {
    fc.assert(
      fc.property(lines, lines, lines, (origin, one, other) => {
        const { text } = threeWay(origin, `${one}mine\n`, `theirs\n${other}`, labels);
        assert.ok(text.includes('mine\n') && text.includes('theirs\n'), text);
      }),
    );
  });
});
