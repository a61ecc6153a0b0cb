import assert from 'node:assert/strict';
import { PlatformError } from '../../../../src/model/errors.js';
import type { LiveState } from '../../../../src/model/live.js';
import { LastGood } from '../../../../src/platform/live/lastGood.js';
import { createLiveState, type LiveOptions } from '../../../../src/platform/live/liveState.js';
import { FakePlatform, service } from '../fakePlatform.js';
import { MemoryShelf } from '../memoryShelf.js';
import { poll, quick, until } from './until.js';

describe('the live picture', () => {
  const states: LiveState[] = [];
  const start = (fake: FakePlatform, { timing, ...options }: LiveOptions = {}): LiveState => {
    const state = createLiveState(fake.platform, { timing: { ...quick, ...timing }, ...options });
    states.push(state);
    return state;
  };
  afterEach(() => {
    for (const state of states.splice(0)) state.dispose();
  });

  it('reads everything again when the numbers of the events show that one was lost', async () => {
    const fake = new FakePlatform();
    fake.numbered = true;
    const state = start(fake);
    await until(state, ({ status }) => status === 'live');
    fake.emit('platform.service.changed', 'x');
    fake.services.set('a', service('a'));
    fake.lose();
    fake.emit('platform.service.changed', 'x');
    await until(state, ({ services }) => services.has('a'));
    fake.calls.length = 0;
    fake.services.set('b', service('b'));
    fake.emit('platform.service.changed', 'b');
    await until(state, ({ services }) => services.has('b'));
    assert.deepEqual(fake.calls, ['services b'], 'numbers without a gap cost nothing');
  });

  it('finds what no event told of from time to time', async () => {
    const fake = new FakePlatform();
    const state = start(fake, { timing: { reconcileMs: 40 } });
    await until(state, ({ status }) => status === 'live');
    fake.services.set('a', service('a'));
    await until(state, ({ services }) => services.has('a'));
  });

  it('polls while the stream does not open, and takes the stream when it does', async () => {
    const fake = new FakePlatform();
    fake.watchOpens = false;
    const state = start(fake, { timing: { openMs: 5, streamRetryMs: 60 } });
    await until(state, ({ status }) => status === 'live');
    const statuses = new Set<string>();
    state.onDidChange(() => statuses.add(state.snapshot.status));
    fake.services.set('a', service('a'));
    await until(state, ({ services }) => services.has('a'));
    fake.watchOpens = true;
    await poll(() => fake.openStreams === 1);
    assert.deepEqual(
      [...statuses].filter((status) => status !== 'live'),
      [],
    );
  });

  it('stays away as long as the platform asks', async () => {
    const fake = new FakePlatform();
    fake.fault = new PlatformError('unavailable', 'Later.', { retryAfterMs: 200 });
    const state = start(fake);
    await until(state, ({ status }) => status === 'stale');
    const { length } = fake.calls;
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(fake.calls.length, length);
    fake.fault = undefined;
    await until(state, ({ status }) => status === 'live');
  });

  it('reads everything once after a sleep of eight hours, and shows no fault', async () => {
    const fake = new FakePlatform();
    // It stands still but for the sleep: a machine that is busy while this runs is not taken for one that slept.
    const asleepSince = Date.now();
    let slept = 0;
    const clock = { now: () => asleepSince + slept };
    const state = start(fake, { clock, timing: { wakeTickMs: 10, wakeRestMs: 30 } });
    await until(state, ({ status }) => status === 'live');
    const statuses = new Set<string>();
    state.onDidChange(() => statuses.add(state.snapshot.status));
    fake.calls.length = 0;
    fake.services.set('a', service('a'));
    slept = 8 * 3_600_000;
    const awake = await until(state, ({ services }) => services.has('a'));
    assert.equal(awake.status, 'live');
    await new Promise((resolve) => setTimeout(resolve, 50));
    // The first read may begin before the stream is open, then there is a second one.
    assert.ok(fake.calls.length <= 6, fake.calls.join());
    assert.deepEqual([...statuses], ['live']);
    await poll(() => fake.openStreams === 1);
    assert.equal(awake.asOf, asleepSince + slept);
  });

  it('takes a busy program for busy, not for asleep', async () => {
    const fake = new FakePlatform();
    const state = start(fake, { timing: { wakeTickMs: 50 } });
    await until(state, ({ status }) => status === 'live');
    fake.calls.length = 0;
    const end = performance.now() + 90;
    while (performance.now() < end);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(fake.calls, []);
  });

  describe('of last time', () => {
    const url = 'https://platform.example/v1';

    it('is shown with its age before the platform answers, and while it does not', async () => {
      const shelf = new MemoryShelf();
      const before = new FakePlatform();
      before.services.set('a', service('a'));
      before.environments.set('dev', { name: 'dev', type: 'development', production: false });
      const first = start(before, {
        last: new LastGood(shelf, url, () => Promise.resolve('mia')),
        timing: { keepMs: 30 },
      });
      const { asOf } = await until(first, ({ status }) => status === 'live');
      await poll(() => shelf.texts.size === 1);
      first.dispose();

      const gone = new FakePlatform();
      gone.fault = new PlatformError('unreachable', 'Gone.');
      const second = start(gone, { last: new LastGood(shelf, url, () => Promise.resolve('mia')) });
      const stale = await until(second, ({ status, services }) => status === 'stale' && services.size > 0);
      assert.deepEqual([...stale.services.keys()], ['a']);
      assert.deepEqual([...stale.environments.keys()], ['dev']);
      assert.equal(stale.info?.name, 'fake');
      assert.ok(Math.abs((stale.asOf ?? 0) - (asOf ?? 0)) < 2_000);
      gone.fault = undefined;
      const live = await until(second, ({ status }) => status === 'live');
      assert.equal(live.services.size, 0, 'the truth replaces what was kept');
    });

    it('stays when something else answers before it is read', async () => {
      const shelf = new MemoryShelf();
      const last = new LastGood(shelf, url, () => Promise.resolve('mia'));
      const services = new Map([['a', service('a')]]);
      await last.keep({ status: 'live', services, environments: new Map(), operations: new Map(), asOf: 1 });
      const read = shelf.read.bind(shelf);
      shelf.read = async (name) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        return read(name);
      };
      const portal = new FakePlatform();
      portal.fault = new PlatformError('not-a-platform', 'A page.');
      const state = start(portal, { last });
      const { status, services: shown } = await until(state, ({ error }) => error !== undefined);
      assert.deepEqual([status, [...shown.keys()]], ['stale', ['a']]);
    });

    it('is not kept while nobody can say who looks', async () => {
      const shelf = new MemoryShelf();
      const fake = new FakePlatform();
      const last = new LastGood(shelf, url, () => Promise.reject(new Error('The keyring is locked.')));
      const state = start(fake, { last, timing: { keepMs: 30 } });
      const snapshot = await until(state, ({ status }) => status === 'live');
      await last.keep(snapshot);
      await last.forget();
      assert.equal(await last.load(), undefined);
      assert.equal(shelf.texts.size, 0);
    });

    it('is nobody else’s: not of another account, nor of another platform', async () => {
      const shelf = new MemoryShelf();
      const fake = new FakePlatform();
      fake.services.set('a', service('a'));
      const state = start(fake);
      await new LastGood(shelf, url, () => Promise.resolve('mia')).keep(
        await until(state, ({ status }) => status === 'live'),
      );
      assert.equal(await new LastGood(shelf, url, () => Promise.resolve('ben')).load(), undefined);
      assert.equal(
        await new LastGood(shelf, 'https://other.example/v1', () => Promise.resolve('mia')).load(),
        undefined,
      );
      assert.equal((await new LastGood(shelf, url, () => Promise.resolve('mia')).load())?.services.size, 1);
      await new LastGood(shelf, url, () => Promise.resolve('mia')).forget();
      assert.equal(shelf.texts.size, 0);
    });
  });
});
