import assert from 'node:assert/strict';
import { Passages } from '../../../src/local/runtime/passages.js';

describe('Passages', () => {
  let now = 0;
  let passages: Passages;
  beforeEach(() => {
    now = 1_000;
    passages = new Passages(() => now);
  });

  it('are busy until whoever asked was answered and left, or is silent', () => {
    assert.equal(passages.isBusy([80]), false);
    const passage = passages.open(80);
    assert.equal(passages.isBusy([80]), true, 'it was just opened: a question is on its way');
    assert.equal(passages.isBusy([81]), false, 'it leads to another port');
    now += 60_000;
    assert.equal(passages.isBusy([80]), true, 'an answer may take its time');
    passage.answered();
    assert.equal(passages.isBusy([80]), true, 'more of the answer may come');
    now += 250;
    assert.equal(passages.isBusy([80]), false, 'it is kept for later');
    passage.asked();
    assert.equal(passages.isBusy([81, 80]), true);
    passage.closed();
    assert.equal(passages.isBusy([80]), false);
  });

  it('are drained at once when nobody waits, and not waited for beyond the limit', async () => {
    await passages.drained([80], 0);
    passages.open(80);
    const real = new Passages();
    real.open(80);
    const startedAt = Date.now();
    await real.drained([80], 60);
    assert.ok(Date.now() - startedAt >= 60);
    assert.equal(real.isBusy([80]), true);
  });
});
