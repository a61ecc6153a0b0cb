import assert from 'node:assert/strict';
import { labelSelector } from '../../../src/local/catalog/labelSelector.js';
import { derived } from '../../../src/local/store/derived.js';

describe('labelSelector', () => {
  const labels = { tier: 'gold', 'example.com/zone': 'eu-1', empty: '' };

  it('reads the grammar of Kubernetes', () => {
    const cases: readonly (readonly [string, boolean])[] = [
      ['tier=gold', true],
      ['tier==gold', true],
      ['tier!=gold', false],
      ['other!=gold', true],
      ['tier in (silver, gold)', true],
      ['tier notin (silver, gold)', false],
      ['other notin (gold)', true],
      ['example.com/zone', true],
      ['!tier', false],
      ['!other', true],
      ['empty=', true],
      ['tier=gold,example.com/zone in (eu-1,eu-2),!other', true],
      ['tier=gold,other', false],
      ['toString', false],
      ['', true],
    ];
    for (const [selector, fits] of cases) assert.equal(labelSelector(selector)(labels), fits, selector);
  });

  it('refuses what it cannot read', () => {
    for (const selector of ['a=b=c', 'a in b', '=x', 'a in (b', 'a > 1', '!a=b']) {
      assert.throws(() => labelSelector(selector), /Cannot read/, selector);
    }
  });
});

describe('derived', () => {
  it('works something out once for each part', () => {
    let count = 0;
    const sizes = derived((list: readonly number[]) => ({ count: ++count, size: list.length }));
    const one = [1, 2];
    assert.equal(sizes(one), sizes(one));
    assert.equal(sizes([...one]).count, 2);
  });
});
