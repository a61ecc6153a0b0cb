import assert from 'node:assert/strict';
import { PlatformError } from '../../../../src/model/errors.js';
import type { DeploymentRequest } from '../../../../src/model/delivery.js';
import type { KubernetesPlatform } from '../../../../src/platform/kubernetes/kubernetesPlatform.js';
import { deployment } from '../cluster/workloads.js';
import { contexts } from '../kubeconfig.js';
import { until } from '../processes.js';
import { disposeAll, ownNamespace, platformOf } from './support.js';

describe('a real Kubernetes cluster as a platform, changed', function () {
  this.timeout(400_000);

  const own = ownNamespace('changes');
  afterEach(disposeAll);

  const request = (more: Partial<DeploymentRequest>): DeploymentRequest => ({
    environment: own().name,
    kind: 'Deploy',
    ...more,
  });

  /** Made by the adapter's own manager, so that it may change the image. */
  async function runs(name: string, image: string): Promise<KubernetesPlatform> {
    const object = deployment(own().name, name, { image, replicas: 1 });
    const route = `/apis/apps/v1/namespaces/${own().name}/deployments/${name}?fieldManager=golden-path`;
    await own().admin.request('PATCH', route, object, 'application/apply-patch+yaml');
    const platform = await platformOf(contexts.admin, [own().name]);
    await until(`${name} runs`, async () => {
      const { items } = await platform.listServices({ names: [name] }, { fresh: true });
      return items[0]?.environments?.[0]?.health === 'Healthy' || undefined;
    });
    return platform;
  }

  async function made(
    platform: KubernetesPlatform,
    service: string,
    wanted: DeploymentRequest,
  ): Promise<string> {
    const { fingerprint } = await platform.planDeployment(service, wanted);
    const options = { idempotencyKey: `${service} ${wanted.kind} ${Date.now()}` };
    const { id } = await platform.createDeployment(
      service,
      { ...wanted, planFingerprint: fingerprint },
      options,
    );
    let last = '';
    for await (const { type, state = '' } of platform.operationEvents(id)) last = `${type} ${state}`;
    return last;
  }

  it('by image, back, and restarted, each planned first and followed to its end', async () => {
    const platform = await runs('shop', 'registry.example.test/shop:1.0.0');
    const deploy = request({ release: 'registry.example.test/shop:2.0.0', reason: 'for the sale' });
    const plan = await platform.planDeployment('shop', deploy);
    assert.deepEqual(
      plan.changes
        .filter(({ pointer }) => pointer?.endsWith('/image'))
        .map(({ before, after }) => [before, after]),
      [['registry.example.test/shop:1.0.0', 'registry.example.test/shop:2.0.0']],
    );
    const unchanged = (await platform.listDeployments('shop', {}, { fresh: true })).items;
    assert.equal(unchanged.length, 1, 'a plan changes nothing');
    assert.equal(await made(platform, 'shop', deploy), 'done Succeeded');
    const [now, before] = (await platform.listDeployments('shop', {}, { fresh: true })).items;
    assert.deepEqual(
      [now?.state, before?.state, before?.rollback?.eligible],
      ['Deployed', 'Superseded', true],
    );
    assert.equal(
      await made(platform, 'shop', request({ kind: 'Rollback', toDeployment: before?.id ?? '' })),
      'done Succeeded',
    );
    const [restored] = (await platform.listDeployments('shop', {}, { fresh: true })).items;
    assert.equal(restored?.kind, 'Rollback');
    assert.match(restored.release.id, /shop:1\.0\.0$/);
    const over = request({ release: 'registry.example.test/shop:3.0.0' });
    assert.equal(await made(platform, 'shop', over), 'done Succeeded', 'what was rolled back is ours');
    assert.equal(await made(platform, 'shop', request({ kind: 'Restart' })), 'done Succeeded');
    const [restarted] = (await platform.listDeployments('shop', {}, { fresh: true })).items;
    assert.equal(restarted?.kind, 'Restart');
  });

  for (const [kind, plural] of [
    ['StatefulSet', 'statefulsets'],
    ['DaemonSet', 'daemonsets'],
  ] as const) {
    it(`back to an earlier revision of a ${kind}`, async () => {
      const name = kind.toLowerCase();
      const { spec, ...object } = deployment(own().name, name, {
        image: `registry.example.test/${name}:1.0.0`,
        replicas: 1,
      });
      const { replicas, ...rest } = spec as Record<string, unknown>;
      const body = kind === 'DaemonSet' ? rest : { ...rest, replicas, serviceName: name };
      const route = `/apis/apps/v1/namespaces/${own().name}/${plural}/${name}?fieldManager=golden-path`;
      await own().admin.request(
        'PATCH',
        route,
        { ...object, kind, spec: body },
        'application/apply-patch+yaml',
      );
      const platform = await platformOf(contexts.admin, [own().name]);
      await until(`${name} runs`, async () => {
        const { items } = await platform.listServices({ names: [name] }, { fresh: true });
        return items[0]?.environments?.[0]?.health === 'Healthy' || undefined;
      });
      assert.equal(
        await made(platform, name, request({ release: '2.0.0', reason: 'to see' })),
        'done Succeeded',
      );
      const [now, before] = (await platform.listDeployments(name, {}, { fresh: true })).items;
      assert.deepEqual(
        [now?.release.version, before?.release.version],
        ['1.0.0', '1.0.0'],
        'as the label says',
      );
      assert.match(now?.release.id ?? '', /:2\.0\.0$/);
      const current = (await platform.getService(name, { fresh: true })).environments?.[0]?.current;
      assert.equal(current?.id, now?.id);
      const back = request({ kind: 'Rollback', toDeployment: before?.id ?? '' });
      assert.equal(await made(platform, name, back), 'done Succeeded');
      assert.match(
        (await platform.getService(name, { fresh: true })).environments?.[0]?.current?.release ?? '',
        /:1\.0\.0$/,
      );
    });
  }

  it('and failing, says so', async () => {
    const platform = await runs('flaky', 'registry.example.test/flaky:1.0.0');
    const patch = { spec: { progressDeadlineSeconds: 3, minReadySeconds: 0 } };
    const route = `/apis/apps/v1/namespaces/${own().name}/deployments/flaky`;
    await own().admin.request('PATCH', route, patch, 'application/merge-patch+json');
    assert.equal(await made(platform, 'flaky', request({ release: 'missing-2' })), 'done Failed');
  });

  it('never takes a field from who manages it', async () => {
    const platform = await platformOf(contexts.developer);
    const wanted: DeploymentRequest = { environment: 'dev', kind: 'Deploy', release: '9.9.9' };
    await assert.rejects(platform.planDeployment('cart', wanted), (error: unknown) => {
      assert.ok(PlatformError.is(error, 'blocked'), String(error));
      assert.equal(error.problem?.blockedBy?.name, 'engines-fixture');
      return true;
    });
  });

  it('is not, where the role does not allow it', async () => {
    const platform = await platformOf(contexts.developer);
    const wanted: DeploymentRequest = { environment: 'prod', kind: 'Restart' };
    await assert.rejects(platform.planDeployment('cart', wanted), (error) =>
      PlatformError.is(error, 'forbidden'),
    );
  });

  it('is planned anew when somebody else changed it in between', async () => {
    const platform = await runs('busy', 'registry.example.test/busy:1.0.0');
    const wanted = request({ kind: 'Restart' });
    const { fingerprint } = await platform.planDeployment('busy', wanted);
    const route = `/apis/apps/v1/namespaces/${own().name}/deployments/busy`;
    await own().admin.request('PATCH', route, { spec: { replicas: 2 } }, 'application/merge-patch+json');
    const late = platform.createDeployment(
      'busy',
      { ...wanted, planFingerprint: fingerprint },
      { idempotencyKey: 'late' },
    );
    await assert.rejects(late, (error) => PlatformError.is(error, 'stale-plan'));
  });
});
