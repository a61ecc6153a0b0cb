import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { tlsTransport } from '../../../../src/platform/http/tlsTransport.js';
import type { Transport, TransportRequest } from '../../../../src/platform/http/transport.js';
import type { KubernetesPlatformOptions } from '../../../../src/platform/kubernetes/kubernetesPlatform.js';
import { deployment } from '../cluster/workloads.js';
import { areEnginesThere, engines } from '../fixture.js';
import { createKubeClient, type KubeClient } from '../kubeClient.js';
import { contexts } from '../kubeconfig.js';
import { until } from '../processes.js';
import { disposeAll, platformOf } from './support.js';

const spaces = ['dev', 'staging', 'prod'].map((name) => `many-${name}`);
const perSpace = Number(process.env['GOLDEN_PATH_MANY_WORKLOADS'] ?? 200);

/** What is asked is counted; times and memory are printed, and judged only far beyond what is normal. */
describe(`a real Kubernetes cluster with ${perSpace} × 3 workloads`, function () {
  this.timeout(900_000);
  let admin: KubeClient;

  before(async function () {
    if (!areEnginesThere()) this.skip();
    const { url, ca, tokens } = engines().kubernetes;
    admin = createKubeClient({ url, ca, token: tokens.admin });
    const environmentOf = (name: string): string => name.replace('many-', '');
    await admin.apply(
      spaces.map((name) => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { environment: environmentOf(name) } },
      })),
    );
    let next = 0;
    const write = async (): Promise<void> => {
      while (next < perSpace * spaces.length) {
        const space = spaces[next % spaces.length] ?? '';
        const name = `many-${Math.floor(next++ / spaces.length)}`;
        // No pods: how many workloads there are is what costs.
        const object = deployment(space, name, { replicas: 0 });
        await admin
          .request('POST', `/apis/apps/v1/namespaces/${space}/deployments`, object)
          .catch((error: unknown) => {
            if (!/answers 409/.test(String(error))) throw error;
          });
      }
    };
    await Promise.all(Array.from({ length: 16 }, write));
  });
  after(async () => {
    if (!areEnginesThere()) return;
    for (const space of spaces) await admin.request('DELETE', `/api/v1/namespaces/${space}`);
    admin.close();
  });
  afterEach(disposeAll);

  it('is listed once, watched once for each kind, and painted soon after the server has answered', async () => {
    const seen: TransportRequest[] = [];
    let server = 0;
    const transport: NonNullable<KubernetesPlatformOptions['transport']> = (tls): Transport => {
      const real = tlsTransport(tls);
      let open = 0;
      let since = 0;
      const begun = (): void => {
        if (open++ === 0) since = performance.now();
      };
      const ended = (): void => {
        if (--open === 0) server += performance.now() - since;
      };
      return {
        send: async (request) => {
          seen.push(request);
          if (request.url.searchParams.has('watch')) return real.send(request);
          begun();
          const response = await real.send(request).finally(ended);
          return {
            ...response,
            header: (name) => response.header(name),
            body: (async function* () {
              begun();
              for await (const part of response.body) {
                ended();
                yield part;
                begun();
              }
              ended();
            })(),
          };
        },
        dispose: () => real.dispose(),
      };
    };
    const heap = (): number => {
      (globalThis as { gc?: () => void }).gc?.();
      return process.memoryUsage().heapUsed / 1_048_576;
    };
    const heapBefore = heap();
    const platform = await platformOf(contexts.admin, 'all', { transport, rules: {} });
    const started = performance.now();
    const cpu = process.cpuUsage();
    const names = Array.from({ length: 100 }, (_, index) => `many-${index}`);
    const { items } = await platform.listServices({ pageSize: 100, names });
    const whole = performance.now() - started;
    assert.equal(items.length, 100);
    assert.deepEqual(
      items[0]?.environments?.map(({ environment }) => environment),
      ['dev', 'staging', 'prod'],
    );
    const grown = heap() - heapBefore;
    const again = performance.now();
    await platform.listServices({ pageSize: 100 });
    const kept = performance.now() - again;
    const { user, system } = process.cpuUsage(cpu);
    const told = { whole, server, own: whole - server, cpu: (user + system) / 1_000, kept, heapMb: grown };
    process.stdout.write(
      `${Object.entries(told)
        .map(([name, value]) => `      ${name} ${value.toFixed(1)}`)
        .join('\n')}\n`,
    );
    assert.ok(grown < 60 + perSpace / 20, `${grown} MB`);

    const end = new AbortController();
    const opened = new Promise<void>((resolve, reject) => {
      const read = async (): Promise<void> => {
        for await (const event of platform.watch({ signal: end.signal, opened: resolve })) {
          assert.ok(event.type);
        }
      };
      read().catch(reject);
    });
    await opened;
    await until('all is watched', () =>
      Promise.resolve(seen.filter(({ url }) => url.searchParams.has('watch')).length >= 5 || undefined),
    );
    const watches = seen.filter(({ url }) => url.searchParams.has('watch')).map(({ url }) => url.pathname);
    assert.equal(new Set(watches).size, watches.length, 'one watch for each kind');
    assert.ok(watches.every((route) => !route.includes('/namespaces/')));
    const lists = (): number => seen.filter(({ url }) => !url.searchParams.has('watch')).length;
    const before = lists();
    await platform.listServices({ pageSize: 100 }, { fresh: true });
    assert.equal(lists(), before, 'what is watched is not asked for');
    end.abort();
  });
});
