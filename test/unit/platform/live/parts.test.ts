import assert from 'node:assert/strict';
import type { Operation } from '../../../../src/model/delivery.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { LiveChange, LiveState } from '../../../../src/model/live.js';
import { createLiveState } from '../../../../src/platform/live/liveState.js';
import { FakePlatform, service } from '../fakePlatform.js';
import { quick, until } from './until.js';

describe('operations and incidents in the live picture', () => {
  const states: LiveState[] = [];
  const start = (fake: FakePlatform, timing = {}): LiveState => {
    const state = createLiveState(fake.platform, { timing: { ...quick, ...timing } });
    states.push(state);
    return state;
  };
  afterEach(() => {
    for (const state of states.splice(0)) state.dispose();
  });

  it('are read at the start, the own ones also when others crowd them out', async () => {
    const fake = offering('operations', 'incidents');
    fake.operations.set('mine', operation('mine', 0, { createdBy: { id: 'me' } }));
    for (let index = 1; index < 6; index++) {
      fake.operations.set(`op_${index}`, operation(`op_${index}`, index));
    }
    fake.incidents.set('inc_1', { id: 'inc_1', title: 'Down', status: 'Triggered' });
    fake.incidents.set('inc_2', { id: 'inc_2', title: 'Slow', status: 'Investigated' });
    fake.incidents.set('inc_3', { id: 'inc_3', title: 'Over', status: 'Resolved' });
    fake.incidents.set('inc_4', { id: 'inc_4', title: 'Long over', status: 'Resolved' });
    const state = start(fake);
    const { operations, incidents } = await until(state, ({ status }) => status === 'live');
    assert.deepEqual([...operations.keys()], ['mine', 'op_4', 'op_5'], 'those that began first in front');
    assert.deepEqual([...(incidents?.keys() ?? [])], ['inc_1', 'inc_2'], 'whatever is not resolved');
    assert.ok(!fake.calls.includes('incidents from 4'), 'what is over is not paged through');
  });

  it('keep their roster while services change, until one comes or goes; a burst of events is read at once', async () => {
    const fake = offering();
    for (const name of ['a', 'b', 'c']) fake.services.set(name, service(name));
    const state = start(fake);
    const { roster, services } = await until(state, ({ status }) => status === 'live');
    assert.ok(roster);
    fake.calls.length = 0;
    for (const name of ['a', 'b']) {
      fake.services.set(name, { ...service(name), title: 'New' });
      fake.emit('platform.service.changed', name);
    }
    const changed = await until(state, (picture) => picture.services.get('b')?.title === 'New');
    assert.notEqual(changed.services, services);
    assert.equal(changed.roster, roster);
    assert.equal(fake.calls.length, 1, fake.calls.join());
    fake.services.delete('c');
    fake.emit('platform.service.changed', 'c');
    const less = await until(state, (picture) => picture.services.size === 2);
    assert.notEqual(less.roster, roster);
  });

  it('follow the events, and tell what changed', async () => {
    const fake = offering('operations', 'incidents');
    fake.services.set('a', service('a'));
    const state = start(fake);
    await until(state, ({ status }) => status === 'live');
    const changes: LiveChange[] = [];
    state.onDidChange((change) => changes.push(change));
    fake.calls.length = 0;
    fake.incidents.set('inc_1', { id: 'inc_1', title: 'Down', status: 'Triggered' });
    fake.emit('platform.incident.changed', 'inc_1');
    await until(state, ({ incidents }) => incidents?.has('inc_1') === true);
    fake.incidents.set('inc_1', { id: 'inc_1', title: 'Down', status: 'Resolved' });
    fake.emit('platform.incident.changed', 'inc_1');
    await until(state, ({ incidents }) => incidents?.size === 0);
    fake.operations.set('op_1', operation('op_1', 1));
    fake.emit('platform.operation.changed', 'op_1');
    await until(state, ({ operations }) => operations.has('op_1'));
    assert.deepEqual(fake.calls, ['incident inc_1', 'incident inc_1', 'operation op_1']);
    assert.deepEqual(
      changes.map(({ all, operations, incidents }) => [all, ...operations, ...incidents]),
      [
        [false, 'inc_1'],
        [false, 'inc_1'],
        [false, 'op_1'],
      ],
    );
    fake.operations.set('op_2', operation('op_2', 2));
    fake.incidents.set('inc_2', { id: 'inc_2', title: 'Slow', status: 'Triggered' });
    fake.emit('platform.operation.changed');
    fake.emit('platform.incident.changed');
    await until(
      state,
      ({ operations, incidents }) => operations.has('op_2') && incidents?.has('inc_2') === true,
    );
  });

  it('are absent where the platform does not announce them', async () => {
    const fake = new FakePlatform();
    fake.operations.set('op_1', operation('op_1', 1));
    fake.incidents.set('inc_1', { id: 'inc_1', title: 'Down', status: 'Triggered' });
    const state = start(fake);
    const { operations, incidents } = await until(state, ({ status }) => status === 'live');
    assert.equal(operations.size, 0);
    assert.equal(incidents, undefined);
    fake.emit('platform.incident.changed', 'inc_1');
    fake.emit('platform.operation.changed', 'op_1');
    const after = await until(state, (snapshot) => snapshot.operations.has('op_1'));
    assert.equal(after.incidents, undefined);
    assert.ok(!fake.calls.some((call) => /incident|operations/.test(call)), fake.calls.join());
  });

  it('cost the rest of the picture nothing when they are refused or out of order', async () => {
    for (const code of ['forbidden', 'internal', 'not-implemented', 'timeout'] as const) {
      const fake = offering('operations', 'incidents');
      fake.services.set('a', service('a'));
      fake.incidents.set('inc_1', { id: 'inc_1', title: 'Down', status: 'Triggered' });
      fake.operations.set('op_1', operation('op_1', 1));
      fake.partFault = new PlatformError(code, 'No.');
      const state = start(fake, { reconcileMs: 30 });
      const snapshot = await until(state, ({ status }) => status === 'live');
      assert.deepEqual([...snapshot.services.keys()], ['a']);
      assert.equal(snapshot.incidents, undefined, code);
      fake.partFault = undefined;
      const after = await until(state, ({ incidents }) => incidents !== undefined);
      assert.deepEqual([...(after.incidents?.keys() ?? []), ...after.operations.keys()], ['inc_1', 'op_1']);
    }
  });

  it('are bounded: of what ended the oldest goes, what is in flight stays', async () => {
    const fake = offering('operations');
    fake.pageSize = 300;
    fake.operations.set('running', operation('running', 0, { done: false, state: 'Running' }));
    for (let index = 1; index < 250; index++) {
      fake.operations.set(`op_${index}`, operation(`op_${index}`, index));
    }
    const { operations } = await until(start(fake), ({ status }) => status === 'live');
    assert.equal(operations.size, 200);
    assert.ok(operations.has('running') && operations.has('op_249') && !operations.has('op_50'));
  });
});

function offering(...capabilities: readonly string[]): FakePlatform {
  const fake = new FakePlatform();
  fake.offered = capabilities;
  return fake;
}

function operation(id: string, minute: number, more: Partial<Operation> = {}): Operation {
  const createdAt = new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
  return { id, kind: 'Deployment', state: 'Succeeded', done: true, createdAt, ...more };
}
