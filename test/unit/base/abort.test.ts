import assert from 'node:assert/strict';
import { delay, onAbort, orAbort } from '../../../src/base/abort.js';

describe('the end of a signal', () => {
  it('is told to whoever still waits, once, whatever one of them throws', () => {
    const controller = new AbortController();
    const heard: string[] = [];
    const listen = (name: string) => onAbort(controller.signal, () => heard.push(name));
    const gone = listen('gone');
    listen('one');
    listen('other');
    gone.dispose();
    controller.abort();
    controller.abort();
    listen('late');
    assert.deepEqual(heard, ['one', 'other', 'late']);
  });

  it('may be waited for by many, without a warning of a leak', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warned);
    try {
      const { signal } = new AbortController();
      const waiting = Array.from({ length: 30 }, () => orAbort(delay(5, signal), signal));
      await Promise.all(waiting);
      await delay(0);
      assert.deepEqual(warnings, []);
    } finally {
      process.off('warning', warned);
    }
  });
});
