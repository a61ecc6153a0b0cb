import assert from 'node:assert/strict';
import { sentenceOf, toneOf } from '../../../../src/editor/commands/fault.js';
import { notTwice } from '../../../../src/editor/delivery/atOnce.js';
import { NothingToDo, PlatformError, UserError } from '../../../../src/model/errors.js';

describe('what a person reads when a command does nothing', () => {
  it('is an error only when something failed', () => {
    assert.equal(toneOf(new UserError('manifest.invalid', 'Mend it.')), 'error');
    assert.equal(toneOf(new PlatformError('forbidden', 'No.')), 'error');
    assert.equal(toneOf(new Error('Oops.')), 'error');
    assert.equal(toneOf(new NothingToDo('cancel.done', 'It has ended already.')), 'info');
  });

  it('is an information that a place is being changed already', async () => {
    let end = (): void => undefined;
    const first = notTwice('one', 'hello in staging', () => new Promise<void>((resolve) => (end = resolve)));
    const second = await notTwice('one', 'hello in staging', () => Promise.resolve()).catch(
      (error: unknown) => error,
    );
    assert.equal(toneOf(second), 'info');
    assert.match(sentenceOf(second), /^hello in staging is being changed from this window already/);
    end();
    await first;
    await notTwice('one', 'hello in staging', () => Promise.resolve());
  });
});
