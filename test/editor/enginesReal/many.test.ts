import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { accountOfToken } from '../../../src/platform/auth/account.js';
import { compositionUrl } from '../../../src/platform/composed/compositionUrl.js';
import {
  isBackstageThere,
  startBackstage,
  type RunningBackstage,
} from '../../integration/backstage/backstage.js';
import { createArgocdApi, type ArgocdApi } from '../../integration/engines/argocd/api.js';
import { removeMany, seedMany, untilTold } from '../../integration/engines/argocd/many.js';
import { engines } from '../../integration/engines/fixture.js';
import { createKubeClient, type KubeClient } from '../../integration/engines/kubeClient.js';
import { askDriver } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { RealCompany } from './realCompany.js';

const services = 2_000;
const rounds = 5;
/** The budget is 300 ms; a machine that is shared makes a test of it fail for nothing. */
const patienceMs = 1_500;

interface Asked {
  readonly url: string;
  readonly init: RequestInit | undefined;
}

describe('2,000 services in three environments of real servers', function () {
  this.timeout(300_000);
  const company = new RealCompany();
  const platforms = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('goldenPath');
  let backstage: RunningBackstage;
  let cluster: KubeClient;
  let argocd: ArgocdApi;

  before(async function () {
    if (!isBackstageThere()) this.skip();
    await company.open();
    await company.leave();
    const { argocd: argo, git, kubernetes } = engines();
    argocd = createArgocdApi(argo.url, argo.tokens.developer);
    cluster = createKubeClient({ url: kubernetes.url, ca: kubernetes.ca, token: kubernetes.tokens.admin });
    [backstage] = await Promise.all([
      startBackstage({ components: services }),
      seedMany(cluster, 3 * services, git.repository),
    ]);
    await untilTold(argocd, 3 * services);
    for (const [url, token] of [
      [backstage.url, backstage.token],
      [argo.url, argo.tokens.developer],
    ] as const) {
      const account = await accountOfToken(new URL(url).origin, token, 'Token');
      await company.loaded.authentication.keep(account);
    }
  });
  after(async () => {
    if (!isBackstageThere()) return;
    await Promise.all([backstage.stop(), removeMany(cluster)]);
    await untilTold(argocd, 0);
    cluster.close();
    await company.close();
  });

  /** From the choice of a platform that nothing is known of to its first row with versions, in ms; and what was asked. */
  async function painted(name: string): Promise<{ readonly ms: number; readonly asked: readonly Asked[] }> {
    const { loaded } = company;
    const { views, session } = loaded;
    const asked: Asked[] = [];
    const own = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      asked.push({ url: input instanceof Request ? input.url : String(input), init });
      return own(input, init);
    };
    const item = views.services.item.bind(views.services);
    let first = 0;
    views.services.item = (node) => {
      const row = item(node);
      if (first === 0 && /prod \d/.test(String(row.description))) first = performance.now();
      return row;
    };
    const entry = {
      catalog: { type: 'backstage', url: backstage.url },
      delivery: [
        { type: 'argocd', url: engines().argocd.url },
        { type: 'kubernetes', contexts: { 'admin@engines': '' } },
      ],
      environments: { order: ['dev', 'staging', 'prod'] },
    };
    try {
      await platforms().update('platforms', { [name]: entry }, vscode.ConfigurationTarget.Global);
      const start = performance.now();
      await session.settingsChanged();
      await session.choose(compositionUrl(name));
      await eventually(
        'the first row',
        () => first > 0,
        60_000,
        () => session.connection?.live.snapshot.status,
      );
      return { ms: first - start, asked };
    } finally {
      views.services.item = item;
      globalThis.fetch = own;
    }
  }

  /** How long the same lists take when nothing is made of them, in ms. */
  async function bare(asked: readonly Asked[]): Promise<number> {
    const lists = asked.filter(({ url }) => /\/entities\/by-query\?|\/api\/v1\/applications\?/.test(url));
    assert.ok(lists.length >= 2, JSON.stringify(asked.map(({ url }) => url)));
    const start = performance.now();
    await Promise.all(
      lists.map(async ({ url, init }) => {
        const answer = await fetch(url, { headers: init?.headers ?? {} });
        assert.equal(answer.status, 200, url);
        await answer.arrayBuffer();
      }),
    );
    return performance.now() - start;
  }

  it('are painted soon after the servers have answered', async () => {
    const found: { readonly own: number; readonly paint: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      const { ms, asked } = await painted(`Many${round}`);
      found.push({ own: await bare(asked), paint: ms });
      await platforms().update('platforms', undefined, vscode.ConfigurationTarget.Global);
      await eventually('it is left', () => company.loaded.session.connections.length === 0, 20_000);
    }
    const over = found.map(({ own, paint }) => paint - own).sort((one, other) => one - other);
    const middle = over[Math.floor(rounds / 2)] ?? Infinity;
    const told = found.map(({ own, paint }) => `${Math.round(paint)} (${Math.round(own)})`).join(', ');
    await askDriver(
      '/output',
      `    first paint (of it the bare lists): ${told} ms; ${Math.round(middle)} ms after the servers, in the middle`,
    );
    assert.ok(middle <= patienceMs, told);
  });
});
