import assert from 'node:assert/strict';
import { LogText } from '../../../../src/editor/logs/logText.js';

describe('the text of a log view', () => {
  it('keeps the latest lines and says how many are left out', () => {
    const text = new LogText('head', 2);
    text.append('a\nb\n');
    assert.equal(text.toString(), 'head\na\nb\n');
    text.append('c\n');
    assert.equal(text.toString(), 'head\n— 1 earlier lines left out —\nb\nc\n');
  });
});
