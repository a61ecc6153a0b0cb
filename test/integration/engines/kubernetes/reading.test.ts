import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { PlatformError } from '../../../../src/model/errors.js';
import type { DeploymentRequest } from '../../../../src/model/delivery.js';
import type { LogLine } from '../../../../src/model/platform.js';
import { readKubeconfig } from '../../../../src/platform/kubernetes/kubeconfig.js';
import { createKubernetesPlatform } from '../../../../src/platform/kubernetes/kubernetesPlatform.js';
import { areEnginesThere, engines } from '../fixture.js';
import { contexts } from '../kubeconfig.js';
import { until } from '../processes.js';
import { disposeAll, ended, platformOf } from './support.js';

describe('a real Kubernetes cluster as a platform, read', function () {
  this.timeout(240_000);

  before(function () {
    if (!areEnginesThere()) this.skip();
  });
  afterEach(disposeAll);

  it('has services with version and health in each environment', async () => {
    const platform = await platformOf(contexts.developer);
    await until('all have settled', async () => {
      const found = new Map(
        (await platform.listServices({}, { fresh: true })).items.map((one) => [one.name, one]),
      );
      const places = [...found].flatMap(([name, { environments = [] }]) =>
        environments.map(
          ({ environment, health, current }) => `${name} ${environment} ${health} ${current?.version ?? ''}`,
        ),
      );
      for (const wanted of [
        'cart dev Healthy 1.2.0',
        'cart prod Healthy 1.1.0',
        'orders-db dev Healthy 1.0.0',
        'payments staging Degraded missing-2.0.0',
        'ledger dev Degraded crash-1.0.0',
        'search dev Suspended 1.0.0',
        'nightly-report dev Suspended 1.0.0',
      ]) {
        if (!places.includes(wanted)) throw new Error(`No ${wanted} in\n${places.join('\n')}`);
      }
      return true;
    });
    const { items } = await platform.listEnvironments();
    assert.deepEqual(
      items.map(({ name, production }) => [name, production]),
      [
        ['dev', false],
        ['staging', false],
        ['prod', true],
      ],
    );
    const info = await platform.getInfo();
    assert.match(info.serverVersion ?? '', /^v1\./);
  });

  it('takes environments of the whole cluster by the labels of namespaces', async () => {
    const platform = await platformOf(contexts.admin, 'all', { rules: {} });
    const names = (await platform.listEnvironments()).items.map(({ name }) => name);
    for (const name of ['dev', 'staging', 'prod']) assert.ok(names.includes(name), names.join(', '));
  });

  it('looks at the namespace of the context where the role sees no other', async () => {
    const platform = createKubernetesPlatform({
      kubeconfig: await readKubeconfig({ env: { KUBECONFIG: engines().kubernetes.kubeconfig }, home: '/' }),
      contexts: [{ context: contexts.developer }],
    });
    ended(platform);
    assert.deepEqual(
      (await platform.listEnvironments()).items.map(({ name }) => name),
      ['dev'],
    );
  });

  it('says what the role allows', async () => {
    const cart = await (await platformOf(contexts.developer)).getService('cart');
    const states = cart.environments?.map(({ environment, permissions }) => [
      environment,
      ...(permissions ?? [])
        .filter(({ name }) => name === 'deploy' || name === 'logs')
        .map(({ state }) => state),
    ]);
    assert.deepEqual(states, [
      ['dev', 'Allowed', 'Allowed'],
      ['staging', 'Allowed', 'Allowed'],
      ['prod', 'Denied', 'Allowed'],
    ]);
  });

  it('knows who the caller is', async () => {
    const { user } = await (await platformOf(contexts.developer)).getMe();
    assert.equal(user.id, 'developer');
  });

  it('reads what Flux says, and who brings what', async () => {
    const platform = await platformOf(contexts.developer);
    const billing = await platform.getService('billing');
    assert.equal(billing.environments?.[0]?.sync, 'Synced');
    for (const [service, who] of [
      ['billing', 'Flux (billing)'],
      ['wiki', 'Helm (wiki)'],
    ] as const) {
      const request: DeploymentRequest = { environment: 'dev', kind: 'Deploy', release: '9.9.9' };
      await assert.rejects(platform.planDeployment(service, request), (error: unknown) => {
        assert.ok(PlatformError.is(error, 'blocked'));
        assert.ok(error.message.startsWith(`${who} brings ${service}`), error.message);
        return true;
      });
    }
  });

  it('has the logs of a workload, and those that come', async () => {
    const platform = await platformOf(contexts.developer);
    const last: LogLine[] = [];
    for await (const line of platform.logs('cart', 'dev', { tail: 3 })) last.push(line);
    assert.equal(last.length, 3);
    assert.ok(last.every(({ message, instance }) => message !== '' && instance?.startsWith('cart-')));
    const file = path.join(path.dirname(engines().kubernetes.kubeconfig), 'logs', 'store-dev.log');
    const end = new AbortController();
    const mark = `mark-${Date.now()}`;
    const timer = setInterval(
      () => appendFileSync(file, `${new Date().toISOString().replace('Z', '000000Z')} stdout F ${mark}\n`),
      500,
    );
    try {
      for await (const { message } of platform.logs(
        'cart',
        'dev',
        { follow: true, tail: 1 },
        { signal: end.signal },
      )) {
        if (message === mark) break;
      }
    } finally {
      clearInterval(timer);
      end.abort();
    }
  });

  it('says why pods do not run', async () => {
    const place = await (await platformOf(contexts.developer)).places?.get('payments', 'staging');
    assert.match(place?.message ?? '', /progress.*main: (?:ImagePullBackOff|ErrImagePull)/);
    const parts = (place?.components ?? []).map(({ kind, health }) => `${kind} ${health}`);
    assert.ok(parts.includes('Deployment Degraded') && parts.includes('Pod Degraded'), parts.join(', '));
  });

  it('has events', async () => {
    const page = await (await platformOf(contexts.developer)).places?.events('payments', 'staging');
    assert.ok(
      page?.items.some(({ reason, time }) => reason === 'ScalingReplicaSet' && time !== ''),
      JSON.stringify(page),
    );
  });

  it('serves the schemas of its kinds', async () => {
    const platform = await platformOf(contexts.developer);
    const info = await platform.getInfo();
    assert.ok(info.capabilities['schemas']);
    const greeting = (await platform.listSchemas({ pageSize: 200 })).items.find(
      ({ kind }) => kind === 'Greeting',
    );
    assert.equal(greeting?.apiVersion, 'store.example.test/v1');
    const { properties } = (await platform.getSchema(greeting.id)) as {
      properties: { spec: { required: string[] } };
    };
    assert.deepEqual(properties.spec.required, ['text']);
  });
});
