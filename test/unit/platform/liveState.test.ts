import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PlatformError } from '../../../src/model/errors.js';
import type { LiveChange, LiveSnapshot, LiveState } from '../../../src/model/live.js';
import { createLiveState, type LiveOptions } from '../../../src/platform/live/liveState.js';
import { FakePlatform, service } from './fakePlatform.js';
import { poll, quick, until } from './live/until.js';

describe('LiveState', () => {
  const states: LiveState[] = [];
  const start = (fake: FakePlatform, options: LiveOptions = {}): LiveState => {
    const state = createLiveState(fake.platform, { timing: quick, ...options });
    states.push(state);
    return state;
  };
  afterEach(() => {
    for (const state of states.splice(0)) state.dispose();
  });

  it('starts loading and reads every page, services and environments in the order of the platform', async () => {
    const fake = new FakePlatform();
    for (const name of ['c', 'a', 'b', 'e', 'd']) fake.services.set(name, service(name));
    fake.environments.set('dev', { name: 'dev', type: 'development', production: false });
    const state = start(fake);
    assert.equal(state.snapshot.status, 'loading');
    const snapshot = await until(state, ({ status }) => status === 'live');
    assert.deepEqual([...snapshot.services.keys()], ['c', 'a', 'b', 'e', 'd']);
    assert.deepEqual([...snapshot.environments.keys()], ['dev']);
    assert.equal(snapshot.info?.name, 'fake');
    assert.ok(snapshot.asOf !== undefined && snapshot.error === undefined);
  });

  it('reads again only what an event names', async () => {
    const fake = new FakePlatform();
    for (const name of ['a', 'b', 'c']) fake.services.set(name, service(name));
    const state = start(fake);
    await until(state, ({ status }) => status === 'live');
    const untouched = state.snapshot.services.get('a');
    fake.calls.length = 0;
    fake.services.set('b', service('b', 'Degraded'));
    fake.services.delete('c');
    fake.emit('platform.service.changed', 'b');
    fake.emit('platform.service.changed', 'c');
    fake.emit('dev.cdevents.service.deployed.0.3.0', 'a');
    await until(state, ({ services }) => !services.has('c') && healthOf(services.get('b')) === 'Degraded');
    assert.ok(
      fake.calls.every((call) => /^services [bc](,c)?$/.test(call)),
      fake.calls.join(),
    );
    assert.equal(state.snapshot.services.get('a'), untouched);
  });

  it('reads operations, and the service of one that ended', async () => {
    const fake = new FakePlatform();
    fake.services.set('a', service('a'));
    const state = start(fake);
    await until(state, ({ status }) => status === 'live');
    const running = {
      id: 'op_1',
      kind: 'Deployment',
      state: 'Running',
      done: false,
      createdAt: '',
      service: 'a',
    };
    fake.operations.set('op_1', running);
    fake.emit('platform.operation.changed', 'op_1');
    await until(state, ({ operations }) => operations.get('op_1')?.state === 'Running');
    fake.operations.set('op_1', { ...running, done: true, state: 'Succeeded' });
    fake.services.set('a', service('a', 'Progressing'));
    fake.emit('platform.operation.changed', 'op_1');
    await until(state, ({ services }) => healthOf(services.get('a')) === 'Progressing');
    fake.operations.clear();
    fake.emit('platform.operation.changed', 'op_1');
    await until(state, ({ operations }) => operations.size === 0);
  });

  it('keeps the last picture as stale while the platform is gone, and recovers by itself', async () => {
    const fake = new FakePlatform('http://127.0.0.1:1/v1');
    fake.services.set('a', service('a'));
    const state = start(fake);
    await until(state, ({ status }) => status === 'live');
    fake.fault = new PlatformError('unreachable', 'Gone.');
    fake.breakStreams();
    const stale = await until(state, ({ status }) => status === 'stale');
    assert.deepEqual([...stale.services.keys()], ['a']);
    assert.equal(stale.error?.code, 'unreachable');
    assert.ok(stale.asOf !== undefined);
    fake.services.set('b', service('b'));
    fake.fault = undefined;
    const back = await until(state, ({ status }) => status === 'live');
    assert.deepEqual([...back.services.keys()], ['a', 'b']);
    assert.equal(back.error, undefined);
  });

  it('does not flicker when the stream of a good connection ends and the next try works', async () => {
    const fake = new FakePlatform();
    fake.services.set('a', service('a'));
    const state = start(fake, { timing: { ...quick, steadyMs: 0 } });
    await until(state, ({ status }) => status === 'live');
    const seen = new Set<string>();
    state.onDidChange(() => seen.add(state.snapshot.status));
    fake.breakStreams();
    fake.services.set('b', service('b'));
    await until(state, ({ services }) => services.has('b'));
    assert.deepEqual([...seen], ['live']);
  });

  it('tells a wrong token and a wrong address apart from silence', async () => {
    for (const [code, status] of [
      ['unauthenticated', 'unauthenticated'],
      ['not-a-platform', 'failed'],
      ['timeout', 'stale'],
      ['unavailable', 'stale'],
    ] as const) {
      const fake = new FakePlatform();
      fake.fault = new PlatformError(code, 'No.');
      const state = start(fake);
      const snapshot = await until(state, (each) => each.status !== 'loading');
      assert.equal(snapshot.status, status);
      assert.equal(snapshot.error?.code, code);
      fake.fault = undefined;
      await until(state, (each) => each.status === 'live');
    }
  });

  it('polls where the platform has no stream', async () => {
    const fake = new FakePlatform();
    fake.watchOffered = false;
    const state = start(fake);
    await until(state, ({ status }) => status === 'live');
    fake.services.set('a', service('a'));
    await until(state, ({ services }) => services.has('a'));
    assert.ok(!fake.calls.includes('watch'));
  });

  it('refreshes on demand, connected or not', async () => {
    const fake = new FakePlatform();
    const state = start(fake, { timing: { ...quick, reconnectMs: 60_000, reconnectCapMs: 60_000 } });
    await until(state, ({ status }) => status === 'live');
    fake.services.set('a', service('a'));
    await state.refresh();
    assert.ok(state.snapshot.services.has('a'));
    fake.fault = new PlatformError('unreachable', 'Gone.');
    await assert.rejects(state.refresh(), /Gone/);
    assert.equal(state.snapshot.status, 'stale');
    await assert.rejects(state.refresh(), /Gone/);
    fake.fault = undefined;
    await state.refresh();
    assert.equal(state.snapshot.status, 'live');
    await assert.rejects(state.refresh(AbortSignal.abort()), { name: 'AbortError' });
  });

  it('tells of changes in few events, by name', async () => {
    const fake = new FakePlatform();
    fake.services.set('a', service('a'));
    const state = start(fake, { timing: { ...quick, changeMs: 60 } });
    await until(state, ({ status }) => status === 'live');
    const changes: LiveChange[] = [];
    state.onDidChange((change) => changes.push(change));
    const started = performance.now();
    for (let count = 0; count < 50; count++) {
      fake.services.set('a', service('a', `H${count}`));
      fake.emit('platform.service.changed', 'a');
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(state, ({ services }) => healthOf(services.get('a')) === 'H49');
    await state.refresh();
    const most = 2 + Math.ceil((performance.now() - started) / 60);
    assert.ok(changes.length <= most, `${changes.length} > ${most}`);
    for (const change of changes.filter(({ all }) => !all)) {
      assert.deepEqual([...change.services], change.services.size > 0 ? ['a'] : []);
    }
  });

  it('ends its connection when disposed', async () => {
    const fake = new FakePlatform();
    const state = start(fake);
    await until(state, ({ status }) => status === 'live');
    assert.equal(fake.openStreams, 1);
    state.dispose();
    await poll(() => fake.openStreams === 0);
    await state.refresh();
  });

  it('ends at the truth of the platform whatever order, doubling or loss the events meet', async () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), name, health: fc.constantFrom('Healthy', 'Degraded') }),
      fc.record({ kind: fc.constant('remove' as const), name }),
      fc.record({ kind: fc.constant('environment' as const), name }),
      fc.record({ kind: fc.constant('operation' as const), name, done: fc.boolean() }),
      fc.record({
        kind: fc.constantFrom('break' as const, 'reset' as const, 'pause' as const, 'outage' as const),
      }),
    );
    const order = fc.record({ double: fc.boolean(), late: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, order), { maxLength: 25 }), async (steps) => {
        const fake = new FakePlatform();
        fake.services.set('a', service('a'));
        const state = createLiveState(fake.platform, { timing: { ...quick, reconnectMs: 0 } });
        try {
          const held: { after: number; tell: () => void }[] = [];
          const tellDue = (all = false): void => {
            for (const each of held.splice(0)) {
              if (all || each.after-- <= 0) each.tell();
              else held.push(each);
            }
          };
          for (const [change, { double, late }] of steps) {
            const tell = (type: string, subject: string): void => {
              held.push({ after: late, tell: () => fake.emit(type, subject) });
              if (double) held.push({ after: late + 1, tell: () => fake.emit(type, subject) });
            };
            if (change.kind === 'set') {
              fake.services.set(change.name, service(change.name, change.health));
              tell('platform.service.changed', change.name);
            } else if (change.kind === 'remove') {
              fake.services.delete(change.name);
              tell('platform.service.changed', change.name);
            } else if (change.kind === 'environment') {
              const known = fake.environments.delete(change.name);
              if (!known) {
                fake.environments.set(change.name, { name: change.name, type: 'test', production: false });
              }
              tell('platform.environment.changed', change.name);
            } else if (change.kind === 'operation') {
              const { done } = change;
              const id = `op_${change.name}`;
              fake.operations.set(id, { id, kind: 'Deployment', state: 'Running', done, createdAt: '' });
              tell('platform.operation.changed', id);
            } else if (change.kind === 'break') {
              fake.breakStreams();
              // What was said meanwhile is lost: only the next full read can know it.
              held.length = 0;
            } else if (change.kind === 'reset') {
              held.length = 0;
              fake.emit('platform.catalog.reset');
            } else if (change.kind === 'outage') {
              fake.fault = new PlatformError('unreachable', 'Gone.');
              fake.breakStreams();
              await new Promise((resolve) => setImmediate(resolve));
              fake.fault = undefined;
            } else {
              await new Promise((resolve) => setImmediate(resolve));
            }
            tellDue();
          }
          tellDue(true);
          await poll(() => sameServices(state.snapshot, fake) && state.snapshot.status === 'live');
        } finally {
          state.dispose();
        }
      }),
      { numRuns: 60 },
    );
  });
});

function healthOf(
  value: { readonly environments?: readonly { readonly health: string }[] } | undefined,
): string {
  return value?.environments?.[0]?.health ?? '';
}

function sameServices({ services, environments }: LiveSnapshot, fake: FakePlatform): boolean {
  const text = (map: ReadonlyMap<string, unknown>): string =>
    JSON.stringify([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
  return text(services) === text(fake.services) && text(environments) === text(fake.environments);
}
