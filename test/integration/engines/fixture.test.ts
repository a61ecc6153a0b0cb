import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { declared, generated } from './argocd/applications.js';
import { createArgocdApi } from './argocd/api.js';
import { areEnginesThere, engines } from './fixture.js';
import { createKubeClient, type KubeClient } from './kubeClient.js';
import { contexts } from './kubeconfig.js';
import { until } from './processes.js';

const clientOf = (who: 'admin' | 'reader' | 'developer' | 'denied' | 'expired'): KubeClient => {
  const { url, ca, tokens } = engines().kubernetes;
  return createKubeClient({ url, ca, token: tokens[who] });
};
const argocdOf = (who: 'admin' | 'developer' | 'denied' | 'project' | 'expired') => {
  const { url, tokens } = engines().argocd;
  return createArgocdApi(url, tokens[who]);
};

interface Application {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly health?: { readonly status?: string };
    readonly sync?: { readonly status?: string };
    readonly history?: readonly { readonly id: number }[];
  };
}

const namesOf = (list: unknown): string[] =>
  ((list as { items: readonly Application[] | null }).items ?? []).map(({ metadata }) => metadata.name);

/** Before the others, which change what is seeded (engines-test.mjs). */
describe('the real servers', function () {
  this.timeout(180_000);

  before(function () {
    if (!areEnginesThere()) this.skip();
  });

  describe('of Kubernetes', () => {
    it('are of the version that is pinned', async () => {
      const { gitVersion } = (await clientOf('reader').request('GET', '/version')) as { gitVersion: string };
      const pinned = readFileSync(
        `${process.env['GOLDEN_PATH_ROOT']}/test/integration/engines/modules/kubernetes/go.mod`,
        'utf8',
      );
      assert.ok(pinned.includes(`k8s.io/kubernetes ${gitVersion}`), gitVersion);
    });

    it('let the developer read and the unknown nothing', async () => {
      const pods = '/api/v1/namespaces/store-dev/pods';
      assert.ok(namesOf(await clientOf('developer').request('GET', pods)).length > 3);
      await assert.rejects(clientOf('denied').request('GET', pods), /answers 403/);
      await assert.rejects(clientOf('expired').request('GET', pods), /answers 401/);
      const inProduction = '/apis/apps/v1/namespaces/store-prod/deployments/cart';
      await assert.rejects(clientOf('developer').request('DELETE', inProduction), /answers 403/);
    });

    it('have every context in the kubeconfig of people', () => {
      const config = parse(readFileSync(engines().kubernetes.kubeconfig, 'utf8')) as {
        contexts: readonly { name: string }[];
      };
      assert.deepEqual(config.contexts.map(({ name }) => name).sort(), Object.values(contexts).sort());
    });

    it('run what is well and say what is not', async () => {
      const deployment = async (name: string, namespace: string): Promise<Record<string, unknown>> => {
        const route = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
        return ((await clientOf('reader').request('GET', route)) as { status: Record<string, unknown> })
          .status;
      };
      await until('cart runs', async () => {
        const { readyReplicas } = await deployment('cart', 'store-prod');
        return readyReplicas === 3 || undefined;
      });
      await until('payments is past its deadline', async () => {
        const { conditions } = await deployment('payments', 'store-staging');
        const reasons = (conditions as readonly { reason: string }[]).map(({ reason }) => reason);
        return reasons.includes('ProgressDeadlineExceeded') || undefined;
      });
    });

    it('give the logs of a pod, and what is written to them later', async () => {
      const client = clientOf('developer');
      const list = await client.request('GET', '/api/v1/namespaces/store-dev/pods?limit=50');
      const pod = namesOf(list).find((name) => name.startsWith('cart-'));
      const log = `/api/v1/namespaces/store-dev/pods/${pod}/log?tailLines=1`;
      assert.match(String(await client.request('GET', log)), /^level=/);
      const file = path.join(engines().folder, 'kubernetes', 'logs', 'store-dev.log');
      appendFileSync(file, `${new Date().toISOString()} stdout F level=info msg="written later"\n`);
      assert.equal(await client.request('GET', log), 'level=info msg="written later"\n');
    });
  });

  describe('of Argo CD', () => {
    it('hold the Applications as declared', async () => {
      const list = await argocdOf('developer').request('GET', '/api/v1/applications');
      const names = namesOf(list);
      for (const name of [...declared.map((one) => one.name), ...generated]) {
        assert.ok(names.includes(name), `${name} is in ${names.join(', ')}`);
      }
      const items = (list as { items: readonly Application[] }).items;
      for (const { name, expected } of declared) {
        const { status } = items.find(({ metadata }) => metadata.name === name) ?? {};
        const found = { health: status?.health?.status, sync: status?.sync?.status };
        assert.deepEqual(found, expected, name);
      }
    });

    it('show nothing to an account without a role, and turn away an ended token', async () => {
      assert.deepEqual(namesOf(await argocdOf('denied').request('GET', '/api/v1/applications')), []);
      await assert.rejects(argocdOf('denied').request('GET', '/api/v1/applications/checkout-dev'), /403/);
      await assert.rejects(argocdOf('expired').request('GET', '/api/v1/applications'), /answers 401/);
    });

    it('let the role of a project do what it may', async () => {
      const names = namesOf(await argocdOf('project').request('GET', '/api/v1/applications'));
      assert.ok(names.includes('checkout-dev'));
      assert.ok(!names.includes('checkout-prod'), 'which is of another project');
    });

    it('pass on what pods have logged', async () => {
      const { url, tokens } = engines().argocd;
      const of = 'group=apps&kind=Deployment&resourceName=checkout&namespace=shop-dev';
      const query = `${of}&tailLines=2&follow=false`;
      const response = await fetch(`${url}/api/v1/applications/checkout-dev/logs?${query}`, {
        headers: { authorization: `Bearer ${tokens.developer}` },
      });
      assert.match(await response.text(), /"content":"level=error msg=\\"request 199/);
    });

    it('refuse a sync while the window is closed', async () => {
      const sync = argocdOf('admin').request('POST', '/api/v1/applications/checkout-prod/sync', {});
      await assert.rejects(sync, /window/);
    });

    it('refuse to roll back what is synced by itself', async () => {
      const api = argocdOf('admin');
      const { status } = (await api.request('GET', '/api/v1/applications/checkout-dev')) as Application;
      assert.ok((status?.history?.length ?? 0) >= 2);
      const body = { name: 'checkout-dev', id: status?.history?.[0]?.id };
      const rollback = api.request('POST', '/api/v1/applications/checkout-dev/rollback', body);
      await assert.rejects(rollback, /auto-sync/);
    });
  });

  describe('of Git', () => {
    const git = promisify(execFile);
    const quiet = { env: { PATH: process.env['PATH'], GIT_TERMINAL_PROMPT: '0', HOME: '/nonexistent' } };

    it('show the commits, and ask who one is where it is guarded', async () => {
      const { repository, guardedRepository, commits, user, password } = engines().git;
      const { stdout } = await git('git', ['ls-remote', repository, 'main'], quiet);
      assert.ok(stdout.startsWith(commits.at(-1) ?? '?'), stdout);
      await assert.rejects(git('git', ['ls-remote', guardedRepository], quiet), /Username/);
      const known = guardedRepository.replace('//', `//${user}:${password}@`);
      assert.match((await git('git', ['ls-remote', known], quiet)).stdout, /refs\/heads\/main/);
    });
  });

  describe('of Backstage', () => {
    it('have a catalogue for who has the token, and for nobody else', async () => {
      const { url, token } = engines().backstage;
      const route = `${url}/api/catalog/entities/by-query?filter=kind=component&fields=metadata.name`;
      assert.equal((await fetch(route)).status, 401);
      const answer = await fetch(route, { headers: { authorization: `Bearer ${token}` } });
      const { items } = (await answer.json()) as { items: readonly { metadata: { name: string } }[] };
      const names = items.map(({ metadata }) => metadata.name);
      assert.ok(names.includes('assortment') && names.includes('basket'), names.join());
    });
  });

  describe('of Prometheus', () => {
    it('have the objectives of Sloth and of Pyrra', async () => {
      const ask = async (query: string): Promise<readonly { value: [number, string] }[]> => {
        const { url } = engines().prometheus;
        const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
        return ((await response.json()) as { data: { result: { value: [number, string] }[] } }).data.result;
      };
      assert.equal((await ask('sloth_slo_info')).length, 3);
      const [pyrra] = await ask('pyrra_availability{service="catalog"}');
      assert.ok(Number(pyrra?.value[1]) < 0.99, String(pyrra?.value[1]));
    });
  });
});
