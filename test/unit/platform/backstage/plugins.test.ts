import assert from 'node:assert/strict';
import type { Service } from '../../../../src/model/catalog.js';
import type { LogLine } from '../../../../src/model/platform.js';
import { draft } from '../argocd/fakeArgo.js';
import { deployment, status } from '../kubernetes/fakeCluster.js';
import { component, FakeBackstage, refusal } from './fakeBackstage.js';

const selector = { 'backstage.io/kubernetes-label-selector': 'app=web' };
const named = { 'argocd/app-name': 'web-dev' };
const clusters = 'GET /api/kubernetes/clusters';
const query = 'POST /api/kubernetes/resources/workloads/query';
const proxy = 'GET /api/kubernetes/proxy';
const argo = 'GET /api/backstage-community-argocd/find/name';

const pod = (
  name: string,
  state: object = { waiting: { reason: 'ImagePullBackOff', message: 'no image' } },
) => ({
  metadata: { name, namespace: 'shop-dev', labels: { app: 'web' } },
  spec: { containers: [{ name: 'app' }] },
  status: { phase: 'Pending', containerStatuses: [{ name: 'app', state, restartCount: 2 }] },
});

const sick = deployment('web', 'shop-dev', {
  status: { conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }] },
});

/** What the plugin answers of one cluster. */
const found = (resources: Readonly<Record<string, readonly unknown[]>>, more: object = {}, name = 'one') => ({
  cluster: { name },
  podMetrics: [],
  resources: Object.entries(resources).map(([type, list]) => ({ type, resources: list })),
  errors: [],
  ...more,
});

function withKubernetes(backstage: FakeBackstage, ...items: readonly unknown[]): FakeBackstage {
  return backstage
    .on(clusters, () => ({ body: { items: [{ name: 'one', authProvider: 'serviceAccount' }] } }))
    .on(query, () => ({ body: { items } }));
}

const withoutProxy = (backstage: FakeBackstage): FakeBackstage =>
  backstage.on(proxy, () => refusal(403, 'NotAllowedError'));

const places = ({ environments = [] }: Service): unknown =>
  environments.map(({ environment, health, current }) => [environment, health, current?.version]);

describe('plugins of a Backstage that know what runs', () => {
  it('are asked for once, and nothing more of a backend without them', async () => {
    const backstage = new FakeBackstage(component('web', { ...selector, ...named }), component('plain'));
    const platform = backstage.platform();
    for (let time = 0; time < 3; time++) {
      const { capabilities } = await platform.getInfo();
      assert.deepEqual([capabilities['deployments'], capabilities['environments']], [undefined, undefined]);
      assert.equal((await platform.listServices()).items.length, 2);
      assert.deepEqual((await platform.getService('web')).environments, []);
      assert.deepEqual((await platform.listEnvironments()).items, []);
    }
    assert.equal(backstage.count('/api/kubernetes/'), 1);
    assert.equal(backstage.count('/api/backstage-community-argocd/'), 1);
    assert.equal(backstage.count('/api/argocd/'), 1);
    await assert.rejects(platform.listDeployments('web'), { code: 'not-implemented' });
    await assert.rejects(platform.places!.get('web', 'dev'), { code: 'not-implemented' });
  });

  it('are not even asked for where no annotation speaks of one', async () => {
    const backstage = new FakeBackstage(component('plain'));
    assert.equal((await backstage.platform().listServices()).items.length, 1);
    assert.equal(backstage.count('/api/kubernetes/') + backstage.count('argocd'), 0);
  });

  it('are looked for again after a backend that did not answer', async () => {
    const backstage = withKubernetes(new FakeBackstage(component('web', selector)));
    let isUp = false;
    backstage.on(clusters, () => (isUp ? { body: { items: [{ name: 'one' }] } } : { status: 503 }));
    const platform = backstage.platform();
    assert.equal((await platform.getInfo()).capabilities['deployments'], undefined);
    isUp = true;
    assert.deepEqual((await platform.getInfo()).capabilities['deployments'], { level: 'Read' });
  });

  describe('of Kubernetes', () => {
    const bed = (...items: readonly unknown[]): FakeBackstage =>
      withoutProxy(withKubernetes(new FakeBackstage(component('web', selector)), ...items));

    it('tell of namespaces and clusters as environments, by what their names say', async () => {
      const platform = bed(
        found({ deployments: [deployment('web', 'shop-dev'), deployment('web', 'shop-qa')] }),
        found({ deployments: [deployment('web', 'shop')] }, {}, 'prod-eu'),
        found({ deployments: [deployment('web', 'elsewhere')] }, {}, 'blue'),
      ).platform();
      assert.deepEqual(places(await platform.getService('web')), [
        ['dev', 'Healthy', '1.1.0'],
        ['elsewhere', 'Healthy', '1.1.0'],
        ['qa', 'Healthy', '1.1.0'],
        ['prod-eu', 'Healthy', '1.1.0'],
      ]);
    });

    it('tell why a workload is not well, its instances and its history without another question', async () => {
      const old = {
        metadata: {
          name: 'web-1',
          namespace: 'shop-dev',
          labels: { app: 'web' },
          creationTimestamp: '2026-01-01T00:00:00Z',
          annotations: { 'deployment.kubernetes.io/revision': '1' },
          ownerReferences: [{ kind: 'Deployment', name: 'web', uid: 'uid-shop-dev-web' }],
        },
        spec: { template: { spec: { containers: [{ name: 'app', image: 'registry.test/web:1.0.0' }] } } },
      };
      const now = {
        ...old,
        metadata: {
          ...old.metadata,
          name: 'web-2',
          annotations: { 'deployment.kubernetes.io/revision': '2' },
        },
      };
      const backstage = bed(found({ deployments: [sick], pods: [pod('web-a')], replicasets: [old, now] }));
      const platform = backstage.platform();
      const place = await platform.places!.get('web', 'dev');
      assert.equal(place.health, 'Degraded');
      assert.match(place.message ?? '', /app: ImagePullBackOff: no image/);
      assert.deepEqual(
        place.components?.map(({ id, restarts }) => [id, restarts]),
        [
          ['Deployment/web', undefined],
          ['Pod/web-a', 2],
        ],
      );
      const { items } = await platform.listDeployments('web');
      assert.deepEqual(
        items.map(({ state, release, rollback }) => [state, release.version, rollback?.eligible]),
        [
          ['Failed', '1.0.0', false],
          ['Superseded', '1.0.0', false],
        ],
      );
      assert.equal(backstage.count(query), 1);
    });

    it('tell of Rollouts that the backend is configured to fetch', async () => {
      const rollout = { kind: 'Rollout', ...deployment('web', 'shop-dev', { status: { phase: 'Paused' } }) };
      const platform = bed(found({ customresources: [rollout] })).platform();
      assert.deepEqual(places(await platform.getService('web')), [['dev', 'Suspended', '1.1.0']]);
    });

    it('say which cluster cannot be read, and fail where none can', async () => {
      const errors = [
        { errorType: 'UNAUTHORIZED_ERROR', statusCode: 401, resourcePath: '/apis/apps/v1/deployments' },
      ];
      const passed = [
        { errorType: 'NOT_FOUND', statusCode: 404, resourcePath: '/apis/argoproj.io/v1alpha1/rollouts' },
        { errorType: 'UNKNOWN_ERROR', statusCode: 403, resourcePath: '/apis/metrics.k8s.io/v1beta1/pods' },
      ];
      const healthy = { deployments: [deployment('web', 'shop-dev')] };
      const some = bed(found(healthy, { errors: passed }), found({}, { errors }, 'two')).platform();
      const [place] = (await some.getService('web')).environments ?? [];
      const conditions = place?.conditions?.filter(({ type }) => type.endsWith('/Available')) ?? [];
      assert.deepEqual(
        conditions.map(({ type, status: is }) => [type, is]),
        [['two/Available', 'False']],
      );
      assert.match(conditions[0]?.message ?? '', /UNAUTHORIZED_ERROR 401/);
      const none = bed(found({}, { errors })).platform();
      assert.deepEqual((await none.getService('web')).environments, []);
    });

    it('keep what was there while they fail, as last known', async () => {
      const backstage = bed(found({ deployments: [deployment('web', 'shop-dev')] }));
      let now = 0;
      const platform = backstage.platform({ clock: { now: () => now } });
      assert.deepEqual(places(await platform.getService('web')), [['dev', 'Healthy', '1.1.0']]);
      backstage.on(query, () => refusal(500, 'Error'));
      now += 60_000;
      const [place] = (await platform.getService('web')).environments ?? [];
      assert.deepEqual([place?.health, place?.current?.version], ['Unknown', '1.1.0']);
      assert.match(place?.message ?? '', /Kubernetes does not answer/);
    });

    it('bring logs and labels of namespaces through the proxy, each cluster by its name', async () => {
      const backstage = withKubernetes(
        new FakeBackstage(component('web', selector)),
        found({
          deployments: [deployment('web', 'shop-7')],
          pods: [pod('web-a')].map((one) => ({ ...one, metadata: { ...one.metadata, namespace: 'shop-7' } })),
        }),
      );
      const namespace = { metadata: { name: 'shop-7', labels: { environment: 'staging' } } };
      backstage
        .on(`${proxy}/version`, () => ({ body: { gitVersion: 'v1.36.0' } }))
        .on(`${proxy}/api/v1/namespaces`, () => ({ body: { metadata: {}, items: [namespace] } }))
        .on(`${proxy}/api/v1/namespaces/shop-7/pods/web-a/log`, () => ({
          body: '2026-01-01T00:00:00.5Z hello',
        }));
      const platform = backstage.platform();
      assert.deepEqual((await platform.getInfo()).capabilities['logs'], { level: 'Stream' });
      assert.deepEqual(places(await platform.getService('web')), [['staging', 'Healthy', '1.1.0']]);
      const at = backstage.seen.findIndex((line) => line.includes('/proxy/api/v1/namespaces'));
      assert.equal(backstage.headers[at]?.['backstage-kubernetes-cluster'], 'one');
      const lines: LogLine[] = [];
      for await (const line of platform.logs('web', 'staging')) lines.push(line);
      assert.ok(backstage.count('/pods/web-a/log?container=app') > 0);
    });

    it('are told apart from a cluster that refuses', async () => {
      const backstage = withKubernetes(
        new FakeBackstage(component('web', selector)),
        found({ deployments: [deployment('web', 'shop-dev')] }),
      );
      backstage.on(`${proxy}/version`, () => ({ body: {} }));
      backstage.on(`${proxy}/api`, () => ({ status: 403, body: status(403, 'Forbidden', 'no') }));
      assert.deepEqual(places(await backstage.platform().getService('web')), [['dev', 'Healthy', '1.1.0']]);
    });
  });

  describe('of Argo CD', () => {
    const instance = (name: string, ...applications: readonly object[]) => ({
      name,
      url: `https://${name}.argo.example.test`,
      appName: ['web'],
      applications,
    });

    it('tell apart Applications of one name in several instances', async () => {
      const app = draft({ name: 'web', to: { namespace: 'shop' } });
      const backstage = new FakeBackstage(component('web', { 'argocd/app-name': 'web' })).on(argo, () => ({
        body: [instance('staging', app), instance('production', app), instance('blue', app)],
      }));
      const { environments = [] } = await backstage.platform().getService('web');
      assert.deepEqual(
        environments.map(({ environment, links = [] }) => [environment, links[0]?.url]),
        [
          ['blue', 'https://blue.argo.example.test/applications/argocd/web'],
          ['shop', 'https://staging.argo.example.test/applications/argocd/web'],
          ['production', 'https://production.argo.example.test/applications/argocd/web'],
        ],
      );
    });

    it('show what runs and no way to change it', async () => {
      const operation = { sync: {} };
      const backstage = new FakeBackstage(component('web', named)).on(argo, () => ({
        body: [instance('main', draft({ name: 'web-dev', operation }))],
      }));
      backstage.on('GET /api/backstage-community-argocd/argoInstance/main/applications/name', () => ({
        body: { author: 'Ada', message: 'Say hello', date: '2026-01-01T00:00:00Z' },
      }));
      const platform = backstage.platform();
      const [place] = (await platform.getService('web')).environments ?? [];
      assert.equal(place?.operation, undefined);
      assert.deepEqual(
        place?.permissions?.map(({ name, state }) => [name, state]),
        [...['deploy', 'promote', 'rollback', 'restart'].map((name) => [name, 'Hidden']), ['logs', 'Denied']],
      );
      const { items } = await platform.listDeployments('web', { environment: 'dev' });
      assert.deepEqual(
        items.map(({ state, rollback, release }) => [state, rollback?.eligible, release.commit?.message]),
        [
          ['Deployed', false, 'Say hello'],
          ['Superseded', false, 'Say hello'],
        ],
      );
      assert.deepEqual((await platform.listDeployments('web', { environment: 'qa' })).items, []);
      await assert.rejects(platform.deployments!.get('web', 'nobody'), { code: 'not-found' });
    });

    it('look only where entities say', async () => {
      const backstage = new FakeBackstage(
        component('web', { ...named, 'argocd/instance-name': 'two', 'argocd/app-namespace': 'team' }),
      ).on(argo, () => ({ body: [instance('one', draft({ name: 'web-dev' }))] }));
      assert.deepEqual((await backstage.platform().getService('web')).environments, []);
      assert.equal(backstage.count('expand=applications&appNamespace=team'), 1);
    });

    it('are there though their Argo CD is away', async () => {
      const backstage = new FakeBackstage(component('web', named)).on(argo, () =>
        refusal(500, 'Error', 'Argo CD is away'),
      );
      const platform = backstage.platform();
      assert.deepEqual((await platform.getInfo()).capabilities['deployments'], { level: 'Read' });
      assert.deepEqual((await platform.getService('web')).environments, []);
    });
  });

  it('together tell of a place once, health by Argo CD and instances by the cluster', async () => {
    const app = draft({ name: 'web-dev', health: 'Progressing', sync: 'OutOfSync' });
    const backstage = withoutProxy(
      withKubernetes(
        new FakeBackstage(component('web', { ...selector, ...named })),
        found({ deployments: [deployment('web', 'shop-dev')] }),
      ),
    ).on(argo, () => ({ body: [{ name: 'main', url: 'https://argo.example.test', applications: [app] }] }));
    const { environments = [] } = await backstage.platform().getService('web');
    assert.deepEqual(
      environments.map(({ environment, health, sync, replicas }) => [
        environment,
        health,
        sync,
        replicas?.ready,
      ]),
      [['dev', 'Progressing', 'OutOfSync', 2]],
    );
    const alone = await backstage.platform({ beside: ['argocd'] }).getService('web');
    assert.deepEqual(places(alone), [['dev', 'Healthy', '1.1.0']]);
    const none = await backstage.platform({ beside: ['argocd', 'kubernetes'] }).getService('web');
    assert.deepEqual(none.environments, []);
  });
});
