import assert from 'node:assert/strict';
import { breather } from '../../../src/base/breather.js';

describe('a breather', () => {
  it('gives way once the work took a while, and costs nothing before', async () => {
    const breathe = breather();
    let hasRun = false;
    setTimeout(() => (hasRun = true), 0);
    await breathe();
    assert.equal(hasRun, false);
    const end = performance.now() + 12;
    while (performance.now() < end) continue;
    await breathe();
    assert.equal(hasRun, true);
  });
});
