import assert from 'node:assert/strict';
import type { ServiceEnvironment } from '../../../../src/model/catalog.js';
import { detailsOf } from '../../../../src/editor/views/details.js';
import { NodeStore } from '../../../../src/editor/views/nodes.js';
import { previousState, standingOf, standingWords } from '../../../../src/editor/views/promotion.js';
import { rowOf } from '../../../../src/editor/views/rows.js';
import { picture, running, service, snapshot } from '../pictures.js';

const now = Date.parse('2026-11-21T12:30:00Z');

function at(environment: string, version: string, committedAt?: string): ServiceEnvironment {
  const state = running(environment, 'Healthy', version);
  const commit = { commit: { id: version, ...(committedAt !== undefined && { committedAt }) } };
  return { ...state, current: { ...state.current!, ...commit } };
}

describe('what is below a deployment', () => {
  it('tells what needs a person first, then instances, the last deployment, objectives and links', () => {
    const state: ServiceEnvironment = {
      ...running('staging', 'Degraded'),
      operation: 'op_1',
      openIncidents: 2,
      suggestion: { kind: 'Rollback', message: 'Roll back to 1.0.' },
      replicas: { desired: 3, ready: 1 },
      slo: { worstStatus: 'Breached', minBudgetRemainingPercent: 12.4 },
      links: [
        { url: 'https://dash.example.com/orders', title: 'Dashboard' },
        { url: 'javascript:alert(1)', title: 'Bad' },
        { url: 'https://user:secret@example.com/', title: 'Worse' },
      ],
    };
    const operation = {
      id: 'op_1',
      kind: 'Deployment',
      state: 'Blocked',
      done: false,
      createdAt: '2026-11-21T12:00:00Z',
      blockedBy: { reason: 'ApprovalRequired', message: 'It waits for approval.' },
    } as const;
    const live = snapshot([service('orders', state)], { operations: new Map([['op_1', operation]]) });
    const lines = detailsOf(state, live, now).map(({ row }) => `${row.label}: ${row.description}`);
    assert.deepEqual(lines, [
      'Waiting: It waits for approval.',
      '2 open incidents: ',
      'Suggested: Roll back to 1.0.',
      'Instances: 1 of 3 ready',
      'Last deployment: 1a2b3c4 · 2h',
      'Objectives: breached · 12% of the error budget left',
      'Dashboard: open',
      '127.0.0.1:4000: open',
    ]);
  });

  it('is a row of its own, below its deployment', () => {
    const nodes = new NodeStore();
    const shown = picture([service('orders', running('staging', 'Healthy'))]);
    const deployment = nodes.deployment('orders', 'staging', 'service');
    const row = rowOf(nodes.detail(deployment, 'deployment'), shown, now);
    assert.equal(row.spoken, 'Last deployment: 1a2b3c4 · 2h');
    assert.equal(rowOf(nodes.detail(deployment, 'gone'), shown, now).label, 'no longer so');
    assert.equal(rowOf(deployment, shown, now).children, 'collapsed');
    const idle = rowOf(nodes.deployment('orders', 'production', 'service'), shown, now);
    assert.equal(idle.children, 'none');
  });
});

describe('behind or ahead of the environment before', () => {
  it('is told by the commits, and left open without their times', () => {
    const old = at('staging', 'a', '2026-11-20T10:00:00Z');
    const fresh = at('development', 'b', '2026-11-21T10:00:00Z');
    assert.equal(standingOf(old, fresh), 'behind');
    assert.equal(standingOf(fresh, old), 'ahead');
    assert.equal(standingOf(at('staging', 'a'), at('development', 'b')), 'different');
    assert.equal(standingOf(at('staging', 'a'), at('development', 'a')), 'same');
  });

  it('compares with the nearest one that the service is deployed in', () => {
    const old = at('production', 'a', '2026-11-20T10:00:00Z');
    const orders = service('orders', at('development', 'b', '2026-11-21T10:00:00Z'), old);
    const { live } = picture([orders]);
    assert.equal(previousState(live, orders, 'production')?.environment, 'development');
    assert.equal(previousState(live, orders, 'development'), undefined);
    assert.equal(standingWords(live, orders, old), 'behind development');
    const row = rowOf(new NodeStore().deployment('orders', 'production', 'service'), picture([orders]), now);
    assert.equal(row.description, 'Healthy · a · behind development · 2h');
  });
});
