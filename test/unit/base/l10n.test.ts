import assert from 'node:assert/strict';
import { t } from '../../../src/base/l10n.js';

describe('a text with places', () => {
  it('ends a sentence once, whatever stands in its last place', () => {
    for (const [value, expected] of [
      ['a', 'Not a. Change it.'],
      ['Ltd.', 'Not Ltd. Change it.'],
      ['cut…', 'Not cut… Change it.'],
      ['2', 'Not 2. Change it.'],
    ] as const) {
      assert.equal(t('Not {0}. Change it.', value), expected);
      assert.equal(t('Not {0}.', value), expected.slice(0, -' Change it.'.length));
    }
  });

  it('keeps full stops that end no sentence', () => {
    assert.equal(t('{0}.yaml in {1}.{2}', 'a.', 'b.', 3), 'a..yaml in b..3');
    assert.equal(t('{0}', 'etc.'), 'etc.');
  });
});
