import assert from 'node:assert/strict';
import os from 'node:os';
import type { Platform, WatchEvent } from '../../../../src/model/platform.js';
import { openComposition } from '../../../../src/platform/composed/openComposition.js';
import { readComposition } from '../../../../src/platform/composed/readComposition.js';
import { undiciTransport } from '../../../../src/platform/http/undiciTransport.js';
import { areEnginesThere, control, engines } from '../fixture.js';

describe('real Argo CD, Kubernetes and Prometheus as one platform', function () {
  this.timeout(120_000);
  let platform: Platform;

  before(async function () {
    if (!areEnginesThere()) this.skip();
    const { argocd, kubernetes, prometheus } = engines();
    const config = readComposition({
      delivery: [
        { type: 'argocd', url: argocd.url },
        { type: 'kubernetes', contexts: { 'admin@engines': '' } },
      ],
      metrics: { type: 'prometheus', url: prometheus.url },
      environments: { order: ['dev', 'staging', 'prod'] },
    });
    platform = await openComposition(
      config,
      { name: 'Acme', url: 'golden-path://Acme/' },
      {
        transport: undiciTransport,
        token:
          ({ name }) =>
          () =>
            Promise.resolve(name === 'argocd' ? argocd.tokens.developer : undefined),
        clusters: {
          env: { KUBECONFIG: kubernetes.kubeconfig },
          home: os.tmpdir(),
          consent: () => Promise.resolve(false),
        },
      },
    );
  });

  after(() => {
    if (areEnginesThere()) platform.dispose();
  });

  const stateIn = async (service: string, environment: string) => {
    const { items } = await platform.listServices({ view: 'Summary', pageSize: 200 });
    const found = items.find(({ name }) => name === service);
    return found?.environments?.find((state) => state.environment === environment);
  };
  const part = (name: string) => platform.parts?.().find((each) => each.name === name);

  it('knows every part, and offers what they offer', async () => {
    const { capabilities, title } = await platform.getInfo();
    assert.equal(title, 'Acme');
    for (const name of ['deployments', 'logs', 'events', 'watch', 'slos']) {
      assert.ok(capabilities[name], name);
    }
    await platform.listServices({ view: 'Summary' });
    assert.deepEqual(
      platform.parts?.().map(({ name, state }) => [name, state]),
      [
        ['argocd', 'Ok'],
        ['kubernetes', 'Ok'],
        ['metrics', 'Ok'],
      ],
    );
  });

  it('shows services in promotion order, with version, sync, and objectives of Prometheus', async () => {
    const { items } = await platform.listServices({ view: 'Summary', pageSize: 200 });
    const checkout = items.find(({ name }) => name === 'checkout');
    assert.ok(checkout);
    assert.deepEqual(
      checkout.environments?.map(({ environment }) => environment),
      ['dev', 'staging', 'prod'],
    );
    assert.ok(checkout.environments.every(({ current }) => current !== undefined));
    const prod = checkout.environments.find(({ environment }) => environment === 'prod');
    assert.equal(prod?.slo?.worstStatus, 'Met');
    const slos = await platform.measures?.slos('checkout', { environment: 'prod' });
    assert.equal(slos?.[0]?.status, 'Met');
    const { items: environments } = await platform.listEnvironments();
    assert.deepEqual(
      environments.slice(0, 3).map(({ name }) => name),
      ['dev', 'staging', 'prod'],
    );
  });

  it('reads logs and history from the part that has the service', async () => {
    const { items } = await platform.listDeployments('checkout', { environment: 'dev' });
    assert.ok(items.length > 0);
    assert.ok(items.every(({ environment }) => environment === 'dev'));
    const found = await platform.deployments?.get('checkout', items[0]?.id ?? '');
    assert.equal(found?.id, items[0]?.id);
  });

  it('keeps the tree while the server of Argo CD is gone, says so, and takes it up again', async () => {
    const stop = new AbortController();
    const seen: WatchEvent[] = [];
    const following = (async () => {
      for await (const event of platform.watch({ signal: stop.signal })) seen.push(event);
    })().catch(() => undefined);
    try {
      await control('argocd-server', 'crash');
      await until(async () => {
        await platform.listServices({ view: 'Summary' }, { fresh: true });
        return part('argocd')?.state === 'Unreachable';
      });
      assert.match(part('argocd')?.sentence ?? '', /Nothing answers|broke/);
      const state = await stateIn('checkout', 'prod');
      assert.ok(state, 'the environment is still there');
      assert.ok(state.conditions?.some(({ type }) => type === 'argocd/Available'));
      assert.equal(part('kubernetes')?.state, 'Ok');
    } finally {
      await control('argocd-server', 'start');
    }
    await until(async () => {
      const state = await stateIn('checkout', 'prod');
      return part('argocd')?.state === 'Ok' && state?.health === 'Healthy';
    });
    stop.abort();
    await following;
    assert.ok(seen.some(({ type }) => type === 'platform.catalog.reset'));
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await holds());) {
    assert.ok(Date.now() < end, 'it did not come');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
