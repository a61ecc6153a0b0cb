import assert from 'node:assert/strict';
import type { Environment } from '../../../src/model/catalog.js';
import type { Plan } from '../../../src/model/delivery.js';
import { guardOf, refusalOf } from '../../../src/model/guard.js';

const development: Environment = { name: 'development', type: 'development', production: false };
const production: Environment = { name: 'production', type: 'production', production: true };
const plan: Plan = { fingerprint: 'sha256:1', summary: {}, changes: [] };

describe('guard', () => {
  it('asks nothing of a plain development deployment', () => {
    const guard = guardOf(development, plan);
    assert.equal(guard.confirmation, 'None');
    assert.equal(refusalOf(guard, {}), undefined);
  });

  it('wants the typed name and a reason in production whatever the platform says', () => {
    const guard = guardOf({ ...production, confirmation: 'None', requireReason: false }, plan);
    assert.equal(refusalOf(guard, { reason: 'PAY-1' })?.code, 'guard.confirmation');
    assert.equal(refusalOf(guard, { typedName: 'Production', reason: 'PAY-1' })?.code, 'guard.confirmation');
    assert.equal(refusalOf(guard, { typedName: 'production', reason: '  ' })?.code, 'guard.reason');
    assert.equal(refusalOf(guard, { typedName: 'production', reason: 'PAY-1' }), undefined);
  });

  it('takes the stricter of environment and plan', () => {
    const strict = { ...plan, requires: { confirmation: 'Confirm', reason: true } };
    const guard = guardOf({ ...development, confirmation: 'None' }, strict);
    assert.equal(guard.confirmation, 'Confirm');
    assert.equal(refusalOf(guard, {})?.code, 'guard.reason');
  });

  it('refuses what is blocked and what is not acknowledged', () => {
    const blocked = guardOf(development, {
      ...plan,
      blocks: [{ reason: 'FreezeWindow', message: 'Frozen until Monday.' }],
    });
    assert.equal(refusalOf(blocked, {})?.message, 'Frozen until Monday. Try again when it is over.');
    const warned = guardOf(development, {
      ...plan,
      warnings: [
        { code: 'migration', severity: 'Warning', message: 'Not reversible.', mustAcknowledge: true },
      ],
    });
    assert.equal(refusalOf(warned, {})?.code, 'guard.acknowledge');
    assert.equal(refusalOf(warned, { acknowledged: ['migration'] }), undefined);
  });
});
