import assert from 'node:assert/strict';
import type { DeploymentRequest, Operation } from '../../../../src/model/delivery.js';
import { ArgoBed, refused, until } from './argoBed.js';
import { commit, refusal, run, type Draft } from './fakeArgo.js';

/** A service that runs once in each region. */
const regions = (more: Partial<Draft> = {}): readonly Draft[] =>
  ['eu', 'us'].map((region) => ({
    name: `web-${region}`,
    labels: { 'app.kubernetes.io/part-of': 'web', environment: 'prod' },
    images: [`registry.example.com/web:${region === 'eu' ? '1.0.0' : '1.1.0'}`],
    ...more,
  }));

describe('several Applications of one service in one environment', () => {
  let bed: ArgoBed;
  afterEach(() => bed.dispose());

  const deploy = (request: Partial<DeploymentRequest> = {}, key?: string): Promise<Operation> =>
    bed.deploy({ environment: 'prod', ...request }, key);

  it('are told with every version, and as bad as the worst', async () => {
    const [eu, us] = regions();
    assert.ok(eu && us);
    bed = new ArgoBed(eu, { ...us, health: 'Degraded', sync: 'OutOfSync' });
    const { items } = await bed.platform.listServices();
    const [place] = items[0]?.environments ?? [];
    assert.deepEqual(
      [place?.health, place?.sync, place?.current?.version, place?.message],
      ['Degraded', 'OutOfSync', '1.0.0 / 1.1.0', '2 Applications: web-eu 1.0.0, web-us 1.1.0 (Degraded)'],
    );
    const bound = place?.conditions?.filter(({ reason }) => reason === 'Label').map(({ type }) => type);
    assert.deepEqual(bound, ['Bound', 'web-us/Bound']);
  });

  it('each have their objects, instances, events and history', async () => {
    bed = new ArgoBed(...regions());
    const workload = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
    bed.argo.answers['/resource-tree'] = { nodes: [{ ...workload, health: { status: 'Healthy' } }] };
    const manifest = JSON.stringify({
      spec: { replicas: 2 },
      status: { readyReplicas: 1, updatedReplicas: 2 },
    });
    bed.argo.answers['/resource'] = { manifest };
    bed.argo.handler = ({ url }) => {
      const [, name] = /\/applications\/([^/]+)\/events$/.exec(url.pathname) ?? [];
      return name === undefined
        ? undefined
        : {
            body: {
              items: [{ metadata: { uid: name }, message: name, lastTimestamp: '2026-01-01T00:00:00Z' }],
            },
          };
    };
    const place = await bed.platform.places.get('web', 'prod');
    assert.deepEqual(place.replicas, { desired: 4, ready: 2, updated: 4 });
    assert.deepEqual(
      place.components?.map(({ id, kind, parent }) => [id, kind, parent]),
      ['web-eu', 'web-us'].flatMap((name) => [
        [name, 'Application', undefined],
        [`${name}/shop/Deployment/web`, 'Deployment', name],
      ]),
    );
    const { items: events } = await bed.platform.places.events('web', 'prod');
    assert.deepEqual(events.map(({ id }) => id).sort(), ['web-eu', 'web-us']);
    const { items } = await bed.platform.listDeployments('web', { environment: 'prod' });
    assert.deepEqual(
      items.filter(({ state }) => state === 'Deployed').map(({ id, message }) => [id, message]),
      [
        ['argocd.web-eu.1', 'Application web-eu.'],
        ['argocd.web-us.1', 'Application web-us.'],
      ],
    );
  });

  it('are planned, synced and followed as one', async () => {
    bed = new ArgoBed(...regions());
    const state = (replicas: number): string => JSON.stringify({ kind: 'Deployment', spec: { replicas } });
    const item = { kind: 'Deployment', name: 'web', targetState: state(2) };
    const changed = { ...item, normalizedLiveState: state(1), predictedLiveState: state(2) };
    bed.argo.answers['/managed-resources'] = { items: [changed] };
    const plan = await bed.platform.planDeployment('web', { environment: 'prod', kind: 'Deploy' });
    assert.deepEqual(
      plan.changes.map(({ resource, pointer }) => [resource, pointer]),
      [
        ['web-eu/Deployment/web', '/spec/replicas'],
        ['web-us/Deployment/web', '/spec/replicas'],
      ],
    );
    assert.equal(plan.summary.update, 2);
    assert.match(plan.warnings?.[0]?.message ?? '', /2 Applications: web-eu, web-us/);
    assert.match(plan.after ?? '', /# web-eu\n[^#]*---\n# web-us\n/);
    const begun = await deploy({ planFingerprint: plan.fingerprint });
    assert.deepEqual([begun.state, begun.title], ['Pending', 'Sync web-eu, Sync web-us']);
    const states: string[] = [];
    const following = (async (): Promise<void> => {
      for await (const { type, state: told } of bed.platform.operationEvents(begun.id)) {
        if (type !== 'step') states.push(`${type} ${String(told)}`);
      }
    })();
    await until(() => bed.argo.streams === 2);
    bed.argo.put(run(bed.argo.get('web-eu'), 'Succeeded'));
    await until(() => states.length > 1);
    bed.argo.put(run(bed.argo.get('web-us'), 'Failed', { message: 'no such kind' }));
    await following;
    assert.equal(states.at(-1), 'done Failed');
    const ended = await bed.platform.getOperation(begun.id);
    assert.deepEqual([ended.state, ended.done, ended.message], ['Failed', true, 'web-us: no such kind']);
  });

  it('are synced once for a key, also by a process that knows nothing of it', async () => {
    bed = new ArgoBed(...regions());
    const first = await deploy();
    bed.connect();
    assert.equal((await deploy()).id, first.id);
    const sent = bed.argo.seen.filter((line) => line.startsWith('POST') && line.endsWith('/sync'));
    assert.equal(sent.length, 2);
    assert.equal((await bed.platform.getOperation(first.id)).steps?.length, 2);
  });

  it('go on where one refuses, which is told, and are all ended by a cancel', async () => {
    bed = new ArgoBed(...regions());
    bed.argo.handler = ({ method, url }) =>
      method === 'POST' && url.pathname.includes('web-us')
        ? refusal(403, 7, 'permission denied: applications, sync, default/web-us, sub: ada')
        : undefined;
    const begun = await deploy();
    assert.equal(begun.done, false);
    bed.argo.put(run(bed.argo.get('web-eu'), 'Running'));
    const ended: string[] = [];
    bed.argo.handler = ({ method, url }) => {
      if (method !== 'DELETE') return undefined;
      const name = /applications\/([^/]+)/.exec(url.pathname)?.[1] ?? '';
      ended.push(name);
      bed.argo.put(run(bed.argo.get(name), 'Failed', { message: 'Operation terminated' }));
      return { body: {} };
    };
    const canceled = await bed.platform.cancelOperation(begun.id);
    assert.deepEqual(ended, ['web-eu']);
    assert.deepEqual(
      canceled.steps?.map(({ name, state }) => [name, state]),
      [
        ['web-eu', 'Canceled'],
        ['web-us', 'Failed'],
      ],
    );
    assert.equal(canceled.state, 'Failed');
    assert.match(canceled.message ?? '', /^web-us: .*applications, sync/);
  });

  it('are not rolled back, nor promoted, one without the others: the refusal names them', async () => {
    bed = new ArgoBed(...regions());
    const { items } = await bed.platform.listDeployments('web', { environment: 'prod' });
    const old = items.find(({ state }) => state === 'Superseded');
    assert.match(old?.rollback?.reason ?? '', /web-eu, web-us/);
    bed.argo.answers['/manifests'] = { manifests: [] };
    const request: Partial<DeploymentRequest> = { kind: 'Rollback', ...(old && { toDeployment: old.id }) };
    const error = await refused(deploy(request));
    assert.deepEqual([error.code, /web-eu, web-us/.test(error.message)], ['blocked', true]);
    const source = await refused(bed.platform.sources.of('web', 'prod'));
    assert.match(source.message, /web-eu \(apps\/web-eu\), web-us \(apps\/web-us\)/);
    assert.equal(bed.argo.bodies.length, 0);
  });

  it('that follow one folder are changed through Git as one', async () => {
    const source = { repoURL: 'https://git.example.com/config.git', path: 'web', targetRevision: 'main' };
    bed = new ArgoBed(...regions({ spec: { source } }));
    const found = await bed.platform.sources.of('web', 'prod');
    assert.deepEqual([found?.path, found?.commit], ['web', commit('a')]);
  });

  it('may be deployed by who may deploy each', async () => {
    bed = new ArgoBed(...regions());
    bed.argo.handler = ({ url }) =>
      url.pathname.includes('/can-i/')
        ? { body: { value: url.pathname.endsWith('web-us') ? 'no' : 'yes' } }
        : undefined;
    const { permissions } = await bed.platform.places.get('web', 'prod');
    const right = permissions?.find(({ name }) => name === 'deploy');
    assert.equal(right?.state, 'Denied');
    assert.match(right.reason ?? '', /web-us/);
  });
});
