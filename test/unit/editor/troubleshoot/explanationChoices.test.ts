import assert from 'node:assert/strict';
import {
  explanationChoices,
  longText,
  type Taken,
} from '../../../../src/editor/troubleshoot/explanationChoices.js';
import type { Choice } from '../../../../src/editor/prompts.js';
import type { Explanation, WhyFinding } from '../../../../src/platform/why/explain.js';

const asked = { service: 'hello', environment: 'staging', question: 'deploy' } as const;
const manifest: WhyFinding = { check: 'manifest', state: 'passed', sentence: 'No errors.' };

describe('an explanation without a cause', () => {
  const found = (...findings: readonly WhyFinding[]): readonly Choice<Taken>[] =>
    explanationChoices({ ...asked, findings });

  it('says that nothing is in the way only when all was looked at', () => {
    assert.equal(found(manifest)[0]?.label, 'Nothing keeps hello from being deployed to staging');
    const plan: WhyFinding = { check: 'plan', state: 'unknown', sentence: 'The platform does not answer.' };
    assert.equal(found(manifest, plan)[0]?.label, 'No cause is found, but not everything could be looked at');
    const elsewhere: WhyFinding = { ...manifest, state: 'unknown', sentence: 'No manifest here names it.' };
    assert.equal(found(elsewhere)[0]?.label, 'Nothing keeps hello from being deployed to staging');
  });

  it('offers to deploy what is in the workspace, and says that somebody has to approve it', () => {
    const permission: WhyFinding = { check: 'permission', state: 'passed', sentence: 'Somebody approves.' };
    const [nothing, deploy] = found(manifest, permission);
    assert.equal(nothing?.detail, 'Somebody approves.');
    assert.deepEqual(deploy?.value, { take: 'deploy' });
    const elsewhere = found({ ...manifest, state: 'unknown' }, permission);
    assert.ok(!elsewhere.some(({ value }) => value.take === 'deploy'));
  });
});

describe('an explanation with a cause', () => {
  const because = (cause: WhyFinding): Explanation => ({ ...asked, findings: [cause], cause });

  it('offers to decide about what waits for that, or to call it off, and never to ask for it again', () => {
    const waits: WhyFinding = { check: 'operation', state: 'cause', sentence: 'It waits.', step: 'decide' };
    const labels = explanationChoices(because(waits)).map(({ label }) => label);
    assert.deepEqual(labels.slice(0, 3), ['Under way', 'Approve or Reject…', 'Call It Off…']);
  });

  it('is shown whole where a line would cut it', () => {
    const short: WhyFinding = { check: 'manifest', state: 'cause', sentence: 'No.', remedy: 'Mend it.' };
    assert.equal(longText(because(short)), undefined);
    const long = { ...short, sentence: 'A very long story. '.repeat(5).trim() };
    assert.equal(longText(because(long)), `${long.sentence} Mend it.`);
    const [cause, remedy] = explanationChoices(because(long));
    assert.ok(!cause?.detail?.includes('story'));
    assert.equal(remedy?.detail, undefined);
  });
});
