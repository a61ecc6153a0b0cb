import assert from 'node:assert/strict';
import { createArgoPlatform, type ArgoPlatform } from '../../../src/platform/argocd/argoPlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { createLiveState } from '../../../src/platform/live/liveState.js';
import { createArgocdApi } from './argocd/api.js';
import { removeMany, seedMany, untilTold } from './argocd/many.js';
import { areEnginesThere, engines } from './fixture.js';
import { createKubeClient, type KubeClient } from './kubeClient.js';
import { until } from './processes.js';

const minuteMs = 60_000;
const quietMs = 10_000;

const argocd = () => {
  const { url, tokens } = engines().argocd;
  return createArgocdApi(url, tokens.developer);
};

/** What is asked of a server is counted, never timed. */
describe('what a real Argo CD with 2,000 Applications is asked', function () {
  this.timeout(180_000);
  let cluster: KubeClient;
  let platform: ArgoPlatform;
  let asked: string[];
  /** How far the clock of the platform is ahead. */
  let ahead: number;

  before(async function () {
    if (!areEnginesThere()) this.skip();
    const { git, kubernetes } = engines();
    const { url, ca, tokens } = kubernetes;
    cluster = createKubeClient({ url, ca, token: tokens.admin });
    await seedMany(cluster, 2_000, git.repository);
    await untilTold(argocd(), 2_000);
  });
  after(async () => {
    if (!areEnginesThere()) return;
    await removeMany(cluster);
    await untilTold(argocd(), 0);
    cluster.close();
  });
  beforeEach(() => {
    const { url, tokens } = engines().argocd;
    const inner = undiciTransport();
    asked = [];
    ahead = 0;
    platform = createArgoPlatform({
      url,
      token: () => Promise.resolve(tokens.developer),
      clock: { now: () => Date.now() + ahead },
      transport: {
        send: (request) => {
          asked.push(`${request.method} ${request.url.pathname}`);
          return inner.send(request);
        },
        dispose: () => inner.dispose(),
      },
    });
  });
  afterEach(() => {
    if (areEnginesThere()) platform.dispose();
  });

  const ofApplications = (): readonly string[] =>
    asked.filter((line) => line.includes('applications')).sort();
  const onceEach = ['GET /api/v1/applications', 'GET /api/v1/stream/applications'];

  it('is one list and one watch for one who looks, and nothing more for a minute in which nothing changes', async () => {
    const live = createLiveState(platform);
    const place = () => live.snapshot.services.get('made-00001')?.environments?.[2];
    try {
      await until('every service', () => Promise.resolve(live.snapshot.services.size > 666 || undefined));
      // The list leaves out what only the watch tells.
      await until('what the watch tells', () => Promise.resolve(place()?.current?.commit));
      assert.deepEqual(ofApplications(), onceEach);

      ahead = minuteMs + 1_000;
      await live.refresh();
      const { items } = await platform.listServices({ pageSize: 500 }, { fresh: true });
      assert.equal(items.length, 500);
      await new Promise((resolve) => setTimeout(resolve, quietMs));
      assert.deepEqual(ofApplications(), onceEach);
    } finally {
      live.dispose();
    }
  });

  it('is not a list more for a change, which the watch tells', async () => {
    const live = createLiveState(platform);
    const health = () => live.snapshot.services.get('made-00001')?.environments?.[2]?.health;
    const last = () => live.snapshot.services.get('search')?.environments?.[0];
    try {
      await until('the first picture', () => Promise.resolve(health() === 'Healthy' || undefined));
      // Argo CD follows changes once it has told of everything, in the alphabet's order.
      await until('the last that the watch tells', () => Promise.resolve(last()?.current?.commit));
      const route = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/made-00001-prod';
      const status = { health: { status: 'Degraded' } };
      await cluster.request('PATCH', route, { status }, 'application/merge-patch+json');
      await until('the change', () => Promise.resolve(health() === 'Degraded' || undefined));
      assert.deepEqual(ofApplications(), onceEach);
    } finally {
      live.dispose();
    }
  });
});
