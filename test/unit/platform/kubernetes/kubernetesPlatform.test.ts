import assert from 'node:assert/strict';
import { PlatformError } from '../../../../src/model/errors.js';
import type { EnvironmentRules } from '../../../../src/model/engine.js';
import type { WatchEvent } from '../../../../src/model/platform.js';
import { deployment, FakeCluster, platformOver, status, until, type Plain } from './fakeCluster.js';

const deployments = '/apis/apps/v1/deployments';
const labelled = (labels: Plain): { metadata: Plain } => ({ metadata: { labels } });

describe('a Kubernetes cluster as a platform', () => {
  let cluster: FakeCluster;
  const runs = (...objects: Plain[]): unknown => cluster.lists.set(deployments, objects);
  beforeEach(() => (cluster = new FakeCluster()));

  it('has services by their labels, and environments in promotion order', async () => {
    runs(
      deployment(
        'web',
        'prod',
        labelled({ 'app.kubernetes.io/instance': 'cart', 'app.kubernetes.io/name': 'other' }),
      ),
      deployment(
        'cart',
        'dev',
        labelled({ 'app.kubernetes.io/name': 'cart', 'app.kubernetes.io/part-of': 'shop' }),
      ),
      deployment('dns', 'kube-system'),
    );
    const platform = platformOver(cluster);
    const { items } = await platform.listServices();
    assert.deepEqual(
      items.map(({ name }) => name),
      ['cart'],
    );
    const [cart] = items;
    assert.deepEqual(
      cart?.environments?.map(({ environment, health, current, replicas }) => [
        environment,
        health,
        current?.version,
        replicas,
      ]),
      [
        ['dev', 'Healthy', '1.1.0', { desired: 2, ready: 2, updated: 2 }],
        ['prod', 'Healthy', '1.1.0', { desired: 2, ready: 2, updated: 2 }],
      ],
    );
    const environments = (await platform.listEnvironments()).items;
    assert.deepEqual(
      environments.map(({ name, production }) => [name, production]),
      [
        ['dev', false],
        ['prod', true],
      ],
    );
    assert.equal(cluster.count(/GET \/apis\/apps\/v1\/deployments\?limit=500/), 1);
  });

  it('takes environments from the rules, the label of the namespace, then its name', async () => {
    runs(deployment('cart', 'shop-a'), deployment('cart', 'shop-live'), deployment('cart', 'other'));
    cluster.lists.set('/api/v1/namespaces', [
      { metadata: { name: 'shop-a', labels: { environment: 'staging' } } },
      { metadata: { name: 'shop-live', labels: { environment: 'wrong' } } },
    ]);
    const platform = platformOver(cluster, { rules: { namespaces: { '*-live': 'production' } } });
    assert.deepEqual(
      (await platform.listEnvironments()).items.map(({ name }) => name),
      ['other', 'staging', 'production'],
    );
  });

  it('takes an environment of a longer name, as Argo CD does of destinations', async () => {
    runs(deployment('cart', 'shop-dev'), deployment('cart', 'shop-prod-eu'), deployment('cart', 'shop-blue'));
    cluster.lists.set('/api/v1/namespaces', [{ metadata: { name: 'empty-staging' } }]);
    const names = async (rules: EnvironmentRules): Promise<string> => {
      const { items } = await platformOver(cluster, { rules }).listEnvironments();
      return items.map(({ name }) => name).join(' ');
    };
    assert.equal(await names({}), 'dev shop-blue prod-eu');
    assert.equal(await names({ order: ['dev', 'blue', 'prod'] }), 'dev blue prod');
    const place = (await platformOver(cluster).getService('cart')).environments?.[0];
    assert.match(
      place?.conditions?.find(({ type }) => type === 'Bound')?.message ?? '',
      /its namespace shop-dev is dev by its name/,
    );
  });

  it('knows a namespace by the one label that the rules name', async () => {
    runs(deployment('cart', 'shop-a'), deployment('cart', 'shop-b'));
    cluster.lists.set('/api/v1/namespaces', [
      { metadata: { name: 'shop-a', labels: { stage: 'qa' } } },
      { metadata: { name: 'shop-b', labels: { env: 'dev' } } },
    ]);
    const { items } = await platformOver(cluster, { rules: { label: 'stage' } }).listEnvironments();
    assert.deepEqual(
      items.map(({ name }) => name),
      ['shop-b', 'qa'],
    );
  });

  it('tells two workloads of a name in one environment apart by their namespaces', async () => {
    runs(deployment('web', 'team-a'), deployment('web', 'team-b'));
    const platform = platformOver(cluster, { contexts: [{ context: 'work', environment: 'production' }] });
    assert.deepEqual(
      (await platform.listServices()).items.map(({ name }) => name),
      ['team-a/web', 'team-b/web'],
    );
  });

  it('goes by the names and annotations of a catalogue once it is told them', async () => {
    runs(
      deployment('a', 'dev', labelled({ 'backstage.io/kubernetes-id': 'cart-id' })),
      deployment('b', 'dev', labelled({ tier: 'web', app: 'basket' })),
      deployment('c', 'dev', labelled({ 'backstage.io/kubernetes-id': 'cart-id' })),
      deployment('prices', 'dev'),
    );
    const platform = platformOver(cluster);
    platform.overlay.bind([
      {
        service: 'retail/cart',
        annotations: { 'backstage.io/kubernetes-id': 'cart-id', 'backstage.io/kubernetes-namespace': 'dev' },
      },
      {
        service: 'basket',
        annotations: { 'backstage.io/kubernetes-label-selector': 'tier=web,app in (basket)' },
      },
      { service: 'prices' },
      {
        service: 'elsewhere',
        annotations: { 'backstage.io/kubernetes-id': 'cart-id', 'backstage.io/kubernetes-cluster': 'other' },
      },
    ]);
    const places = await platform.overlay.environmentsOf([
      'retail/cart',
      'basket',
      'prices',
      'elsewhere',
      'unknown',
    ]);
    assert.deepEqual([...places.keys()], ['retail/cart', 'basket', 'prices']);
    assert.deepEqual(places.get('retail/cart')?.[0]?.replicas, { desired: 4, ready: 4, updated: 4 });
  });

  it('reads on where a page ends, and anew in one piece where the pages grew too old', async () => {
    let asked = 0;
    cluster.on(/^GET \/apis\/apps\/v1\/deployments$/, ({ url }) => {
      asked++;
      if (url.searchParams.has('continue')) return { status: 410, body: status(410, 'Expired', 'too old') };
      const isWhole = url.searchParams.get('limit') === '0';
      const metadata = isWhole ? {} : { continue: 'more' };
      return {
        body: { metadata, items: [deployment('one', 'dev'), ...(isWhole ? [deployment('two', 'dev')] : [])] },
      };
    });
    const platform = platformOver(cluster);
    const names = (await platform.listServices()).items.map(({ name }) => name);
    assert.deepEqual(names, ['one', 'two']);
    assert.ok(asked >= 3);
  });

  it('looks once a minute for a kind of a group that is there without it', async () => {
    const rollouts = '/apis/argoproj.io/v1alpha1/rollouts';
    const groups = [{ name: 'argoproj.io', preferredVersion: { version: 'v1alpha1' } }];
    cluster.on(/^GET \/apis$/, () => ({ body: { kind: 'APIGroupList', groups } }));
    runs(deployment('cart', 'dev'));
    let now = 0;
    const platform = platformOver(cluster, { clock: { now: () => now } });
    for (const at of [0, 30_000]) {
      now = at;
      assert.equal((await platform.listServices({}, { fresh: true })).items.length, 1);
      assert.equal(cluster.count(/rollouts/), 1);
    }
    cluster.lists.set(rollouts, [deployment('basket', 'dev')]);
    now = 60_000;
    assert.equal((await platform.listServices({}, { fresh: true })).items.length, 2);
    await platform.listServices({}, { fresh: true });
    assert.equal(cluster.count(/rollouts/), 3);
  });

  it('looks into the namespace of the context where the whole cluster may not be seen', async () => {
    runs(deployment('cart', 'shop'), deployment('hidden', 'other'));
    const denied = { status: 403, body: status(403, 'Forbidden', 'deployments.apps is forbidden') };
    cluster.on(/^GET \/apis\/(?:apps|batch)\/v1\/[a-z]+$/, () => denied);
    cluster.on(/\/shop\/cronjobs$/, () => denied);
    const platform = platformOver(cluster);
    assert.deepEqual(
      (await platform.listServices()).items.map(({ name }) => name),
      ['cart'],
    );
    cluster.on(/\/shop\/[a-z]+$/, () => denied);
    await assert.rejects(platform.listServices({}, { fresh: true }), (error) =>
      PlatformError.is(error, 'forbidden'),
    );
  });

  it('looks into the namespaces that may be listed where the context names none', async () => {
    runs(deployment('cart', 'shop'), deployment('till', 'store'), deployment('hidden', 'other'));
    const labels = { environment: 'prod' };
    cluster.lists.set('/api/v1/namespaces', [
      { metadata: { name: 'kube-system' } },
      { metadata: { name: 'shop', labels } },
      { metadata: { name: 'store' } },
      { metadata: { name: 'other' } },
    ]);
    const denied = { status: 403, body: status(403, 'Forbidden', 'deployments.apps is forbidden') };
    cluster.on(/^GET \/apis\/(?:apps|batch)\/v1\/[a-z]+$/, () => denied);
    cluster.on(/\/(?:other|kube-system)\/[a-z]+$/, () => denied);
    const platform = platformOver(cluster, { contexts: [{ context: 'plain' }] });
    const { items } = await platform.listServices({ view: 'Summary' });
    assert.deepEqual(
      items.map(({ name, environments = [] }) => [name, ...environments.map((each) => each.environment)]),
      [
        ['cart', 'prod'],
        ['till', 'store'],
      ],
    );
  });

  it('shows what one cluster runs when another does not answer', async () => {
    const gone = new FakeCluster();
    gone.on(/./, () => ({ status: 503, body: status(503, 'ServiceUnavailable', 'away') }));
    runs(deployment('cart', 'dev'));
    const all = [gone, cluster];
    const platform = platformOver(cluster, {
      contexts: [{ context: 'work' }, { context: 'work' }],
      transport: () => all.pop() ?? cluster,
    });
    assert.deepEqual(
      (await platform.listServices()).items.map(({ name }) => name),
      ['cart'],
    );
  });

  describe('while somebody watches', () => {
    const end = new Map<string, AbortController>();
    afterEach(() => end.get('now')?.abort());

    async function watched(): Promise<{
      platform: ReturnType<typeof platformOver>;
      events: WatchEvent[];
      over: Promise<unknown>;
    }> {
      const platform = platformOver(cluster);
      const controller = new AbortController();
      end.set('now', controller);
      const events: WatchEvent[] = [];
      let isOpen = false;
      const read = async (): Promise<void> => {
        const call = { signal: controller.signal, opened: () => (isOpen = true) };
        for await (const event of platform.watch(call)) events.push(event);
      };
      const over = read().catch((error: unknown) => error);
      await until(() => isOpen && cluster.watchers(deployments) > 0, 'the watch is open');
      return { platform, events, over };
    }

    it('lists once, then hears of changes, and asks nothing more', async () => {
      runs(deployment('cart', 'dev'));
      const { platform, events } = await watched();
      await platform.listServices({}, { fresh: true });
      await platform.listServices({}, { fresh: true });
      assert.equal(cluster.count(/GET \/apis\/apps\/v1\/deployments\?limit=500/), 1);
      const broken = deployment('cart', 'dev', {
        spec: { paused: true },
        metadata: { resourceVersion: '11' },
      });
      cluster.tell(deployments, { type: 'MODIFIED', object: broken });
      await until(() => events.length > 0, 'the change is told');
      assert.deepEqual(
        events.map(({ type, subject }) => [type, subject]),
        [['platform.service.changed', 'cart']],
      );
      const [cart] = (await platform.listServices({ names: ['cart'] }, { fresh: true })).items;
      assert.equal(cart?.environments?.[0]?.health, 'Suspended');
      assert.equal(cluster.count(/GET \/apis\/apps\/v1\/deployments\?limit=500/), 1);
    });

    it('tells of the service that a workload was of, and of what it is of now', async () => {
      runs(deployment('cart', 'dev'));
      const { events } = await watched();
      const renamed = deployment('cart', 'dev', {
        metadata: { labels: { 'app.kubernetes.io/name': 'basket' }, resourceVersion: '12' },
      });
      cluster.tell(deployments, { type: 'MODIFIED', object: renamed });
      await until(() => events.length > 1, 'both are told');
      assert.deepEqual(
        events.map(({ subject }) => subject),
        ['cart', 'basket'],
      );
      cluster.tell(deployments, { type: 'DELETED', object: renamed });
      await until(() => events.length > 3, 'the end is told');
      assert.equal(events.at(-1)?.type, 'platform.environment.changed');
    });

    it('goes on from where it was when the server ends the watch, and lists anew where that is forgotten', async () => {
      runs(deployment('cart', 'dev'));
      const { events } = await watched();
      cluster.tell(deployments, { type: 'BOOKMARK', object: { metadata: { resourceVersion: '150' } } });
      cluster.tell(deployments);
      await until(() => cluster.count(/deployments\?watch=true.*resourceVersion=150/) === 1, 'it goes on');
      await until(() => cluster.watchers(deployments) > 0, 'it is open again');
      runs(deployment('cart', 'dev'), deployment('new', 'dev'));
      cluster.tell(deployments, {
        type: 'ERROR',
        object: status(410, 'Expired', 'too old resource version'),
      });
      await until(() => events.some(({ subject }) => subject === 'new'), 'what is new is told');
      assert.equal(cluster.count(/GET \/apis\/apps\/v1\/deployments\?limit=500/), 2);
    });

    it('follows a kind that was refused while its server started, once it is allowed', async () => {
      runs(deployment('cart', 'dev'));
      let isRefused = true;
      cluster.on(/^GET .*\/deployments$/, ({ url }) =>
        isRefused && url.searchParams.get('limit') === '500'
          ? { status: 403, body: status(403, 'Forbidden', 'not yet') }
          : undefined,
      );
      const end = new AbortController();
      const over = (async () => {
        for await (const event of platformOver(cluster).watch({ signal: end.signal })) assert.ok(event.id);
      })().catch((error: unknown) => error);
      try {
        await until(() => cluster.watchers('/apis/apps/v1/statefulsets') > 0, 'the others are followed');
        assert.equal(cluster.watchers(deployments), 0);
        isRefused = false;
        await until(() => cluster.watchers(deployments) > 0, 'it is followed');
      } finally {
        end.abort();
      }
      await over;
    });

    it('looks from time to time where it may list and not watch', async () => {
      runs(deployment('cart', 'dev'));
      cluster.on(/^GET /, ({ url }) =>
        url.searchParams.has('watch')
          ? { status: 403, body: status(403, 'Forbidden', 'cannot watch') }
          : undefined,
      );
      const end = new AbortController();
      const events: WatchEvent[] = [];
      const over = (async () => {
        for await (const event of platformOver(cluster).watch({ signal: end.signal })) events.push(event);
      })().catch((error: unknown) => error);
      await until(
        () => cluster.count(/GET \/apis\/apps\/v1\/deployments\?limit=500/) > 1,
        'it is listed again',
      );
      runs(deployment('cart', 'dev'), deployment('new', 'dev'));
      await until(() => events.some(({ subject }) => subject === 'new'), 'what is new is told');
      end.abort();
      await over;
    });

    it('ends with the reason when nobody is signed in any more', async () => {
      const { over } = await watched();
      cluster.on(/./, () => ({ status: 401, body: status(401, 'Unauthorized', 'Unauthorized') }));
      cluster.tell(deployments);
      assert.ok(PlatformError.is(await over, 'unauthenticated'));
    });

    it('ends with its reader', async () => {
      const { over } = await watched();
      end.get('now')?.abort();
      assert.equal(((await over) as Error).name, 'AbortError');
      await until(
        () => cluster.requests.every(({ url, signal }) => !url.searchParams.has('watch') || signal.aborted),
        'all watches end',
      );
    });
  });
});
