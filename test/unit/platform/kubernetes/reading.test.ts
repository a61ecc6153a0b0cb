import assert from 'node:assert/strict';
import { PlatformError } from '../../../../src/model/errors.js';
import type { LogLine } from '../../../../src/model/platform.js';
import { deployment, FakeCluster, platformOver, status, until, type Plain } from './fakeCluster.js';

const deployments = '/apis/apps/v1/deployments';
const podsPath = '/api/v1/pods';
const pod = (name: string, createdAt = '2026-01-01T00:00:00Z'): Plain => ({
  metadata: { name, namespace: 'dev', creationTimestamp: createdAt },
  spec: { containers: [{ name: 'app' }] },
});
async function* texts(...lines: readonly string[]): AsyncGenerator<string> {
  await Promise.resolve();
  yield* lines;
}

describe('what a Kubernetes cluster tells of a workload', () => {
  let cluster: FakeCluster;
  beforeEach(() => {
    cluster = new FakeCluster();
    cluster.lists.set(deployments, [deployment('cart', 'dev')]);
    cluster.lists.set('/apis/apps/v1/replicasets', []);
  });
  const read = async (query = {}, signal?: AbortSignal): Promise<readonly LogLine[]> => {
    const lines: LogLine[] = [];
    for await (const line of platformOver(cluster).logs('cart', 'dev', query, signal ? { signal } : {})) {
      lines.push(line);
    }
    return lines;
  };

  it('is the logs of all its pods, by their time whatever their zone and digits', async () => {
    cluster.lists.set(podsPath, [pod('one'), pod('two'), pod('starting')]);
    cluster.on(/pods\/one\/log$/, () =>
      texts('2026-01-01T10:00:00.1Z first\n2026-01-01T10:00:02Z th', 'ird\n'),
    );
    cluster.on(/pods\/two\/log$/, () =>
      texts('2026-01-01T11:00:00.12+01:00 second\n2026-01-01T10:00:03Z fourth'),
    );
    cluster.on(/pods\/starting\/log$/, () => ({
      status: 400,
      body: status(400, 'BadRequest', 'is waiting to start'),
    }));
    const lines = await read();
    assert.deepEqual(
      lines.map(({ message, instance }) => [message, instance]),
      [
        ['first', 'one'],
        ['second', 'two'],
        ['third', 'one'],
        ['fourth', 'two'],
      ],
    );
    assert.deepEqual(
      (await read({ tail: 1 })).map(({ message }) => message),
      ['fourth'],
    );
    assert.deepEqual(
      (await read({ q: 'ir' })).map(({ message }) => message),
      ['first', 'third'],
    );
    assert.deepEqual(
      (await read({ instance: 'two', since: '2026-01-01T10:00:02Z' })).map(({ message }) => message),
      ['fourth'],
    );
    assert.equal(cluster.count(/tailLines=1&|tailLines=1$/), 3);
  });

  it('is the logs of at most sixty containers, those of the newest pods', async () => {
    const at = (index: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString();
    cluster.lists.set(
      podsPath,
      Array.from({ length: 64 }, (_, index) => pod(`p${index}`, at(index))),
    );
    cluster.on(/log$/, () => texts('2026-01-01T10:00:00Z a\n'));
    const lines = await read();
    assert.equal(lines.length, 60);
    assert.ok(lines.every(({ instance }) => instance !== 'p0'));
  });

  it('has what a container wrote before it crashed, and what prepares a pod that does not come up', async () => {
    const failed = { terminated: { exitCode: 1 } };
    cluster.lists.set(podsPath, [
      {
        metadata: { name: 'one', namespace: 'dev', creationTimestamp: '2026-01-01T00:00:00Z' },
        spec: { initContainers: [{ name: 'migrate' }, { name: 'ready' }], containers: [{ name: 'app' }] },
        status: {
          containerStatuses: [{ name: 'app', state: { running: {} }, lastState: failed }],
          initContainerStatuses: [
            { name: 'migrate', state: failed },
            { name: 'ready', state: { terminated: { exitCode: 0 } } },
          ],
        },
      },
    ]);
    cluster.on(/log$/, ({ url: { searchParams: asked } }) => {
      const second = asked.has('previous') ? '00' : '01';
      return texts(`2026-01-01T10:00:${second}Z ${asked.get('container') ?? ''}\n`);
    });
    assert.deepEqual(
      (await read()).map(({ time, container }) => `${time.slice(17, 19)} ${container ?? ''}`),
      ['00 app', '01 app', '01 migrate'],
    );
  });

  it('goes on with what pods say while they are followed, nothing twice', async () => {
    cluster.lists.set(podsPath, [pod('one')]);
    cluster.on(/pods\/one\/log$/, ({ url }) =>
      url.searchParams.get('follow') === 'true'
        ? texts('2026-01-01T10:00:00Z old\n', '2026-01-01T10:00:00.5Z new\n')
        : texts('2026-01-01T10:00:00Z old\n'),
    );
    const end = new AbortController();
    const lines: string[] = [];
    const following = (async () => {
      for await (const { message } of platformOver(cluster).logs(
        'cart',
        'dev',
        { follow: true },
        { signal: end.signal },
      )) {
        lines.push(message);
      }
    })().catch((error: unknown) => error);
    await until(() => lines.length === 2, 'both lines came');
    end.abort();
    assert.equal(((await following) as Error).name, 'AbortError');
    assert.deepEqual(lines, ['old', 'new']);
    assert.equal(cluster.count(/log\?.*follow=true.*sinceTime=2026-01-01T10%3A00%3A00Z/), 1);
  });

  it('is no logs where no pod runs', async () => {
    cluster.lists.set(podsPath, []);
    await assert.rejects(read(), (error) => PlatformError.is(error, 'not-found'));
  });

  it('is the events of it and its pods, newest first', async () => {
    cluster.lists.set(podsPath, [pod('cart-1')]);
    cluster.on(/events\.k8s\.io.*\/events$/, ({ url }) => {
      const isPod = url.searchParams.get('fieldSelector') === 'regarding.kind=Pod,regarding.name=cart-1';
      const event = isPod
        ? {
            metadata: { uid: '2' },
            eventTime: '2026-01-01T00:00:02Z',
            type: 'Warning',
            reason: 'BackOff',
            note: 'Back-off',
          }
        : {
            metadata: { uid: '1' },
            deprecatedLastTimestamp: '2026-01-01T00:00:01Z',
            type: 'Normal',
            reason: 'Scaled',
          };
      return { body: { items: [event] } };
    });
    const page = await platformOver(cluster).places?.events('cart', 'dev');
    assert.deepEqual(
      page?.items.map(({ id, type, message }) => [id, type, message]),
      [
        ['2', 'Warning', 'Pod cart-1: Back-off'],
        ['1', 'Normal', 'Deployment cart: '],
      ],
    );
  });

  it('is why its pods do not run, when one looks at it', async () => {
    cluster.lists.set(deployments, [deployment('cart', 'dev', { status: { availableReplicas: 0 } })]);
    const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image' };
    const statuses = { containerStatuses: [{ name: 'app', state: { waiting } }] };
    cluster.lists.set(podsPath, [pod('fine'), { ...pod('ill'), status: statuses }]);
    const [place] = (await platformOver(cluster).getService('cart')).environments ?? [];
    assert.equal(
      place?.message,
      '0 of 2 replicas are available. app: ImagePullBackOff: Back-off pulling image',
    );
  });

  it('is its parts, by the rules of Argo CD', async () => {
    const statuses: Readonly<Record<string, Plain>> = {
      ready: {
        phase: 'Running',
        startTime: '2026-01-01T00:00:00Z',
        conditions: [{ type: 'Ready', status: 'True' }],
      },
      crashing: {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'app',
            image: 'registry.test/cart:1',
            restartCount: 3,
            lastState: { terminated: { reason: 'OOMKilled' } },
          },
        ],
      },
      unplaced: {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no node' }],
      },
      failed: { phase: 'Failed', reason: 'Evicted' },
      done: { phase: 'Succeeded' },
    };
    cluster.lists.set(
      podsPath,
      Object.entries(statuses).map(([name, value]) => ({ ...pod(name), status: value })),
    );
    const place = await platformOver(cluster).places?.get('cart', 'dev');
    assert.deepEqual(
      place?.components?.map(({ id, parent, health, message, restarts }) => [
        id,
        parent,
        health,
        message,
        restarts,
      ]),
      [
        ['Deployment/cart', undefined, 'Healthy', undefined, undefined],
        ['Pod/ready', 'Deployment/cart', 'Healthy', undefined, 0],
        ['Pod/crashing', 'Deployment/cart', 'Degraded', 'app: OOMKilled', 3],
        ['Pod/unplaced', 'Deployment/cart', 'Progressing', 'Unschedulable: no node', 0],
        ['Pod/failed', 'Deployment/cart', 'Degraded', 'Evicted', 0],
        ['Pod/done', 'Deployment/cart', 'Healthy', undefined, 0],
      ],
    );
    assert.equal(place.message, undefined);
  });

  it('is what Flux says of it, and where Git keeps it', async () => {
    const groups = ['kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io'];
    cluster.on(/GET \/apis$/, () => ({
      body: { groups: groups.map((name) => ({ name, preferredVersion: { version: 'v1' } })) },
    }));
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    cluster.lists.set(deployments, [deployment('cart', 'dev', { metadata: { labels } })]);
    cluster.lists.set('/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations', [
      {
        metadata: { name: 'apps', namespace: 'flux-system', generation: 1 },
        spec: { path: './apps/dev/', sourceRef: { kind: 'GitRepository', name: 'config' } },
        status: {
          observedGeneration: 1,
          lastAppliedRevision: 'main@sha1:0123456789abcdef',
          conditions: [{ type: 'Ready', status: 'False', reason: 'BuildFailed', message: 'broken' }],
        },
      },
    ]);
    cluster.lists.set('/apis/source.toolkit.fluxcd.io/v1/gitrepositories', [
      {
        metadata: { name: 'config', namespace: 'flux-system' },
        spec: { url: 'https://git.test/config', ref: { branch: 'main' } },
      },
    ]);
    const platform = platformOver(cluster);
    const [cart] = (await platform.listServices()).items;
    const [place] = cart?.environments ?? [];
    assert.deepEqual([place?.sync, place?.message], ['OutOfSync', 'broken']);
    assert.equal(place?.conditions?.find(({ type }) => type === 'Managed')?.message, 'Flux (apps)');
    assert.deepEqual(await platform.sources.of('cart', 'dev'), {
      repository: 'https://git.test/config',
      branch: 'main',
      path: 'apps/dev',
      format: 'Kustomize',
      images: ['registry.test/cart:1.1.0'],
      commit: '0123456789abcdef',
    });
    assert.equal(await platform.sources.of('cart', 'nowhere'), undefined);
  });

  it('is the kinds that it was taught, each with its schema', async () => {
    const schema = { type: 'object', properties: { spec: { type: 'object' } } };
    const versions = [
      { name: 'v1', served: true, schema: { openAPIV3Schema: schema } },
      { name: 'v1beta1', served: false, schema: { openAPIV3Schema: schema } },
    ];
    const items = [
      {
        metadata: { name: 'shops.shop.test' },
        spec: { group: 'shop.test', names: { kind: 'Shop' }, versions },
      },
    ];
    cluster.lists.set('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', items);
    const platform = platformOver(cluster);
    assert.equal((await platform.getInfo()).capabilities['schemas']?.level, 'Read');
    const page = await platform.listSchemas();
    assert.deepEqual(page.items, [{ id: 'shop.test.v1.Shop', apiVersion: 'shop.test/v1', kind: 'Shop' }]);
    const served = await platform.getSchema('shop.test.v1.Shop');
    assert.deepEqual(served['properties'], schema.properties);
    await assert.rejects(platform.getSchema('none'), (error) => PlatformError.is(error, 'not-found'));
  });

  it('announces what is there, and refuses the rest', async () => {
    const platform = platformOver(cluster);
    const info = await platform.getInfo();
    assert.equal(info.capabilities['schemas'], undefined);
    assert.equal(info.capabilities['watch']?.level, 'Stream');
    assert.equal(info.serverVersion, 'v1.35.0');
    for (const absent of ['templates', 'incidents', 'owners', 'scorecards']) {
      assert.equal(info.capabilities[absent], undefined);
    }
    await assert.rejects(platform.listTemplates(), (error) => PlatformError.is(error, 'not-implemented'));
  });

  it('says who it takes the user for', async () => {
    const userInfo = { username: 'ada', groups: ['team:retail'] };
    cluster.on(/^POST .*selfsubjectreviews$/, () => ({ body: { status: { userInfo } } }));
    assert.deepEqual(await platformOver(cluster).getMe(), {
      user: { id: 'ada', type: 'user' },
      groups: ['team:retail'],
    });
  });

  it('is a page of what is asked for', async () => {
    cluster.lists.set(deployments, [
      ...['a', 'b', 'c'].map((name) => deployment(name, 'dev', { metadata: { labels: { tier: name } } })),
      deployment('d', 'prod', { status: { availableReplicas: 0 } }),
    ]);
    const platform = platformOver(cluster);
    const names = async (query: object): Promise<readonly string[]> =>
      (await platform.listServices(query)).items.map(({ name }) => name);
    const first = await platform.listServices({ pageSize: 3 });
    assert.equal(first.nextPageToken, '3');
    assert.deepEqual(await names({ pageToken: '3' }), ['d']);
    assert.deepEqual(await names({ q: 'B' }), ['b']);
    assert.deepEqual(await names({ names: ['c', 'z'] }), ['c']);
    assert.deepEqual(await names({ environment: 'prod', health: 'Progressing' }), ['d']);
    assert.deepEqual(await names({ labelSelector: 'tier in (a,c)' }), ['a', 'c']);
    assert.deepEqual(await names({ owner: 'group:default/a' }), []);
    await assert.rejects(names({ labelSelector: '(' }), (error) =>
      PlatformError.is(error, 'invalid-request'),
    );
    await assert.rejects(names({ pageToken: 'x' }), (error) => PlatformError.is(error, 'invalid-request'));
  });
});
