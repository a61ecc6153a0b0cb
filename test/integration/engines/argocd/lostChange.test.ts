import assert from 'node:assert/strict';
import { createLiveState } from '../../../../src/platform/live/liveState.js';
import { areEnginesThere, engines } from '../fixture.js';
import type { KubeClient } from '../kubeClient.js';
import { createArgocdApi } from './api.js';
import { clusterClient, Connecting } from './connecting.js';
import { removeMany, seedMany, untilTold } from './many.js';
import { until } from './questions.js';

const route = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

describe('2,000 Applications that change while a real Argo CD tells what they are', function () {
  this.timeout(300_000);
  const connecting = new Connecting();
  let cluster: KubeClient;

  before(async function () {
    if (!areEnginesThere()) this.skip();
    const { argocd, git } = engines();
    cluster = clusterClient();
    await seedMany(cluster, 2_000, git.repository);
    await untilTold(createArgocdApi(argocd.url, argocd.tokens.developer), 2_000);
  });
  afterEach(() => connecting.dispose());
  after(async () => {
    if (!areEnginesThere()) return;
    const { argocd } = engines();
    await removeMany(cluster);
    await untilTold(createArgocdApi(argocd.url, argocd.tokens.developer), 0);
    cluster.close();
  });

  const lists = (): number =>
    connecting.asked.filter(
      (line) => line.startsWith('GET /api/v1/applications?') && !line.includes('nobody'),
    ).length;

  it('are all told as they are within seconds', async () => {
    const platform = connecting.connect();
    const live = createLiveState(platform);
    const changed: string[] = [];
    let isTelling = true;
    const change = async (): Promise<void> => {
      // From the moment on in which the list is read until the watch has told everything.
      await until(
        () => connecting.asked.some((line) => line.includes('/stream/applications')),
        'the watch',
        60_000,
      );
      for (let index = 0; isTelling && index < 600; index++) {
        const service = `many-${String(index).padStart(4, '0')}`;
        const status = { health: { status: 'Degraded', message: `changed ${index}` } };
        await cluster.request('PATCH', `${route}/${service}-dev`, { status }, 'application/merge-patch+json');
        changed.push(service);
      }
    };
    const changing = change();
    try {
      await until(() => live.snapshot.services.size > 660, '2,000 Applications', 60_000);
      const last = (): string | undefined =>
        live.snapshot.services.get('many-0660')?.environments?.[0]?.current?.commit?.id;
      await until(() => last() !== undefined, 'what the watch tells', 60_000);
      isTelling = false;
      await changing;
      assert.ok(changed.length > 5, String(changed.length));
      const lost = (): readonly string[] =>
        changed.filter((name) => live.snapshot.services.get(name)?.environments?.[0]?.health !== 'Degraded');
      await until(() => lost().length === 0, `what changed (${changed.length})`, 15_000).catch(() => {
        assert.deepEqual(lost(), []);
      });
      assert.ok(lists() <= 2, connecting.asked.join('\n'));
    } finally {
      isTelling = false;
      live.dispose();
    }
  });

  it('are read once when nothing changes', async () => {
    const platform = connecting.connect();
    const live = createLiveState(platform);
    try {
      await until(
        () => connecting.asked.some((line) => line.includes('nobody')),
        'the end of the telling',
        60_000,
      );
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      assert.ok(lists() <= 2, connecting.asked.join('\n'));
      assert.equal(connecting.asked.filter((line) => line.includes('/stream/applications')).length, 1);
    } finally {
      live.dispose();
    }
  });
});
