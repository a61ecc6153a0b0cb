import assert from 'node:assert/strict';
import os from 'node:os';
import { openComposition } from '../../../../src/platform/composed/openComposition.js';
import { readComposition } from '../../../../src/platform/composed/readComposition.js';
import { undiciTransport } from '../../../../src/platform/http/undiciTransport.js';
import type { Transport } from '../../../../src/platform/http/transport.js';
import type { Platform } from '../../../../src/model/platform.js';
import { createLiveState } from '../../../../src/platform/live/liveState.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from '../../backstage/backstage.js';
import { createArgocdApi } from '../argocd/api.js';
import { removeMany, seedMany, untilTold } from '../argocd/many.js';
import { isSoon, PaintClock, paintLine, type FirstPaint } from '../firstPaint.js';
import { areEnginesThere, engines } from '../fixture.js';
import { createKubeClient, type KubeClient } from '../kubeClient.js';
import { until } from '../processes.js';

const services = 2_000;
const rounds = 5;
const quietMs = 65_000;
/** In which a list comes that began before. */
const settleMs = 2_000;

/** Beside the fixture a catalogue of its own is wanted. */
const areThere = (): boolean => areEnginesThere() && isBackstageThere();

/** What a large company's servers are asked by one who looks at all of them, and how soon that is shown. */
describe('real Backstage, Argo CD and Kubernetes with 2,000 services in three environments', function () {
  this.timeout(300_000);
  let cluster: KubeClient;
  let backstage: RunningBackstage;
  const asked: string[] = [];
  /** The version of a list is asked for by a selector of nothing: no Application is listed. */
  const version = 'goldenpath.dev/nobody=nobody';

  before(async function () {
    if (!areThere()) this.skip();
    const { git, kubernetes, argocd } = engines();
    cluster = createKubeClient({ url: kubernetes.url, ca: kubernetes.ca, token: kubernetes.tokens.admin });
    [backstage] = await Promise.all([
      startBackstage({ components: services }),
      seedMany(cluster, 3 * services, git.repository),
    ]);
    await untilTold(createArgocdApi(argocd.url, argocd.tokens.developer), 3 * services);
  });
  after(async () => {
    if (!areThere()) return;
    const { url, tokens } = engines().argocd;
    await Promise.all([backstage.stop(), removeMany(cluster)]);
    await untilTold(createArgocdApi(url, tokens.developer), 0);
    cluster.close();
  });

  const counting = (): Transport => {
    const inner = undiciTransport();
    return {
      send: (request) => {
        const { host, pathname, searchParams } = request.url;
        const what = searchParams.get('selector') === version ? '/version of the list' : pathname;
        asked.push(`${request.method} ${host}${what}`);
        return inner.send(request);
      },
      dispose: () => inner.dispose(),
    };
  };
  const beside = () => ({
    catalog: { type: 'backstage', url: backstage.url },
    delivery: [
      { type: 'argocd', url: engines().argocd.url },
      { type: 'kubernetes', contexts: { 'admin@engines': '' } },
    ],
    environments: { order: ['dev', 'staging', 'prod'] },
  });
  const alone = () => ({ delivery: [{ type: 'argocd', url: engines().argocd.url }] });
  const open = (entry: object, transport: () => Transport): Promise<Platform> => {
    const { argocd, kubernetes } = engines();
    const config = readComposition(entry);
    return openComposition(
      config,
      { name: 'Many', url: 'golden-path://Many/' },
      {
        transport,
        token:
          ({ name }) =>
          () =>
            Promise.resolve(name === 'argocd' ? argocd.tokens.developer : backstage.token),
        clusters: {
          env: { KUBECONFIG: kubernetes.kubeconfig },
          home: os.tmpdir(),
          consent: () => Promise.resolve(false),
        },
      },
    );
  };
  const count = (part: RegExp): number => asked.filter((line) => part.test(line)).length;

  /** Several times, as of a window that is opened. */
  const painted = async (entry: object, lists: number): Promise<readonly FirstPaint[]> => {
    const paints: FirstPaint[] = [];
    while (paints.length < rounds) {
      const clock = new PaintClock();
      const platform = await open(entry, () => clock.timed(undiciTransport()));
      const live = createLiveState(platform);
      const isThere = (): boolean =>
        [...live.snapshot.services.values()].some(({ environments }) => environments?.[2]?.current?.version);
      try {
        await new Promise<void>((resolve) => live.onDidChange(() => isThere() && resolve()));
        paints.push(clock.painted(lists));
      } finally {
        live.dispose();
        platform.dispose();
      }
    }
    return paints;
  };

  for (const [title, entry, lists] of [
    ['Argo CD alone', alone, 1],
    ['Argo CD beside Backstage and Kubernetes', beside, 2],
  ] as const) {
    it(`are painted soon after the servers have answered: ${title}`, async () => {
      const paints = await painted(entry(), lists);
      process.stdout.write(`      ${paintLine(title, paints)}\n`);
      assert.ok(isSoon(paints), paintLine(title, paints));
    });
  }

  it('reads each list once for the first picture, watches each server once, and then a minute nothing', async () => {
    const platform = await open(beside(), counting);
    const live = createLiveState(platform);
    const place = () => live.snapshot.services.get('made-00007')?.environments?.[2];
    try {
      await until('the first picture', () => Promise.resolve(place()?.current?.version), 60_000);
      assert.deepEqual([place()?.environment, place()?.health], ['prod', 'Healthy']);
      assert.ok(live.snapshot.services.size >= 500);
      // What the stream tells at its beginning is read once more, without another list of Argo CD.
      await until('what the watch tells', () => Promise.resolve(place()?.current?.commit), 60_000);
      const lists = (): object => ({
        applications: count(/\/api\/v1\/applications$/),
        stream: count(/\/stream\/applications$/),
      });
      assert.deepEqual(lists(), { applications: 1, stream: 1 });
      // Argo CD follows changes once it has told of everything; what changed meanwhile is listed once more.
      await until('the end of what it tells', () =>
        Promise.resolve(count(/version of the list/) > 0 || undefined),
      );
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      assert.ok(count(/\/api\/v1\/applications$/) <= 2, asked.join('\n'));
      const catalogue = count(/entities\/by-query/);
      assert.ok(catalogue <= 3, `${catalogue} pages of the catalogue for one picture of 500`);
      asked.length = 0;
      await new Promise((resolve) => setTimeout(resolve, quietMs));
      assert.deepEqual(lists(), { applications: 0, stream: 0 });
      assert.ok(count(/entities\/by-query/) <= 1, asked.join('\n'));
    } finally {
      live.dispose();
      platform.dispose();
    }
  });
});
