import assert from 'node:assert/strict';
import type { Operation, Plan } from '../../../src/model/delivery.js';
import type { GuardAnswer } from '../../../src/model/guard.js';
import type { Decision } from '../../../src/model/parts.js';
import type { Platform } from '../../../src/model/platform.js';
import { PlatformError } from '../../../src/model/errors.js';
import { decide, type DecisionUi, type WaitingChange } from '../../../src/platform/decisions.js';

const waiting: Operation = {
  id: 'op_1',
  kind: 'Deployment',
  state: 'Blocked',
  done: false,
  createdAt: '2026-11-21T00:00:00Z',
  title: 'Promote hello to production',
  service: 'hello',
  environment: 'production',
  target: '/services/hello/deployments/dep_2',
  planFingerprint: 'sha256:a',
  blockedBy: { reason: 'ApprovalRequired' },
  createdBy: { type: 'user', id: 'user:default/otto' },
};
const plan: Plan = { fingerprint: 'sha256:a', summary: { update: 1 }, changes: [] };

function platformWith(operation: Operation, planned: Plan | PlatformError) {
  const sent: { id: string; decision: Decision; kind: string }[] = [];
  const requests: unknown[] = [];
  const answer = (kind: string) => (id: string, decision: Decision) => {
    sent.push({ id, decision, kind });
    return Promise.resolve({ ...operation, state: 'Running' });
  };
  const platform: Partial<Platform> = {
    getOperation: () => Promise.resolve(operation),
    listEnvironments: () =>
      Promise.resolve({ items: [{ name: 'production', type: 'production', production: true }] }),
    listDeployments: () =>
      Promise.resolve({
        items: [
          {
            id: 'dep_2',
            service: 'hello',
            environment: 'production',
            kind: 'Promote',
            state: 'Pending',
            promotedFrom: 'staging',
            release: { id: 'rel_1', version: '1', createdAt: '' },
          },
        ],
      }),
    planDeployment: (_service, request) => {
      requests.push(request);
      return planned instanceof PlatformError ? Promise.reject(planned) : Promise.resolve(planned);
    },
    approvals: { approve: answer('approve'), reject: answer('reject') },
  };
  return { platform: platform as Platform, sent, requests };
}

function person(answer: GuardAnswer | undefined): DecisionUi & { seen: WaitingChange[] } {
  const seen: WaitingChange[] = [];
  return {
    seen,
    confirm: (change) => {
      seen.push(change);
      return Promise.resolve(answer);
    },
  };
}
const full = { typedName: 'production', reason: 'looked at it' };

describe('a decision about a change that waits', () => {
  it('is sent with the fingerprint of the plan that was shown', async () => {
    const { platform, sent, requests } = platformWith(waiting, plan);
    const ui = person(full);
    const result = await decide(platform, 'op_1', 'approve', ui);
    assert.equal(result.outcome, 'done');
    assert.deepEqual(requests, [
      { kind: 'Promote', environment: 'production', release: 'rel_1', fromEnvironment: 'staging' },
    ]);
    assert.equal(ui.seen[0]?.planned?.plan.fingerprint, 'sha256:a');
    assert.deepEqual(sent, [
      { id: 'op_1', kind: 'approve', decision: { planFingerprint: 'sha256:a', comment: 'looked at it' } },
    ]);
  });

  it('is not sent without the typed name and a reason in production, nor when turned away', async () => {
    const { platform, sent } = platformWith(waiting, plan);
    const cases = [
      [{ reason: 'x' }, 'guard.confirmation'],
      [{ typedName: 'production' }, 'guard.reason'],
    ] as const;
    for (const [answer, code] of cases) {
      await assert.rejects(decide(platform, 'op_1', 'approve', person(answer)), { code });
    }
    assert.deepEqual(await decide(platform, 'op_1', 'approve', person(undefined)), { outcome: 'declined' });
    assert.equal(sent.length, 0);
  });

  it('never approves another plan than the one asked for, but may reject it', async () => {
    const { platform, sent } = platformWith(waiting, { ...plan, fingerprint: 'sha256:b' });
    const ui = person(full);
    await assert.rejects(decide(platform, 'op_1', 'approve', ui), {
      code: 'approval.changed',
      message: /otto ask again/,
    });
    assert.equal(ui.seen.length, 0);
    await decide(platform, 'op_1', 'reject', ui);
    assert.equal(ui.seen[0]?.isChanged, true);
    assert.deepEqual(
      sent.map(({ kind }) => kind),
      ['reject'],
    );
  });

  it('never approves what the platform does not show', async () => {
    const { platform, sent } = platformWith(waiting, new PlatformError('forbidden', 'No.'));
    await assert.rejects(decide(platform, 'op_1', 'approve', person(full)), { code: 'approval.unseen' });
    assert.equal(sent.length, 0);
  });

  it('is refused where the plan is blocked, and where nothing waits', async () => {
    const frozen = { ...plan, blocks: [{ reason: 'FreezeWindow', message: 'Frozen.' }] } as const;
    const { platform } = platformWith(waiting, frozen);
    await assert.rejects(decide(platform, 'op_1', 'approve', person({})), { code: 'guard.blocked' });
    const over = platformWith({ ...waiting, state: 'Succeeded', done: true }, plan);
    await assert.rejects(decide(over.platform, 'op_1', 'approve', person(full)), { code: 'approval.over' });
    await assert.rejects(decide({} as Platform, 'op_1', 'approve', person(full)), { code: 'approval.none' });
  });
});
