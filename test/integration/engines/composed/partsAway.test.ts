import assert from 'node:assert/strict';
import type { Platform, WatchEvent } from '../../../../src/model/platform.js';
import { PlatformError } from '../../../../src/model/errors.js';
import { areEnginesThere, control, engines } from '../fixture.js';
import { until } from '../processes.js';
import {
  openCompany,
  partOf,
  placeIn,
  placesIn,
  statesOf,
  type WholeCompanyOptions,
} from './wholeCompany.js';

/** No part of a real company takes the others with it. */
describe('real Backstage, Argo CD, Kubernetes and Prometheus, one of them away', function () {
  this.timeout(180_000);
  const open: Platform[] = [];

  before(function () {
    if (!areEnginesThere()) this.skip();
  });
  afterEach(() => {
    for (const platform of open.splice(0)) platform.dispose();
  });

  const company = async (options: WholeCompanyOptions = {}): Promise<Platform> => {
    const platform = await openCompany(options);
    open.push(platform);
    return platform;
  };
  const isState = (platform: Platform, name: string, state: string): Promise<true> =>
    until(`${name} is ${state}`, async () => {
      await placesIn(platform, 'checkout');
      return partOf(platform, name)?.state === state || undefined;
    });

  it('keeps the environments of a crashed Argo CD as last known, and takes it up again', async () => {
    const platform = await company();
    const stop = new AbortController();
    const seen: WatchEvent[] = [];
    await platform.getInfo();
    const following = (async () => {
      for await (const event of platform.watch({ signal: stop.signal })) seen.push(event);
    })().catch(() => undefined);
    assert.equal((await placeIn(platform, 'checkout', 'prod'))?.health, 'Healthy');
    await control('argocd-server', 'crash');
    try {
      await isState(platform, 'argocd', 'Unreachable');
      assert.match(partOf(platform, 'argocd')?.sentence ?? '', /Nothing answers|broke/);
      const state = await placeIn(platform, 'checkout', 'prod');
      assert.ok(state?.conditions?.some(({ type }) => type === 'argocd/Available'));
      const basket = await placeIn(platform, 'basket', 'prod');
      assert.deepEqual([basket?.health, basket?.current?.version], ['Healthy', '1.1.0']);
      assert.equal(partOf(platform, 'catalog')?.state, 'Ok');
      assert.equal(partOf(platform, 'kubernetes')?.state, 'Ok');
    } finally {
      await control('argocd-server', 'start');
    }
    await until('Argo CD is back', async () => {
      const state = await placeIn(platform, 'checkout', 'prod');
      return (partOf(platform, 'argocd')?.state === 'Ok' && state?.sync === 'Synced') || undefined;
    });
    stop.abort();
    await following;
    assert.ok(seen.some(({ type }) => type === 'platform.catalog.reset'));
  });

  it('shows the services known last while Backstage is down, and in a new window those of the engine', async () => {
    const platform = await company();
    assert.ok(await placeIn(platform, 'assortment', 'prod'));
    await control('backstage', 'crash');
    try {
      await isState(platform, 'catalog', 'Unreachable');
      const known = await placeIn(platform, 'assortment', 'prod');
      assert.deepEqual([known?.health, known?.current?.version], ['Healthy', '5.0.0']);
      const fresh = await company();
      const { items } = await fresh.listServices({ view: 'Summary', pageSize: 200 });
      assert.ok(items.some(({ name }) => name === 'catalog'));
      assert.equal(partOf(fresh, 'catalog')?.state, 'Unreachable');
    } finally {
      await control('backstage', 'start');
    }
    await isState(platform, 'catalog', 'Ok');
    await until('the catalogue is whole again', () => placeIn(platform, 'assortment', 'prod'));
  });

  it('does without objectives while Prometheus is down', async () => {
    const platform = await company();
    assert.ok((await placeIn(platform, 'checkout', 'prod'))?.slo);
    await control('prometheus', 'stop');
    try {
      const fresh = await company();
      const places = await placesIn(fresh, 'checkout');
      assert.equal(places?.length, 3);
      await isState(fresh, 'metrics', 'Unreachable');
    } finally {
      await control('prometheus', 'start');
    }
  });

  for (const [server, part, service] of [
    ['argocd-server', 'argocd', 'basket'],
    ['kube-apiserver', 'kubernetes', 'checkout'],
    ['prometheus', 'metrics', 'checkout'],
  ] as const) {
    it(`waits for a ${server} that takes connections and says nothing no longer than its patience`, async () => {
      const platform = await company();
      await control(server, 'pause');
      try {
        const begun = Date.now();
        const places = await placesIn(platform, service);
        // Nobody waits for objectives.
        const patienceMs = part === 'metrics' ? 4_000 : 15_000;
        assert.ok(Date.now() - begun < patienceMs, `${Date.now() - begun} ms`);
        assert.equal(places?.length, 3);
        await isState(platform, part, 'Unreachable');
        assert.match(partOf(platform, part)?.sentence ?? '', /did not answer within|takes longer|time/i);
      } finally {
        await control(server, 'resume');
      }
      await isState(platform, part, 'Ok');
    });
  }

  it('waits for a Backstage that says nothing no longer than that, once services are known', async () => {
    const platform = await company();
    assert.ok(await placeIn(platform, 'assortment', 'prod'));
    await control('backstage', 'pause');
    try {
      const begun = Date.now();
      const known = await placeIn(platform, 'assortment', 'prod');
      assert.ok(Date.now() - begun < 15_000, `${Date.now() - begun} ms`);
      assert.equal(known?.current?.version, '5.0.0');
      assert.equal(partOf(platform, 'catalog')?.state, 'Unreachable');
    } finally {
      await control('backstage', 'resume');
    }
    await isState(platform, 'catalog', 'Ok');
  });

  it('says of a token that is not taken any more at which part, and goes on with the rest', async () => {
    const { argocd } = engines();
    const tokens = { argocd: argocd.tokens.expired };
    const platform = await company({ tokens });
    assert.equal((await placeIn(platform, 'basket', 'prod'))?.health, 'Healthy');
    assert.deepEqual(statesOf(platform), {
      catalog: 'Ok',
      argocd: 'SignedOut',
      kubernetes: 'Ok',
      metrics: 'Ok',
    });
    const wrong = await company({ tokens: { catalog: 'a-token-that-was-taken-back' } });
    assert.ok((await placesIn(wrong, 'catalog'))?.length, 'the services of Argo CD under its own names');
    assert.equal(partOf(wrong, 'catalog')?.state, 'SignedOut');
    const ended = await company({ context: 'expired@engines' });
    assert.ok((await placesIn(ended, 'assortment'))?.length);
    assert.equal(partOf(ended, 'kubernetes')?.state, 'SignedOut');
  });

  it('tells a part that allows nothing from one that is away', async () => {
    const platform = await company({ context: 'denied@engines' });
    assert.equal((await placesIn(platform, 'assortment'))?.length, 3);
    assert.equal(partOf(platform, 'kubernetes')?.state, 'Forbidden');
  });

  it('fails only where no part answers', async () => {
    const servers = ['backstage', 'argocd-server', 'prometheus'];
    for (const server of servers) await control(server, 'crash');
    try {
      const platform = await company({ context: 'admin@nowhere' });
      await assert.rejects(platform.listServices({ view: 'Summary' }), (error) =>
        PlatformError.is(error, 'unreachable'),
      );
      assert.ok(Object.values(statesOf(platform)).every((state) => state !== 'Ok'));
    } finally {
      for (const server of servers) await control(server, 'start');
    }
  });
});
