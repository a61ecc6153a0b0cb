import assert from 'node:assert/strict';
import type { LiveSnapshot, LiveState } from '../../../../src/model/live.js';
import type { LastGood } from '../../../../src/platform/live/lastGood.js';
import { createLiveState } from '../../../../src/platform/live/liveState.js';
import { FakePlatform, service } from '../fakePlatform.js';
import { quick, until } from './until.js';

describe('the first page of many services', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const states: LiveState[] = [];
  const start = (last?: LastGood): LiveState => {
    const fake = new FakePlatform();
    for (const name of names) fake.services.set(name, service(name));
    const state = createLiveState(fake.platform, { timing: quick, ...(last && { last }) });
    states.push(state);
    return state;
  };
  afterEach(() => {
    for (const state of states.splice(0)) state.dispose();
  });

  it('is seen before the rest, and is not taken for what was known before', async () => {
    const state = start();
    const part = await until(state, ({ services }) => services.size > 0);
    assert.deepEqual([...part.services.keys()], ['a', 'b']);
    assert.deepEqual([part.status, part.asOf, part.hasMore], ['loading', undefined, true]);
    const whole = await until(state, ({ status }) => status === 'live');
    assert.deepEqual([...whole.services.keys()], names);
    assert.equal(typeof whole.asOf, 'number');
  });

  it('is not replaced by a kept picture that comes later', async () => {
    let give = (_kept: Partial<LiveSnapshot>): void => undefined;
    const loading = new Promise<Partial<LiveSnapshot>>((resolve) => (give = resolve));
    const keep = (): Promise<void> => Promise.resolve();
    const state = start({ load: () => loading, keep } as unknown as LastGood);
    await until(state, ({ services }) => services.size > 0);
    give({ services: new Map([['old', service('old')]]), asOf: 1 });
    const whole = await until(state, ({ status, services }) => status === 'live' || services.has('old'));
    assert.deepEqual([...whole.services.keys()], names);
  });
});
