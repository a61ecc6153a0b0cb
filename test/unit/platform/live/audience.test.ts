import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/events.js';
import type { Attention, Audience, LiveState } from '../../../../src/model/live.js';
import { createLiveState, type LiveOptions } from '../../../../src/platform/live/liveState.js';
import { FakePlatform, service } from '../fakePlatform.js';
import { poll, quick, until } from './until.js';

class Watchers implements Audience {
  #attention: Attention = 'full';
  readonly #changed = new Emitter<void>();
  readonly onDidChangeAttention = this.#changed.event;

  get attention(): Attention {
    return this.#attention;
  }

  set attention(attention: Attention) {
    this.#attention = attention;
    this.#changed.fire();
  }
}

describe('a platform without a stream of changes', () => {
  const states: LiveState[] = [];
  const audience = new Watchers();
  const start = async (fake: FakePlatform, timing: LiveOptions['timing'] = {}): Promise<LiveState> => {
    const state = createLiveState(fake.platform, { audience, timing: { ...quick, ...timing } });
    states.push(state);
    await until(state, ({ status }) => status === 'live');
    return state;
  };
  const reads = ({ calls }: FakePlatform): number => calls.filter((call) => call === 'environments').length;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const without = (): FakePlatform => {
    const fake = new FakePlatform();
    fake.watchOffered = false;
    return fake;
  };
  beforeEach(() => (audience.attention = 'full'));
  afterEach(() => {
    for (const state of states.splice(0)) state.dispose();
  });

  it('is polled while somebody looks, not while nobody does, and at once when somebody looks again', async () => {
    const fake = without();
    const state = await start(fake, { pollMs: 5 });
    await poll(() => reads(fake) > 3);
    audience.attention = 'none';
    await pause(20);
    const before = reads(fake);
    await pause(60);
    assert.equal(reads(fake), before, 'nobody looks, nothing is asked');
    fake.services.set('a', service('a'));
    audience.attention = 'full';
    await until(state, ({ services }) => services.has('a'));
  });

  it('is polled seldom while another window is in front', async () => {
    const fake = without();
    await start(fake, { pollMs: 5, backgroundPollMs: 600_000 });
    audience.attention = 'background';
    await pause(20);
    const before = reads(fake);
    await pause(60);
    assert.equal(reads(fake), before);
    audience.attention = 'full';
    await poll(() => reads(fake) > before + 2);
  });

  it('is read when a person asks, though nobody looks', async () => {
    const fake = without();
    audience.attention = 'none';
    const state = await start(fake);
    fake.services.set('a', service('a'));
    await state.refresh();
    assert.ok(state.snapshot.services.has('a'));
  });

  it('is not asked again and again by views that come and go', async () => {
    const fake = without();
    await start(fake, { pollMs: 600_000 });
    const before = reads(fake);
    for (let count = 0; count < 20; count++) {
      audience.attention = 'none';
      audience.attention = 'full';
      await pause(1);
    }
    assert.equal(reads(fake), before);
  });

  it('has its stream, where it has one, followed all the time; the look without a word waits for somebody', async () => {
    const fake = new FakePlatform();
    const state = await start(fake, { reconcileMs: 10 });
    audience.attention = 'none';
    await pause(15);
    const before = reads(fake);
    await pause(50);
    assert.equal(reads(fake), before);
    fake.services.set('a', service('a'));
    fake.emit('platform.service.changed', 'a');
    await until(state, ({ services }) => services.has('a'));
    fake.services.set('b', service('b'));
    audience.attention = 'full';
    await until(state, ({ services }) => services.has('b'));
  });
});
