import assert from 'node:assert/strict';
import type { Operation } from '../../../../src/model/delivery.js';
import { changedFolders, folderProblems } from '../../../../src/editor/views/folderProblems.js';
import {
  waitingForApproval,
  waitingForMe,
  waitingOn,
  waitingSentence,
} from '../../../../src/editor/views/waiting.js';
import { environments, running, service, snapshot } from '../pictures.js';

const me = new Set(['user:default/ada', 'group:default/release']);

function blocked(id: string, more: Partial<Operation> = {}): Operation {
  return {
    id,
    kind: 'Deployment',
    state: 'Blocked',
    done: false,
    createdAt: '2026-11-21T12:00:00Z',
    service: 'orders',
    environment: 'production',
    blockedBy: { reason: 'ApprovalRequired', approvers: ['group:default/release'] },
    ...more,
  };
}

function live(...operations: readonly Operation[]) {
  return snapshot([service('orders', running('production', 'Healthy'))], {
    operations: new Map(operations.map((operation) => [operation.id, operation])),
    environments: new Map(
      environments.map((item) => [
        item.name,
        item.production ? { ...item, approvals: { preventSelfApproval: true } } : item,
      ]),
    ),
  });
}

const ids = (...operations: readonly Operation[]) =>
  waitingForMe({ live: live(...operations), me }).map(({ id }) => id);

describe('what waits for me', () => {
  it('is a change that waits for an approval of mine', () => {
    assert.deepEqual(ids(blocked('a')), ['a']);
    assert.deepEqual(ids(blocked('a', { blockedBy: { reason: 'ApprovalRequired' } })), ['a']);
  });

  it('is nothing that waits for others, for a gate, or for nobody any more', () => {
    const others = { reason: 'ApprovalRequired', approvers: ['group:default/board'] };
    assert.deepEqual(ids(blocked('a', { blockedBy: others })), []);
    assert.deepEqual(ids(blocked('a', { blockedBy: { reason: 'GateFailed' } })), []);
    assert.deepEqual(ids(blocked('a', { state: 'Running' })), []);
    assert.deepEqual(ids(blocked('a', { done: true })), []);
    assert.equal(waitingForApproval(live(blocked('a', { blockedBy: others }))).length, 1);
  });

  it('is an incident that I was called to, until somebody has it', () => {
    const incident = { id: 'i', title: 'Down', status: 'Triggered', assignees: [{ id: 'user:default/ada' }] };
    const others = { ...incident, id: 'o', assignees: [{ id: 'user:default/bob' }] };
    const taken = { ...incident, id: 't', status: 'Acknowledged' };
    const incidents = new Map([incident, others, taken].map((each) => [each.id, each]));
    const picture = { live: { ...live(blocked('a')), incidents }, workspace: new Set<string>(), me };
    assert.deepEqual(waitingOn([picture, picture]), { approvals: 2, incidents: 2 });
    assert.equal(waitingSentence({ approvals: 0, incidents: 0 }), undefined);
    assert.equal(waitingSentence({ approvals: 1, incidents: 0 }), '1 change waits for your approval');
  });

  it('is nothing that I asked for or approved', () => {
    assert.deepEqual(ids(blocked('a', { createdBy: { id: 'user:default/ada' } })), []);
    const approvals = [{ by: { id: 'user:default/ada' }, decision: 'Approved', at: '2026-11-21T12:01:00Z' }];
    assert.deepEqual(ids(blocked('a', { approvals })), []);
  });

  it('is nothing that the platform lets me not approve', () => {
    const state = {
      ...running('production', 'Healthy'),
      permissions: [{ name: 'approve', state: 'Denied' }],
    };
    const refusing = {
      ...live(blocked('a')),
      services: new Map([['orders', service('orders', state)]]),
    };
    assert.deepEqual(waitingForMe({ live: refusing, me }), []);
  });

  it('is nothing that names its approvers while nobody tells who I am', () => {
    assert.deepEqual(waitingForMe({ live: live(blocked('a')) }), []);
  });
});

describe('folders of services in trouble', () => {
  it('are told with what is wrong where', () => {
    const shown = snapshot([
      service('orders', running('staging', 'Degraded'), running('production', 'Healthy')),
      service('mail', running('staging', 'Healthy')),
      service('idle', { environment: 'staging', health: 'Missing' }),
    ]);
    const placed = ['orders', 'mail', 'idle', 'new'].map((name) => ({ name, folder: `file:///w/${name}` }));
    assert.deepEqual(
      [...folderProblems(placed, shown)],
      [['file:///w/orders', 'orders is Degraded in staging.']],
    );
  });

  it('are drawn again when their sentence changes', () => {
    const before = new Map([
      ['a', 'x'],
      ['b', 'x'],
      ['c', 'x'],
    ]);
    const after = new Map([
      ['a', 'x'],
      ['b', 'y'],
      ['d', 'x'],
    ]);
    assert.deepEqual(changedFolders(before, after), ['b', 'c', 'd']);
  });
});
