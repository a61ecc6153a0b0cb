import assert from 'node:assert/strict';
import { runSteps, tried, type Step } from '../../../../src/editor/connect/steps.js';

type Answer = 'on' | 'back' | 'out';

/** Steps that answer by a script, and what was asked. */
function scripted(script: Readonly<Record<string, Answer[]>>) {
  const asked: string[] = [];
  const step =
    (name: string): Step =>
    (onBack) => {
      const answer = script[name]?.shift() ?? 'on';
      asked.push(onBack ? name : `${name} first`);
      if (answer === 'back') onBack?.();
      return Promise.resolve(answer === 'on');
    };
  return { asked, step };
}

describe('the steps of a wizard', () => {
  it('go on, back and out; the first has no way back', async () => {
    const { asked, step } = scripted({ two: ['back'], three: ['back'] });
    const steps = ['one', 'two', 'three'].map(step);
    assert.equal(await runSteps(() => steps), true);
    assert.deepEqual(asked, ['one first', 'two', 'one first', 'two', 'three', 'two', 'three']);
    const out = scripted({ two: ['out'] });
    assert.equal(await runSteps(() => ['one', 'two', 'three'].map(out.step)), false);
    assert.deepEqual(out.asked, ['one first', 'two']);
  });

  it('are looked at anew after each answer', async () => {
    const { asked, step } = scripted({});
    const names = ['one'];
    const more: Step = async (onBack) => {
      names.push('two');
      return step('one')(onBack);
    };
    await runSteps(() => names.map((name) => (name === 'one' ? more : step(name))));
    assert.deepEqual(asked, ['one first', 'two']);
  });

  it('ask again what was tried in vain, and never try again on the way back', async () => {
    const { asked, step } = scripted({ try: ['back', 'on'], last: ['back'] });
    const steps = [step('first'), tried(step('ask'), step('try')), step('last')];
    assert.equal(await runSteps(() => steps), true);
    assert.deepEqual(asked, ['first first', 'ask', 'try', 'ask', 'try', 'last', 'ask', 'try', 'last']);
  });
});
