import assert from 'node:assert/strict';
import { PlatformError } from '../../../../src/model/errors.js';
import type { WatchEvent } from '../../../../src/model/platform.js';
import { createLiveState } from '../../../../src/platform/live/liveState.js';
import { away, Bed, serviceOf, stateOf, until } from './composedBed.js';

describe('a composed platform of which a part fails', () => {
  it('keeps the tree when an engine is dead, and says so on the environments and in its health', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await serviceOf(platform, 'checkout');
    bed.argocd.fault = away;
    const state = stateOf(await serviceOf(platform, 'checkout'), 'production');
    assert.equal(state.health, 'Degraded', 'the word of the engine that answers counts');
    assert.equal(state.sync, 'Unknown');
    const [condition] = state.conditions ?? [];
    assert.deepEqual(
      [condition?.type, condition?.status, condition?.reason, condition?.message],
      ['argocd/Available', 'False', 'Unreachable', away.message],
    );
    const health = platform.parts?.().find(({ name }) => name === 'argocd');
    assert.deepEqual([health?.state, health?.sentence], ['Unreachable', away.message]);
    assert.equal(platform.parts?.().find(({ name }) => name === 'kubernetes')?.state, 'Ok');
  });

  it('tells what was last known where nothing else is, without a word on how it fares', async () => {
    const bed = new Bed();
    bed.kubernetes.running.clear();
    const platform = bed.compose();
    await serviceOf(platform, 'checkout');
    bed.argocd.fault = away;
    const state = stateOf(await serviceOf(platform, 'checkout'), 'production');
    assert.equal(state.health, 'Unknown');
    assert.match(state.message ?? '', /Argo CD does not answer; it was Healthy/);
    assert.equal(state.operation, undefined);
  });

  it('waits for a slow engine only so long, and tells when its answer comes', async () => {
    const bed = new Bed();
    let open = (): void => undefined;
    bed.kubernetes.gate = new Promise((resolve) => (open = resolve));
    bed.argocd.capabilities['watch'] = { level: 'Stream' };
    const platform = bed.compose();
    await platform.getInfo();
    const events = platform.watch()[Symbol.asyncIterator]();
    const event = events.next();
    const started = performance.now();
    const checkout = await serviceOf(platform, 'checkout');
    assert.ok(performance.now() - started < 1_000);
    assert.deepEqual(
      checkout.environments?.map(({ environment }) => environment),
      ['production'],
    );
    assert.equal(platform.parts?.().find(({ name }) => name === 'kubernetes')?.state, 'Unreachable');
    const before = bed.kubernetes.calls.length;
    await serviceOf(platform, 'checkout');
    assert.equal(bed.kubernetes.calls.length, before, 'it is not asked again while it has not answered');
    open();
    assert.equal(((await event).value as WatchEvent).type, 'platform.catalog.reset');
    assert.equal((await serviceOf(platform, 'checkout')).environments?.length, 2);
    await events.return?.();
  });

  for (const [when, isFollowed] of [
    ['while its stream of changes goes on', true],
    ['before its stream of changes opens for the first time', false],
  ] as const) {
    it(`asks an engine again by itself that failed ${when}`, async () => {
      const bed = new Bed();
      bed.argocd.capabilities['watch'] = { level: 'Stream' };
      const platform = bed.compose();
      await platform.getInfo();
      const stop = new AbortController();
      const seen: string[] = [];
      const follow = async (): Promise<void> => {
        for await (const { type } of platform.watch({ signal: stop.signal })) seen.push(type);
      };
      const following = isFollowed ? follow() : undefined;
      if (isFollowed) await until(() => bed.argocd.streams.length === 1);
      bed.argocd.fault = away;
      await serviceOf(platform, 'checkout');
      const state = (): string | undefined => platform.parts?.()[2]?.state;
      assert.equal(state(), 'Unreachable');
      bed.argocd.fault = undefined;
      const told = following ?? follow();
      told.catch(() => undefined);
      try {
        await until(() => state() === 'Ok' && seen.at(-1) === 'platform.catalog.reset');
        assert.equal(stateOf(await serviceOf(platform, 'checkout'), 'production').health, 'Healthy');
      } finally {
        stop.abort();
      }
      await assert.rejects(told, { name: 'AbortError' });
    });
  }

  it('asks an engine that was away from the start, though no other part has a stream of changes', async () => {
    const bed = new Bed();
    bed.kubernetes.capabilities['watch'] = { level: 'Stream' };
    bed.kubernetes.fault = away;
    const platform = bed.compose({
      engines: [
        { name: 'kubernetes', type: 'kubernetes', title: 'Kubernetes', platform: bed.kubernetes.platform },
      ],
    });
    const live = createLiveState(platform, { timing: { reconnectMs: 5, openMs: 5 } });
    try {
      await until(() => live.snapshot.status === 'live');
      bed.kubernetes.fault = undefined;
      await until(() => live.snapshot.info?.capabilities['logs'] !== undefined);
      await until(() => bed.kubernetes.streams.length === 1);
    } finally {
      live.dispose();
    }
  });

  it('waits for a slow catalogue only so long once its services are known', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await serviceOf(platform, 'checkout');
    let open = (): void => undefined;
    bed.catalog.gate = new Promise((resolve) => (open = resolve));
    assert.equal((await serviceOf(platform, 'checkout')).environments?.length, 2);
    const state = (): string | undefined => platform.parts?.()[0]?.state;
    assert.equal(state(), 'Unreachable');
    open();
    await until(() => state() === 'Ok');
  });

  it('does not hold against a part that a question was wrong', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    bed.catalog.fault = new PlatformError('invalid-request', 'That is no page token.');
    await assert.rejects(platform.listServices({ pageToken: 'made-up' }), /no page token/);
    bed.catalog.fault = undefined;
    assert.equal((await platform.listServices()).items.length, 2);
    assert.equal(platform.parts?.()[0]?.state, 'Ok');
  });

  it('says that a part is signed out while the rest works', async () => {
    const bed = new Bed();
    bed.argocd.fault = new PlatformError('unauthenticated', 'Argo CD does not accept the token.');
    const platform = bed.compose();
    const info = await platform.getInfo();
    assert.ok(info.capabilities['logs']);
    assert.equal((await serviceOf(platform, 'checkout')).environments?.length, 2);
    assert.equal(platform.parts?.().find(({ name }) => name === 'argocd')?.state, 'SignedOut');
  });

  it('shows the catalogue alone while its only engine was never there', async () => {
    const bed = new Bed();
    bed.argocd.fault = new PlatformError('unauthenticated', 'Argo CD does not accept the token.');
    const platform = bed.compose({
      engines: [{ name: 'argocd', type: 'argocd', title: 'Argo CD', platform: bed.argocd.platform }],
      rules: { order: ['staging', 'production'] },
    });
    await platform.getInfo();
    assert.equal((await platform.listServices()).items.length, 2);
    const { items } = await platform.listEnvironments();
    assert.deepEqual(
      items.map(({ name }) => name),
      ['staging', 'production'],
    );
    assert.equal(platform.parts?.()[1]?.state, 'SignedOut');
    assert.deepEqual(await platform.operations?.list(), { items: [] });
  });

  it('serves what it knew, or what the engines have, while the catalogue is away', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await serviceOf(platform, 'cart');
    bed.catalog.fault = new PlatformError('unavailable', 'Backstage is not available.');
    assert.equal((await serviceOf(platform, 'checkout')).environments?.length, 2);
    assert.ok(await serviceOf(platform, 'cart'));
    const anew = bed.compose();
    const { items } = await anew.listServices();
    assert.deepEqual(
      items.map(({ name }) => name),
      ['checkout'],
    );
    assert.ok(items[0]?.environments?.some(({ environment }) => environment === 'production'));
  });

  it('rejects only when no part answers', async () => {
    const bed = new Bed();
    const gone = new PlatformError('unreachable', 'Nothing answers at backstage.example.');
    for (const part of [bed.catalog, bed.argocd, bed.kubernetes]) part.fault = gone;
    const platform = bed.compose();
    await assert.rejects(platform.getInfo(), gone);
    await assert.rejects(platform.listServices(), gone);
  });
});
