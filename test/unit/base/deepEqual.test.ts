import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isDeepEqual } from '../../../src/base/deepEqual.js';

describe('whether plain values are the same', () => {
  it('is told whatever the order of keys', () => {
    assert.ok(isDeepEqual({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 }));
    for (const [one, other] of [
      [{ a: 1 }, { a: 1, b: 2 }],
      [{ a: undefined }, { b: undefined }],
      [
        [1, 2],
        [2, 1],
      ],
      [[], {}],
      [null, {}],
      ['1', 1],
    ]) {
      assert.ok(!isDeepEqual(one, other), JSON.stringify([one, other]));
    }
  });

  it('holds for the copy of any JSON, and not for what one more thing is in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.ok(isDeepEqual(value, structuredClone(value)));
        assert.ok(!isDeepEqual({ value }, { value, more: true }));
        assert.ok(!isDeepEqual([value], [value, value]));
      }),
    );
  });
});
