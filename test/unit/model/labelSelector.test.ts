import assert from 'node:assert/strict';
import { fitsLabels, readLabelSelector } from '../../../src/model/labelSelector.js';

const read = (source: string): ReturnType<typeof readLabelSelector> =>
  readLabelSelector(source, (part) => new TypeError(part));

describe('a label selector', () => {
  const labels = { tier: 'high', 'app.kubernetes.io/name': 'cart', empty: '' };

  for (const [source, fits] of [
    ['', true],
    ['tier=high', true],
    ['tier==high', true],
    ['tier=low', false],
    ['tier!=high', false],
    ['other!=high', true],
    ['tier in (low, high)', true],
    ['tier notin (low,high)', false],
    ['other notin (low)', true],
    ['tier', true],
    ['!tier', false],
    ['!other', true],
    ['empty=', true],
    ['app.kubernetes.io/name=cart,tier in (high),!other', true],
    ['app.kubernetes.io/name=cart,tier in (low),!other', false],
    ['toString', false],
  ] as const) {
    it(`"${source}" ${fits ? 'fits' : 'does not fit'}`, () => {
      assert.equal(fitsLabels(read(source), labels), fits);
    });
  }

  for (const source of ['a=b=c', 'a in b', '((', 'a,=b', '-a']) {
    it(`is not "${source}"`, () => assert.throws(() => read(source), TypeError));
  }
});
