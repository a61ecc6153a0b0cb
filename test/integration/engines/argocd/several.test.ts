import assert from 'node:assert/strict';
import type { DeploymentRequest } from '../../../../src/model/delivery.js';
import { areEnginesThere } from '../fixture.js';
import type { KubeClient } from '../kubeClient.js';
import { application, clusterClient, Connecting } from './connecting.js';
import { pushFiles } from './pushFiles.js';
import { followed, placeOf, refused, until } from './questions.js';

/** Where each region runs, and in which version. */
const regions = [
  ['fleet-asia', 'shop-prod', '1.0.0'],
  ['fleet-eu', 'shop-dev', '1.0.0'],
  ['fleet-us', 'shop-staging', '1.1.0'],
] as const;
const names = regions.map(([name]) => name);
const applications = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

const deployment = (name: string, version: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: fleet, image: 'registry.example.test/fleet:${version}' }] }
`;

describe('several Applications of one service at a real Argo CD', function () {
  this.timeout(180_000);
  const connecting = new Connecting();
  let cluster: KubeClient;

  before(async function () {
    if (!areEnginesThere()) this.skip();
    cluster = clusterClient();
    const labels = { 'app.kubernetes.io/part-of': 'fleet', environment: 'staging' };
    const files = regions.map(([name, , version]) => [`${name}/deployment.yaml`, deployment(name, version)]);
    await pushFiles(Object.fromEntries(files) as Record<string, string>, 'Add the fleet');
    await cluster.apply(regions.map(([name, namespace]) => application(name, labels, name, namespace)));
  });
  afterEach(() => connecting.dispose());
  after(async () => {
    if (!areEnginesThere()) return;
    for (const [name, namespace] of regions) {
      await cluster.request('DELETE', `${applications}/${name}`);
      await cluster.request('DELETE', `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`);
    }
    cluster.close();
  });

  it('are planned, synced and followed as one, and told with every version and the worst health', async () => {
    const platform = connecting.connect();
    await until(
      async () => (await platform.listServices({ names: ['fleet'] }, { fresh: true })).items.length > 0,
      'fleet',
      40_000,
    );
    const request: DeploymentRequest = { environment: 'staging', kind: 'Deploy' };
    const plan = await platform.planDeployment('fleet', request);
    for (const name of names) {
      assert.ok(
        plan.changes.some(({ resource }) => resource.startsWith(`${name}/Deployment/`)),
        name,
      );
    }
    const begun = await platform.createDeployment(
      'fleet',
      { ...request, planFingerprint: plan.fingerprint },
      { idempotencyKey: crypto.randomUUID() },
    );
    const ended = await followed(platform, begun);
    assert.equal(ended.state, 'Succeeded', ended.message);
    for (const name of names) {
      assert.ok(ended.steps?.some((step) => step.name.startsWith(`${name}: Deployment/`)));
    }
    // Another process, which knows nothing of it, tells the same.
    assert.equal((await connecting.connect().getOperation(begun.id)).state, 'Succeeded');
    await until(
      async () => (await placeOf(platform, 'fleet', 'staging')).health === 'Healthy',
      'their health',
      60_000,
    );
    const place = await placeOf(platform, 'fleet', 'staging');
    assert.equal(place.current?.version, '1.0.0 / 1.1.0');
    for (const name of names) assert.match(place.message ?? '', new RegExp(name));
    const { components = [], replicas } = await platform.places.get('fleet', 'staging');
    assert.deepEqual(
      components.filter(({ kind }) => kind === 'Application').map(({ name }) => name),
      names,
    );
    assert.ok((replicas?.desired ?? 0) >= 3, String(replicas?.desired));
  });

  it('are restarted together, and shown their logs together', async () => {
    const platform = connecting.connect();
    const request: DeploymentRequest = { environment: 'staging', kind: 'Restart' };
    const done = await platform.createDeployment('fleet', request, { idempotencyKey: crypto.randomUUID() });
    assert.deepEqual([done.state, done.steps?.length], ['Succeeded', 3]);
    const lines = [];
    for await (const line of platform.logs('fleet', 'staging', { tail: 500 })) lines.push(line);
    assert.ok(lines.length > 0 && lines.length <= 500);
    assert.ok(new Set(lines.map(({ instance }) => instance)).size >= 3);
    const times = lines.map(({ time }) => time);
    assert.deepEqual(times, [...times].sort());
  });

  it('are told as one where one is ill, and never rolled back or promoted one without the others', async () => {
    const platform = connecting.connect();
    const route = '/apis/apps/v1/namespaces/shop-staging/deployments/fleet-us';
    const containers = [{ name: 'fleet', image: 'registry.example.test/fleet:missing-1' }];
    const spec = { progressDeadlineSeconds: 3, template: { spec: { containers } } };
    await cluster.request('PATCH', route, { spec }, 'application/strategic-merge-patch+json');
    await until(
      async () => (await placeOf(platform, 'fleet', 'staging')).health === 'Degraded',
      'the fault',
      60_000,
    );
    const { message = '' } = await placeOf(platform, 'fleet', 'staging');
    assert.match(
      message,
      /^\S+ cannot pull the image registry\.example\.test\/fleet:missing-1\. Check in Git/,
    );
    assert.match(message, /3 Applications: .*fleet-us \S+ \(Degraded\)/);
    const { items } = await platform.listDeployments('fleet', { environment: 'staging' });
    assert.equal(items.filter(({ state }) => state === 'Deployed').length, 3);
    const [first] = items;
    const request: DeploymentRequest = {
      environment: 'staging',
      kind: 'Rollback',
      ...(first && { toDeployment: first.id }),
    };
    const error = await refused(
      platform.createDeployment('fleet', request, { idempotencyKey: crypto.randomUUID() }),
    );
    assert.equal(error.code, 'blocked');
    const source = await refused(platform.sources.of('fleet', 'staging'));
    for (const name of names) assert.match(source.message, new RegExp(`${name} \\(${name}\\)`));
  });
});
