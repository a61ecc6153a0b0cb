import assert from 'node:assert/strict';
import { execConsent } from '../../../../src/editor/session/execConsent.js';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.js';

function world(answer: boolean) {
  const kept = new Map<string, unknown>();
  const store = {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  const prompts = new ScriptedPrompts({ 'kubeconfig.command': answer });
  const state = { isTrusted: true };
  const consent = () =>
    execConsent(
      store,
      () => prompts,
      () => state.isTrusted,
    );
  return { prompts, state, consent };
}

describe('consent to a command of the kubeconfig', () => {
  it('is asked for once, and remembered over windows for that command with its arguments', async () => {
    const { prompts, consent } = world(true);
    const { consent: ask } = consent();
    assert.deepEqual(await Promise.all([ask('aws', ['eks']), ask('aws', ['eks'])]), [true, true]);
    assert.equal(prompts.asked.length, 1);
    assert.equal(await consent().consent('aws', ['eks']), true);
    assert.equal(prompts.asked.length, 1);
    await consent().consent('aws', ['s3', 'rm']);
    assert.equal(prompts.asked.length, 2);
  });

  it('is not asked for, and not given, in a workspace without trust', async () => {
    const { prompts, state, consent } = world(true);
    await consent().consent('aws', []);
    state.isTrusted = false;
    assert.equal(await consent().consent('aws', []), false);
    assert.equal(prompts.asked.length, 1);
  });

  it('once turned away is not asked for again, until the person comes back to it', async () => {
    const { prompts, consent } = world(false);
    const { consent: ask, askAgain } = consent();
    assert.equal(await ask('aws', []), false);
    assert.equal(await ask('aws', []), false);
    assert.equal(prompts.asked.length, 1);
    askAgain();
    assert.equal(await ask('aws', []), false);
    assert.equal(prompts.asked.length, 2);
  });
});
