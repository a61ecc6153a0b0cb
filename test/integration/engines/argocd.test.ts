import assert from 'node:assert/strict';
import { PlatformError } from '../../../src/model/errors.js';
import type { DeploymentRequest, Operation } from '../../../src/model/delivery.js';
import type { ServiceEnvironment } from '../../../src/model/catalog.js';
import { createArgoPlatform, type ArgoPlatform } from '../../../src/platform/argocd/argoPlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import type { Transport } from '../../../src/platform/http/transport.js';
import { createLiveState } from '../../../src/platform/live/liveState.js';
import { createArgocdApi } from './argocd/api.js';
import { removeMany, seedMany, untilTold } from './argocd/many.js';
import { followed, placeOf, refused, until } from './argocd/questions.js';
import { areEnginesThere, control, engines } from './fixture.js';
import { createKubeClient } from './kubeClient.js';

type Account = keyof ReturnType<typeof engines>['argocd']['tokens'];

describe('a real Argo CD', function () {
  this.timeout(60_000);
  const open: ArgoPlatform[] = [];
  const asked: string[] = [];

  before(function () {
    if (!areEnginesThere()) this.skip();
  });
  afterEach(() => {
    for (const platform of open.splice(0)) platform.dispose();
    asked.length = 0;
  });

  const connect = (account: Account = 'developer'): ArgoPlatform => {
    const { argocd } = engines();
    const inner = undiciTransport();
    const transport: Transport = {
      send: (request) => {
        asked.push(`${request.method} ${request.url.pathname}`);
        return inner.send(request);
      },
      dispose: () => inner.dispose(),
    };
    const platform = createArgoPlatform({
      url: argocd.url,
      token: () => Promise.resolve(argocd.tokens[account]),
      transport,
    });
    open.push(platform);
    return platform;
  };
  const deploy = async (
    platform: ArgoPlatform,
    service: string,
    request: DeploymentRequest,
  ): Promise<Operation> => {
    const { fingerprint } = await platform.planDeployment(service, request);
    const key = crypto.randomUUID();
    return platform.createDeployment(
      service,
      { ...request, planFingerprint: fingerprint },
      { idempotencyKey: key },
    );
  };

  /** As somebody with the rights to the cluster might do by hand. */
  const scale = async (namespace: string, name: string, replicas: number): Promise<void> => {
    const { url, ca, tokens } = engines().kubernetes;
    const cluster = createKubeClient({ url, ca, token: tokens.admin });
    const route = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
    await cluster.request('PATCH', route, { spec: { replicas } }, 'application/merge-patch+json');
    cluster.close();
  };

  it('says without a token what it is', async () => {
    const info = await connect('expired').getInfo();
    assert.match(info.serverVersion ?? '', /^v3\./);
    assert.equal(info.auth?.type, 'token');
  });

  it('knows whose token it is, and refuses one that has expired', async () => {
    assert.equal((await connect().getMe()).user.id, 'developer');
    const expired = connect('expired');
    assert.equal((await refused(expired.listServices())).code, 'unauthenticated');
    assert.equal((await refused(expired.getMe())).code, 'unauthenticated');
  });

  it('has services in environments with health, sync, version and rule, from one list', async () => {
    const platform = connect();
    const { items } = await platform.listServices({ pageSize: 500 });
    const { items: environments } = await platform.listEnvironments();
    assert.deepEqual(
      environments.map(({ name, production }) => [name, production]),
      [
        ['dev', false],
        ['staging', false],
        ['prod', true],
      ],
    );
    const told = new Map(
      items.flatMap(({ name, environments: places = [] }) =>
        places.map((place) => [`${name} ${place.environment}`, place]),
      ),
    );
    const states = (key: string): string => `${told.get(key)?.health ?? ''} ${told.get(key)?.sync ?? ''}`;
    // Instances may still be on their way on a machine that is busy.
    assert.match(states('gateway dev'), /^(Healthy|Progressing) Synced$/);
    assert.equal(states('notifier prod'), 'Missing OutOfSync');
    assert.equal(states('payments staging'), 'Degraded Synced');
    assert.equal(
      told.get('checkout dev')?.conditions?.find(({ type }) => type === 'Bound')?.reason,
      'Pattern',
    );
    assert.ok(told.get('gateway prod'));
    assert.equal(asked.filter((line) => line === 'GET /api/v1/applications').length, 1);
  });

  it('tells commit, history, rights and who made an Application in the detail of a service', async () => {
    const platform = connect();
    const place = await placeOf(platform, 'checkout', 'staging');
    assert.match(place.current?.commit?.message ?? '', /\S/);
    const rights = Object.fromEntries((place.permissions ?? []).map(({ name, state }) => [name, state]));
    assert.deepEqual(
      [rights['deploy'], rights['rollback'], rights['logs']],
      ['Allowed', 'Allowed', 'Allowed'],
    );
    const gateway = await placeOf(platform, 'gateway', 'dev');
    assert.equal(gateway.conditions?.find(({ type }) => type === 'ApplicationSet')?.reason, 'gateway');
  });

  it('shows the tree, the replicas and the events of what is ill', async () => {
    const platform = connect();
    const place = await platform.places.get('payments', 'staging');
    assert.ok(place.components?.some(({ kind }) => kind === 'Deployment'));
    assert.ok(place.components?.some(({ kind, health }) => kind === 'Pod' && health !== 'Healthy'));
    assert.ok((place.replicas?.desired ?? 0) > (place.replicas?.ready ?? 0));
    const { items } = await platform.places.events('payments', 'staging');
    assert.ok(items.length > 0);
  });

  it('reads the log of all instances, and follows it', async () => {
    const platform = connect();
    const lines = [];
    for await (const line of platform.logs('checkout', 'staging', { tail: 10 })) lines.push(line);
    assert.ok(lines.length > 0 && lines.length <= 10, String(lines.length));
    assert.ok(lines.every(({ instance, time }) => instance !== undefined && !Number.isNaN(Date.parse(time))));
    const stop = new AbortController();
    for await (const line of platform.logs(
      'checkout',
      'staging',
      { follow: true, tail: 3 },
      { signal: stop.signal },
    )) {
      assert.ok(line.message);
      break;
    }
    stop.abort();
  });

  it('plans a sync by what differs, syncs step by step, and is in sync then', async () => {
    const platform = connect();
    await scale('shop-staging', 'notifier', 3);
    await until(
      async () => (await placeOf(platform, 'notifier', 'staging')).sync === 'OutOfSync',
      'the drift',
      30_000,
    );
    const request: DeploymentRequest = { environment: 'staging', kind: 'Deploy' };
    const plan = await platform.planDeployment('notifier', request);
    assert.ok(
      plan.changes.some(({ pointer }) => pointer === '/spec/replicas'),
      JSON.stringify(plan.changes),
    );
    const key = crypto.randomUUID();
    const started = await platform.createDeployment(
      'notifier',
      { ...request, planFingerprint: plan.fingerprint },
      { idempotencyKey: key },
    );
    const again = await connect().createDeployment('notifier', request, { idempotencyKey: key });
    assert.equal(again.id, started.id);
    const ended = await followed(platform, started);
    assert.equal(ended.state, 'Succeeded', ended.message);
    assert.ok(ended.steps?.some(({ name }) => name.startsWith('Deployment/')));
    await until(
      async () => (await placeOf(platform, 'notifier', 'staging')).sync === 'Synced',
      'the end of the drift',
      30_000,
    );
  });

  it('refuses to roll back and to deploy another revision where it follows Git by itself', async () => {
    const platform = connect();
    const { items } = await platform.listDeployments('checkout', { environment: 'dev' });
    const old = items.find(({ state }) => state === 'Superseded') ?? items[0];
    assert.ok(old);
    assert.equal(old.rollback?.eligible, false);
    const rollback: DeploymentRequest = { environment: 'dev', kind: 'Rollback', toDeployment: old.id };
    assert.equal((await refused(deploy(platform, 'checkout', rollback))).code, 'blocked');
    const { argocd } = engines();
    const said = await fetch(`${argocd.url}/api/v1/applications/checkout-dev/rollback`, {
      method: 'POST',
      headers: { authorization: `Bearer ${argocd.tokens.developer}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id: 0, project: 'shop' }),
    });
    assert.equal(said.status, 400);
    assert.match(await said.text(), /auto-sync/);
  });

  it('is blocked by a sync window, which is no missing right', async () => {
    const platform = connect();
    const plan = await platform.planDeployment('checkout', { environment: 'prod', kind: 'Deploy' });
    const block = plan.blocks?.find(({ reason }) => reason === 'FreezeWindow');
    assert.ok(block, JSON.stringify(plan.blocks));
    const error = await refused(
      platform.createDeployment(
        'checkout',
        { environment: 'prod', kind: 'Deploy' },
        { idempotencyKey: crypto.randomUUID() },
      ),
    );
    assert.deepEqual([error.code, error.problem?.blockedBy?.reason], ['blocked', 'FreezeWindow']);
  });

  it('shows nothing to whom it allows nothing, and names the right that is missing', async () => {
    const { items } = await connect('denied').listServices();
    assert.deepEqual(items, []);
    const error = await refused(connect('denied').getService('checkout'));
    assert.equal(error.code, 'not-found');
  });

  it('tells a right that is missing before it is tried and when it is', async () => {
    const platform = connect('project');
    const place = await placeOf(platform, 'checkout', 'staging');
    const rights = Object.fromEntries((place.permissions ?? []).map(({ name, state }) => [name, state]));
    assert.deepEqual([rights['deploy'], rights['restart'], rights['logs']], ['Allowed', 'Unknown', 'Denied']);
    const error = await refused(deploy(platform, 'checkout', { environment: 'staging', kind: 'Restart' }));
    assert.equal(error.code, 'forbidden');
    assert.match(error.message, /action\/apps\/Deployment\/restart/);
    const lines = platform.logs('checkout', 'staging')[Symbol.asyncIterator]();
    assert.equal((await refused(lines.next())).code, 'forbidden');
  });

  it('rolls back where it does not follow Git by itself, and syncs to Git again', async function () {
    this.timeout(180_000);
    const platform = connect();
    const { items } = await platform.listDeployments('catalog', { environment: 'staging' });
    const old = items.find(({ state, rollback }) => state === 'Superseded' && rollback?.eligible);
    assert.ok(old, JSON.stringify(items));
    const request: DeploymentRequest = { environment: 'staging', kind: 'Rollback', toDeployment: old.id };
    const plan = await platform.planDeployment('catalog', request);
    assert.ok(
      plan.changes.some(({ before, after }) => before?.includes('5.1.1') && after?.includes('5.1.0')),
      JSON.stringify(plan.changes),
    );
    const back = await followed(platform, await deploy(platform, 'catalog', request));
    assert.equal(back.state, 'Succeeded', back.message);
    const place = async (): Promise<string> => {
      const { current, sync } = await placeOf(platform, 'catalog', 'staging');
      return `${current?.commit?.id ?? ''} ${sync ?? ''}`;
    };
    await until(async () => (await place()) === `${old.release.id} OutOfSync`, 'the old version', 60_000);
    const forth = await followed(
      platform,
      await deploy(platform, 'catalog', { environment: 'staging', kind: 'Deploy' }),
    );
    assert.equal(forth.state, 'Succeeded', forth.message);
    // Git may have moved on since the last deployment.
    const head = await platform.sources.of('catalog', 'staging');
    assert.notEqual(head?.commit, old.release.id);
    await until(async () => (await place()) === `${head?.commit ?? ''} Synced`, 'the new version', 60_000);
  });

  it('notices what somebody changed by hand, and puts it right', async () => {
    const platform = connect();
    const live = createLiveState(platform);
    const syncOf = (): string | undefined =>
      live.snapshot.services.get('notifier')?.environments?.find(({ environment }) => environment === 'dev')
        ?.sync;
    try {
      await until(() => syncOf() === 'Synced', 'the first picture');
      // It puts right by itself what differs from a commit that it has not synced yet.
      await followed(platform, await deploy(platform, 'notifier', { environment: 'dev', kind: 'Deploy' }));
      await scale('shop-dev', 'notifier', 4);
      await until(() => syncOf() === 'OutOfSync', 'the drift', 30_000);
      const { changes } = await platform.planDeployment('notifier', { environment: 'dev', kind: 'Deploy' });
      assert.deepEqual(
        changes.map(({ pointer, before }) => [pointer, before]),
        [['/spec/replicas', '4']],
      );
      const ended = await followed(
        platform,
        await deploy(platform, 'notifier', { environment: 'dev', kind: 'Deploy' }),
      );
      assert.equal(ended.state, 'Succeeded', ended.message);
      await until(() => syncOf() === 'Synced', 'the end of the drift', 30_000);
    } finally {
      live.dispose();
    }
  });

  it('paints 2,000 Applications from one list and one watch, and reads no more when nothing changes', async function () {
    this.timeout(180_000);
    const { kubernetes, git, argocd } = engines();
    const { url, ca, tokens } = kubernetes;
    const cluster = createKubeClient({ url, ca, token: tokens.admin });
    const api = createArgocdApi(argocd.url, argocd.tokens.developer);
    await seedMany(cluster, 2_000, git.repository);
    await untilTold(api, 2_000);
    const platform = connect();
    const live = createLiveState(platform);
    try {
      await until(() => live.snapshot.services.size > 660, '2,000 Applications', 60_000);
      const place = (): ServiceEnvironment | undefined =>
        live.snapshot.services.get('made-00001')?.environments?.[2];
      await until(() => place()?.current?.commit !== undefined, 'what the watch adds', 60_000);
      assert.deepEqual([place()?.environment, place()?.current?.version], ['prod', '1.5.0']);
      asked.length = 0;
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      assert.deepEqual(
        asked.filter((line) => !line.endsWith('/projects')),
        [],
      );
    } finally {
      live.dispose();
      await removeMany(cluster);
      await untilTold(api, 0);
      cluster.close();
    }
  });

  it('restarts workloads by their action', async () => {
    const platform = connect();
    const done = await deploy(platform, 'checkout', { environment: 'staging', kind: 'Restart' });
    assert.deepEqual([done.state, done.done], ['Succeeded', true]);
    assert.ok(done.steps?.every(({ state }) => state === 'Succeeded'));
  });

  it('knows what Git has', async () => {
    const platform = connect();
    const { git } = engines();
    const checkout = await platform.sources.of('checkout', 'staging');
    assert.deepEqual(
      [checkout?.format, checkout?.path, checkout?.branch],
      ['Kustomize', 'kustomize/checkout/overlays/staging', 'HEAD'],
    );
    assert.match(checkout?.commit ?? '', /^[0-9a-f]{40}$/);
    const catalog = await platform.sources.of('catalog', 'prod');
    assert.deepEqual(
      [catalog?.format, catalog?.valueFiles],
      ['Helm', ['charts/catalog/values.yaml', 'charts/catalog/values-prod.yaml']],
    );
    assert.ok(git.url);
    assert.equal((await platform.sources.of('notifier', 'dev'))?.format, 'Directory');
  });

  it('tells of a change through the watch, and takes the watch up after the server was restarted', async () => {
    const platform = connect();
    const heard = new Set<string>();
    let opened = 0;
    const listen = async (): Promise<void> => {
      for await (const { subject } of platform.watch({ opened: () => opened++ })) {
        if (subject) heard.add(subject);
      }
    };
    const first = listen().catch((error: unknown) => error);
    await until(() => heard.has('checkout'), 'the first picture');
    heard.clear();
    await deploy(platform, 'notifier', { environment: 'staging', kind: 'Deploy' });
    await until(() => heard.has('notifier'), 'a change');
    const lists = asked.filter((line) => line === 'GET /api/v1/applications').length;
    await control('argocd-server', 'restart');
    assert.ok(PlatformError.is(await first, 'unreachable'));
    await until(
      async () => (await platform.getInfo({ fresh: true }).catch(() => undefined)) !== undefined,
      'the server',
      30_000,
    );
    const second = listen();
    await Promise.race([second, until(() => opened === 2, 'the stream', 30_000)]);
    assert.equal((await placeOf(platform, 'checkout', 'dev')).sync, 'Synced');
    assert.ok(lists <= 2, String(lists));
    platform.dispose();
    await second.catch(() => undefined);
  });
});
