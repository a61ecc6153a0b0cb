import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UserError } from '../../../../src/model/errors.js';
import { demandLabel, oneOf, quoted } from '../../../../src/platform/prometheus/promql.js';

/** Reads a string as Go and PromQL do; fails where it does not end at its end. */
function unquoted(text: string): string {
  assert.match(text, /^"(?:[^"\\\n]|\\[bfnrt\\"]|\\u[0-9a-f]{4})*"$/);
  return JSON.parse(text) as string;
}

describe('texts in PromQL', () => {
  it('stay inside their quotes, whatever they say', () => {
    for (const value of ['a"b', 'a\\', 'a\\"} or up{x="', 'a\nb', 'ä☃\u{1f600}', '']) {
      assert.equal(unquoted(quoted(value)), value);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        assert.equal(unquoted(quoted(value)), value);
      }),
    );
  });

  it('have no half of a character, which no UTF-8 has', () => {
    assert.equal(quoted('a\ud800b'), '"a\ufffdb"');
  });

  it('match one value as it is, and several as words without a meaning', () => {
    assert.equal(oneOf('job', ['shop.cart']), 'job="shop.cart"');
    assert.equal(oneOf('job', ['shop.cart', 'a|b']), String.raw`job=~"shop\\.cart|a\\|b"`);
    assert.equal(oneOf('job', []), 'job!=""');
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 5 }), fc.string(), (values, other) => {
        const expression = new RegExp(`^(?:${unquoted(oneOf('l', values).slice('l=~'.length))})$`, 's');
        for (const value of values) assert.ok(expression.test(value), value);
        assert.equal(expression.test(other), values.includes(other));
      }),
    );
  });

  it('take only names of labels for labels', () => {
    assert.equal(demandLabel('environment'), 'environment');
    for (const name of ['', 'a-b', '1a', 'a="b",c', 'a\n']) assert.throws(() => demandLabel(name), UserError);
  });
});
