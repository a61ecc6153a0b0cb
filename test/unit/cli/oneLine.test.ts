import assert from 'node:assert/strict';
import fc from 'fast-check';
import { oneLine } from '../../../src/cli/oneLine.js';
import { table } from '../../../src/cli/table.js';

describe('oneLine', () => {
  it('takes out what steers a terminal and keeps what one reads', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['\u001b[1;31mred\u001b[0m', 'red'],
      ['\u001b]0;title\u0007text', 'text'],
      ['\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\', 'link'],
      ['\u009b31mred', 'red'],
      ['\u001bPq#0\u001b\\sixel', 'sixel'],
      ['\u001bcreset', 'reset'],
      ['a\r\nb\u0008\u0000c', 'a bc'],
      ['a\tb', 'a  b'],
      ['\u202egnp.exe', 'gnp.exe'],
      ['Grüße 👋 — ok', 'Grüße 👋 — ok'],
    ];
    for (const [text, expected] of cases) assert.equal(oneLine(text), expected, JSON.stringify(text));
  });

  it('never lets a control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        assert.doesNotMatch(oneLine(text), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('table', () => {
  it('lays out columns', () => {
    assert.equal(table([['A', 'BB', 'C'], ['aaa', 'b', ''], []]), 'A    BB  C\naaa  b\n');
  });
});
