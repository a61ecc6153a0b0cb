import assert from 'node:assert/strict';
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
import { isSoon, PaintClock, paintLine, type FirstPaint } from '../../integration/engines/firstPaint.js';
import { engines } from '../../integration/engines/fixture.js';
import { createKubeClient, type KubeClient } from '../../integration/engines/kubeClient.js';
import { askDriver } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { RealCompany } from './realCompany.js';

const services = 2_000;
const rounds = 3;

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

  /** From the choice of a platform that nothing is known of to its first row with versions. */
  async function painted(name: string, entry: object, lists: number): Promise<FirstPaint> {
    const { loaded } = company;
    const { views, session } = loaded;
    const own = globalThis.fetch;
    let clock = new PaintClock();
    globalThis.fetch = async (input, init) => {
      const end = clock.begin(input instanceof Request ? input.url : String(input));
      const answer = await own(input, init);
      if (!answer.body) {
        end();
        return answer;
      }
      const body = answer.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({ flush: end }));
      return Object.defineProperty(answer, 'body', { value: body });
    };
    const item = views.services.item.bind(views.services);
    let paint: FirstPaint | undefined;
    views.services.item = (node) => {
      const row = item(node);
      if (!paint && /prod \d/.test(String(row.description))) paint = clock.painted(lists);
      return row;
    };
    try {
      await platforms().update('platforms', { [name]: entry }, vscode.ConfigurationTarget.Global);
      clock = new PaintClock();
      await session.settingsChanged();
      await session.choose(compositionUrl(name));
      await eventually(
        'the first row',
        () => paint !== undefined,
        90_000,
        () => session.connection?.live.snapshot.status,
      );
      assert.ok(paint);
      return paint;
    } finally {
      views.services.item = item;
      globalThis.fetch = own;
    }
  }

  const alone = () => ({ delivery: [{ type: 'argocd', url: engines().argocd.url }] });
  const beside = () => ({
    catalog: { type: 'backstage', url: backstage.url },
    delivery: [...alone().delivery, { type: 'kubernetes', contexts: { 'admin@engines': '' } }],
    environments: { order: ['dev', 'staging', 'prod'] },
  });

  for (const [title, entry, lists] of [
    ['Argo CD alone', alone, 1],
    ['Argo CD beside Backstage and Kubernetes', beside, 2],
  ] as const) {
    it(`are painted soon after the servers have answered: ${title}`, async () => {
      const paints: FirstPaint[] = [];
      for (let round = 0; round < rounds; round++) {
        paints.push(await painted(`Many${lists}${round}`, entry(), lists));
        await platforms().update('platforms', undefined, vscode.ConfigurationTarget.Global);
        await eventually('it is left', () => company.loaded.session.connections.length === 0, 20_000);
      }
      await askDriver('/output', `    ${paintLine(title, paints)}`);
      assert.ok(isSoon(paints), paintLine(title, paints));
    });
  }
});
