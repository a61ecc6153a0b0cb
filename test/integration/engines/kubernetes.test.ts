import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PlatformError } from '../../../src/model/errors.js';
import type { DeploymentRequest } from '../../../src/model/delivery.js';
import type { LogLine, WatchEvent } from '../../../src/model/platform.js';
import { tlsTransport } from '../../../src/platform/http/tlsTransport.js';
import type { Transport, TransportRequest } from '../../../src/platform/http/transport.js';
import { kubeconfigOf, readKubeconfig } from '../../../src/platform/kubernetes/kubeconfig.js';
import {
  createKubernetesPlatform,
  type KubernetesPlatform,
  type KubernetesPlatformOptions,
} from '../../../src/platform/kubernetes/kubernetesPlatform.js';
import { deployment } from './cluster/workloads.js';
import { areEnginesThere, control, engines } from './fixture.js';
import { createKubeClient, type KubeClient } from './kubeClient.js';
import { contexts } from './kubeconfig.js';
import { until } from './processes.js';

const store = ['store-dev', 'store-staging', 'store-prod'];
const byName = { namespaces: { 'store-dev': 'dev', 'store-staging': 'staging', 'store-prod': 'prod' } };
const own = `golden-path-${process.pid}`;

describe('a real Kubernetes cluster as a platform', function () {
  this.timeout(240_000);

  const open: KubernetesPlatform[] = [];
  let admin: KubeClient;

  before(async function () {
    if (!areEnginesThere()) this.skip();
    const { url, ca, tokens } = engines().kubernetes;
    admin = createKubeClient({ url, ca, token: tokens.admin });
    await admin.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: own } }]);
    // Without it no pod is made, and who makes them waits longer and longer.
    const account = `/api/v1/namespaces/${own}/serviceaccounts/default`;
    await until('the namespace is ready', () => admin.request('GET', account));
  });
  afterEach(() => {
    for (const platform of open.splice(0)) platform.dispose();
  });
  after(async () => {
    if (!areEnginesThere()) return;
    await admin.request('DELETE', `/api/v1/namespaces/${own}`);
    admin.close();
  });

  async function platformOf(
    context: string,
    namespaces: readonly string[] | 'all' = store,
    more: Partial<KubernetesPlatformOptions> = {},
  ): Promise<KubernetesPlatform> {
    const env = { KUBECONFIG: engines().kubernetes.kubeconfig };
    const platform = createKubernetesPlatform({
      kubeconfig: await readKubeconfig({ env, home: '/nonexistent' }),
      contexts: [{ context, ...(namespaces !== 'all' && { namespaces }) }],
      rules: byName,
      ...more,
    });
    open.push(platform);
    return platform;
  }

  describe('read', () => {
    it('has services with version and health in each environment', async () => {
      const platform = await platformOf(contexts.developer);
      await until('all have settled', async () => {
        const found = new Map(
          (await platform.listServices({}, { fresh: true })).items.map((one) => [one.name, one]),
        );
        const places = [...found].flatMap(([name, { environments = [] }]) =>
          environments.map(
            ({ environment, health, current }) =>
              `${name} ${environment} ${health} ${current?.version ?? ''}`,
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
      open.push(platform);
      assert.deepEqual(
        (await platform.listEnvironments()).items.map(({ name }) => name),
        ['store-dev'],
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
      assert.ok(
        last.every(
          ({ message, instance }) => /request \d+|^mark-/.test(message) && instance?.startsWith('cart-'),
        ),
      );
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

  describe('refused', () => {
    it('who may see nothing is told so', async () => {
      const platform = await platformOf(contexts.denied);
      await assert.rejects(platform.listServices(), (error) => PlatformError.is(error, 'forbidden'));
    });

    it('who shows a certificate or token that ended is not signed in', async () => {
      const platform = await platformOf(contexts.expired);
      await assert.rejects(platform.listServices(), (error) => PlatformError.is(error, 'unauthenticated'));
      const { url, ca, tokens } = engines().kubernetes;
      const value = {
        clusters: [
          {
            name: 'c',
            cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
          },
        ],
        users: [{ name: 'u', user: { token: tokens.expired } }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      };
      const other = createKubernetesPlatform({
        kubeconfig: kubeconfigOf([{ value, folder: '/' }]),
        contexts: [{ context: 'x' }],
      });
      open.push(other);
      await assert.rejects(other.listServices(), (error) => PlatformError.is(error, 'unauthenticated'));
    });

    it('a server that nobody runs is not reached, and one of an unknown authority not trusted', async () => {
      const platform = await platformOf(contexts.unreachable);
      await assert.rejects(platform.listServices(), (error) => PlatformError.is(error, 'unreachable'));
      const { url, tokens } = engines().kubernetes;
      const value = {
        clusters: [{ name: 'c', cluster: { server: url } }],
        users: [{ name: 'u', user: { token: tokens.reader } }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      };
      const other = createKubernetesPlatform({
        kubeconfig: kubeconfigOf([{ value, folder: '/' }]),
        contexts: [{ context: 'x' }],
      });
      open.push(other);
      await assert.rejects(other.listServices(), /certificate of .* is not trusted/);
    });

    it('a credential plugin is run only after consent', async () => {
      const { execRan } = engines().kubernetes;
      const runs = (): number =>
        existsSync(execRan) ? readFileSync(execRan, 'utf8').trim().split('\n').length : 0;
      const before = runs();
      const refusing = await platformOf(contexts.exec);
      await assert.rejects(refusing.listServices(), (error) => PlatformError.is(error, 'unauthenticated'));
      assert.equal(runs(), before);
      const platform = await platformOf(contexts.exec, store, { execConsent: () => Promise.resolve(true) });
      assert.ok((await platform.listServices()).items.length > 0);
      assert.equal(runs(), before + 1);
    });
  });

  describe('changed', () => {
    const request = (more: Partial<DeploymentRequest>): DeploymentRequest => ({
      environment: own,
      kind: 'Deploy',
      ...more,
    });

    /** Made by the adapter's own manager, so that it may change the image. */
    async function runs(name: string, image: string): Promise<KubernetesPlatform> {
      const object = deployment(own, name, { image, replicas: 1 });
      const route = `/apis/apps/v1/namespaces/${own}/deployments/${name}?fieldManager=golden-path`;
      await admin.request('PATCH', route, object, 'application/apply-patch+yaml');
      const platform = await platformOf(contexts.admin, [own]);
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
        const { spec, ...object } = deployment(own, name, {
          image: `registry.example.test/${name}:1.0.0`,
          replicas: 1,
        });
        const { replicas, ...rest } = spec as Record<string, unknown>;
        const body = kind === 'DaemonSet' ? rest : { ...rest, replicas, serviceName: name };
        const route = `/apis/apps/v1/namespaces/${own}/${plural}/${name}?fieldManager=golden-path`;
        await admin.request('PATCH', route, { ...object, kind, spec: body }, 'application/apply-patch+yaml');
        const platform = await platformOf(contexts.admin, [own]);
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
      const route = `/apis/apps/v1/namespaces/${own}/deployments/flaky`;
      await admin.request('PATCH', route, patch, 'application/merge-patch+json');
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
      const route = `/apis/apps/v1/namespaces/${own}/deployments/busy`;
      await admin.request('PATCH', route, { spec: { replicas: 2 } }, 'application/merge-patch+json');
      const late = platform.createDeployment(
        'busy',
        { ...wanted, planFingerprint: fingerprint },
        { idempotencyKey: 'late' },
      );
      await assert.rejects(late, (error) => PlatformError.is(error, 'stale-plan'));
    });
  });

  describe('watched', () => {
    const seen: TransportRequest[] = [];
    let tampered: ((url: URL) => URL) | undefined;
    /** The real transport, with every request remembered and, where a test asks for it, changed. */
    const spying: NonNullable<KubernetesPlatformOptions['transport']> = (tls): Transport => {
      const real = tlsTransport(tls);
      return {
        send: (sent) => {
          seen.push(sent);
          return real.send({ ...sent, url: tampered?.(sent.url) ?? sent.url });
        },
        dispose: () => real.dispose(),
      };
    };
    const lists = (plural: string): number =>
      seen.filter(({ url }) => url.pathname.endsWith(`/${plural}`) && url.searchParams.get('limit') === '500')
        .length;
    const scale = (name: string, replicas: number): Promise<unknown> =>
      admin.request(
        'PATCH',
        `/apis/apps/v1/namespaces/${own}/deployments/${name}`,
        { spec: { replicas } },
        'application/merge-patch+json',
      );

    async function watching(): Promise<{
      platform: KubernetesPlatform;
      events: WatchEvent[];
      end: () => void;
      over: Promise<unknown>;
    }> {
      seen.length = 0;
      const platform = await platformOf(contexts.admin, [own], {
        transport: spying,
        policy: { backoffBaseMs: 50 },
      });
      const controller = new AbortController();
      const events: WatchEvent[] = [];
      let isOpen = false;
      const read = async (): Promise<void> => {
        for await (const event of platform.watch({
          signal: controller.signal,
          opened: () => (isOpen = true),
        })) {
          events.push(event);
        }
      };
      const over = read().catch((error: unknown) => error);
      await until('the watch is open', () => Promise.resolve(isOpen || undefined));
      return { platform, events, end: () => controller.abort(), over };
    }
    const heard = (events: readonly WatchEvent[], subject: string): Promise<unknown> =>
      until(`${subject} is heard of`, () =>
        Promise.resolve(events.some((event) => event.subject === subject) || undefined),
      );

    before(async () => {
      if (areEnginesThere()) await admin.apply([deployment(own, 'watched', { replicas: 1 })]);
    });
    afterEach(() => (tampered = undefined));

    it('hears of a change after one list', async () => {
      const { platform, events, end, over } = await watching();
      await scale('watched', 2);
      await heard(events, 'watched');
      await until('the picture has it', async () => {
        const [service] = (await platform.listServices({ names: ['watched'] }, { fresh: true })).items;
        return service?.environments?.[0]?.replicas?.desired === 2 || undefined;
      });
      assert.equal(lists('deployments'), 1);
      end();
      await over;
    });

    it('lists anew where the server has forgotten the point (410)', async () => {
      // What a server that has just started remembers begins with its start.
      await control('kube-apiserver', 'restart');
      let isOld = true;
      tampered = (url) => {
        if (!isOld || !url.pathname.endsWith('/deployments') || !url.searchParams.has('watch')) return url;
        isOld = false;
        const next = new URL(url);
        next.searchParams.set('resourceVersion', '1');
        return next;
      };
      const { events, end, over } = await watching();
      await until('the list is read again', () => Promise.resolve(lists('deployments') > 1 || undefined));
      await scale('watched', 1);
      await heard(events, 'watched');
      end();
      await over;
    });

    it('goes on after the server was away', async () => {
      const { events, end, over } = await watching();
      await control('kube-apiserver', 'crash');
      await control('kube-apiserver', 'start');
      await scale('watched', 3);
      await heard(events, 'watched');
      end();
      await over;
    });
  });
});
