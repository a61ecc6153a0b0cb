import assert from 'node:assert/strict';
import { lineRow, sectionRow } from '../../../../../src/editor/views/activity/activityRows.js';
import {
  incidentTooltip,
  operationTooltip,
} from '../../../../../src/editor/views/activity/activityTooltips.js';
import { incidentRow } from '../../../../../src/editor/views/activity/incidentRow.js';
import { operationRow, stepRow } from '../../../../../src/editor/views/activity/operationRow.js';
import { activityPicture, approval, incident, now, operation } from './operations.js';

const { live } = activityPicture([]);
const mine = { waitsForMe: false, isMine: true };

describe('the row of an operation', () => {
  it('tells where it is, which step runs and since when, and marks production', () => {
    const steps = [
      { id: 'build', name: 'Build', state: 'Succeeded' },
      { id: 'rollout', name: 'Roll out', state: 'Running' },
      { id: 'verify', name: 'Verify', state: 'Pending' },
    ];
    const row = operationRow(operation('a', { steps }), live, mine, now);
    assert.equal(row.label, 'Deploy orders 1.4.2');
    assert.equal(row.description, 'production · Roll out, step 2 of 3 · 30m');
    assert.equal(row.spoken, 'Deploy orders 1.4.2, production, Roll out, step 2 of 3, 30m');
    assert.ok(row.production);
    assert.deepEqual(row.tags, ['operation', 'running', 'cancelable', 'ofService', 'mine', 'prod']);
  });

  it('asks for my approval, and tells whose it is otherwise', () => {
    const blocked = operation('a', {
      state: 'Blocked',
      blockedBy: approval,
      createdBy: { id: 'user:default/bob' },
    });
    const forMe = operationRow(blocked, live, { waitsForMe: true, isMine: false }, now);
    assert.match(forMe.description, /waits for your approval · bob · 30m$/);
    assert.ok(forMe.tags.includes('approvable'));
    const forOthers = operationRow(blocked, live, { waitsForMe: false, isMine: false }, now);
    assert.match(forOthers.description, /waits for the approval of group|waits for the approval of shop/);
    assert.ok(!forOthers.tags.includes('approvable'));
    assert.ok(forOthers.tags.includes('undecided'));
  });

  it('lets nobody decide where no approval is waited for', () => {
    const frozen = operation('a', { state: 'Blocked', blockedBy: { reason: 'FreezeWindow' } });
    assert.ok(!operationRow(frozen, live, mine, now).tags.includes('undecided'));
  });

  it('tells what else it waits for', () => {
    const words = (blockedBy: NonNullable<ReturnType<typeof operation>['blockedBy']>): string =>
      operationRow(operation('a', { state: 'Blocked', blockedBy }), live, mine, now).description;
    assert.match(words({ reason: 'FreezeWindow', until: '2026-11-21T14:00:00Z' }), /frozen until \d/);
    assert.match(words({ reason: 'FreezeWindow' }), /frozen ·/);
    assert.match(words({ reason: 'GateFailed', name: 'soak' }), /the gate soak is closed/);
    assert.match(words({ reason: 'OperationInProgress' }), /waits for another operation/);
    assert.match(words({ reason: 'SomethingNew', message: 'Moon phase' }), /Moon phase/);
  });

  it('says why it failed', () => {
    const error = { type: 'rollout-failed', title: 'No instance became ready', status: 500 };
    const row = operationRow(operation('a', { state: 'Failed', error }), live, mine, now);
    assert.match(row.description, /failed: No instance became ready/);
    assert.equal(row.look.icon, 'error');
    assert.ok(!row.tags.includes('cancelable'));
  });

  it('makes a title where the platform gives none, and shows a new word as it came', () => {
    const untitled = operation('op_1', {
      kind: 'ActionRun',
      environment: 'nowhere',
      state: 'Hibernating',
      title: '',
    });
    const row = operationRow(untitled, live, mine, now);
    assert.equal(row.label, 'Action on orders');
    assert.match(row.description, /^nowhere · Hibernating/);
    assert.equal(row.look.icon, 'question');
  });
});

describe('the row of a step', () => {
  it('tells its state, how long it took and what it says', () => {
    const step = { id: 'b', name: 'Build', state: 'Failed', attempt: 2, message: 'Exit code 1' } as const;
    const row = stepRow(
      { ...step, startedAt: '2026-11-21T12:00:00Z', finishedAt: '2026-11-21T12:00:12Z' },
      true,
    );
    assert.equal(row.description, 'failed · attempt 2 · 12 s · Exit code 1');
    assert.equal(row.children, 'collapsed');
    assert.equal(stepRow({ id: 'b', name: 'Build', state: 'Pending' }, false).children, 'none');
  });
});

describe('the row of an incident', () => {
  it('tells how bad it is, where, and who has it', () => {
    const open = incidentRow(incident('i'), live, now);
    assert.equal(open.description, 'SEV2 · orders · production · nobody has it · 10m');
    assert.deepEqual(open.tags, [
      'incident',
      'triggered',
      'acknowledgeable',
      'resolvable',
      'ofService',
      'prod',
    ]);
    assert.equal(incidentRow(incident('i'), live, now, true).description, 'SEV2 · nobody has it · 10m');
    const taken = incidentRow(
      incident('i', { status: 'Acknowledged', assignees: [{ id: 'user:default/ada', displayName: 'Ada' }] }),
      live,
      now,
    );
    assert.match(taken.description, /acknowledged · Ada/);
    assert.ok(!taken.tags.includes('acknowledgeable'));
  });

  it('offers nothing to whom the platform allows nothing', () => {
    const denied = incident('i', { permissions: [{ name: 'update', state: 'Denied' }] });
    assert.deepEqual(incidentRow(denied, live, now).tags, ['incident', 'triggered', 'ofService', 'prod']);
  });
});

describe('the other rows of the Activity view', () => {
  it('speak of the level of a line', () => {
    const line = { id: '1', time: '2026-11-21T12:00:00Z', message: 'Out of memory', level: 'error' };
    assert.match(lineRow(line, now).spoken, /^error, Out of memory, /);
  });

  it('count what is in a section', () => {
    assert.equal(sectionRow('waiting', 2).spoken, 'Waiting for You, 2');
    assert.equal(sectionRow('past', 2).children, 'collapsed');
  });
});

describe('tooltips of the Activity view', () => {
  it('tell who decided what', () => {
    const approvals = [
      {
        by: { id: 'user:default/bob', displayName: 'Bob' },
        decision: 'Rejected',
        comment: 'Too late',
        at: '',
      },
    ];
    const { lines } = operationTooltip(
      operation('a', { state: 'Blocked', blockedBy: approval, approvals }),
      live,
    );
    assert.deepEqual(
      lines.find(([name]) => name === 'Rejected by'),
      ['Rejected by', 'Bob: Too late'],
    );
    assert.deepEqual(
      lines.find(([name]) => name === 'Waits for'),
      ['Waits for', 'group:default/shop'],
    );
  });

  it('tell what came before an incident and what to read', () => {
    const { lines } = incidentTooltip(
      incident('i', { suspectedDeployment: 'dep_77', runbooks: [{ title: 'Orders fail' }] }),
    );
    assert.deepEqual(
      lines.find(([name]) => name === 'Deployment before it'),
      ['Deployment before it', 'dep_77'],
    );
    assert.deepEqual(
      lines.find(([name]) => name === 'Runbooks'),
      ['Runbooks', 'Orders fail'],
    );
  });
});
