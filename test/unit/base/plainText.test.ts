import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longestLine, plainLine, plainText } from '../../../src/base/plainText.js';

const isTurning = (code: number): boolean =>
  (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);

describe('text from services and servers', () => {
  it('loses colours, titles, links and bells whole', () => {
    assert.equal(plainText('\u001b[31mred\u001b[0m'), 'red');
    assert.equal(plainText('\u001b]0;title\u0007text'), 'text');
    assert.equal(plainText('\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\'), 'link');
    assert.equal(plainText('a\u0007b\u009b2Jc'), 'abc');
  });

  it('loses marks that turn its direction', () => {
    assert.equal(plainText('user\u202e\u2066 admin'), 'user admin');
  });

  it('keeps tabs, line feeds and every script', () => {
    assert.equal(plainText('a\tb\nc\r\nd – ü 漢字 🚀'), 'a\tb\nc\nd – ü 漢字 🚀');
  });

  it('never lets a control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        for (const character of plainLine(text)) {
          const code = character.codePointAt(0) ?? 0;
          const isControl = (code < 0x20 && character !== '\t') || (code >= 0x7f && code <= 0x9f);
          assert.ok(!isControl && !isTurning(code), `U+${code.toString(16)}`);
        }
      }),
    );
  });

  it('caps a long line with a mark', () => {
    const line = plainLine('x'.repeat(longestLine + 1));
    assert.ok(line.endsWith(' […]'));
    assert.ok(line.length < longestLine + 10);
  });
});
