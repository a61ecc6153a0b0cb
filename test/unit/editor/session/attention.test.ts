import assert from 'node:assert/strict';
import { attentionOf } from '../../../../src/editor/session/attention.js';

describe('the attention of a window', () => {
  it('is full where something in sight has the focus, and none where neither holds', () => {
    assert.equal(attentionOf(true, true), 'full');
    assert.equal(attentionOf(true, false), 'background');
    assert.equal(attentionOf(false, true), 'background');
    assert.equal(attentionOf(false, false), 'none');
  });
});
