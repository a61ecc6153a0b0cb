import assert from 'node:assert/strict';
import { explanationChoices } from '../../../../src/editor/troubleshoot/explanationChoices.js';
import type { WhyFinding } from '../../../../src/platform/why/explain.js';

describe('an explanation without a cause', () => {
  const found = (...findings: readonly WhyFinding[]): string | undefined =>
    explanationChoices({ service: 'hello', environment: 'staging', question: 'deploy', findings })[0]?.label;
  const manifest: WhyFinding = { check: 'manifest', state: 'passed', sentence: 'No errors.' };

  it('says that nothing is in the way only when all was looked at', () => {
    assert.equal(found(manifest), 'Nothing keeps hello from being deployed to staging');
    const plan: WhyFinding = { check: 'plan', state: 'unknown', sentence: 'The platform does not answer.' };
    assert.equal(found(manifest, plan), 'No cause is found, but not everything could be looked at');
    const elsewhere: WhyFinding = { ...manifest, state: 'unknown', sentence: 'No manifest here names it.' };
    assert.equal(found(elsewhere), 'Nothing keeps hello from being deployed to staging');
  });
});
