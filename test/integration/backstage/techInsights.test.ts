import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../../src/platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

const plugins = [
  '@backstage-community/plugin-tech-insights-backend',
  '@backstage-community/plugin-tech-insights-backend-module-jsonfc',
];

/** Facts are read every quarter of an hour; a test does not wait for it. */
async function readFacts({ url, token }: Pick<RunningBackstage, 'url' | 'token'>): Promise<void> {
  const post = (path: string): Promise<Response> =>
    fetch(`${url}/api/tech-insights${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    });
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    for (const task of ['entityOwnershipFactRetriever', 'techdocsFactRetriever']) {
      await post(`/.backstage/scheduler/v1/tasks/${task}/trigger`);
    }
    const answer = await post('/checks/run/default/component/cart');
    const results = answer.ok ? ((await answer.json()) as { result: boolean }[]) : [];
    if (results.length === 2 && results.every(({ result }) => result)) return;
    await wait(250);
  }
  throw new Error('Tech Insights read no facts');
}

describe('a real Backstage with Tech Insights', function () {
  this.timeout(120_000);
  let backstage: RunningBackstage | undefined;
  let platform: BackstagePlatform | undefined;

  before(async function () {
    if (!isBackstageThere('techInsights')) this.skip();
    const running = (backstage = await startBackstage({
      recording: 'techInsights',
      prepare: readFacts,
      configuration: {
        files: ['app-config.sign-in.yaml', 'app-config.tech-insights.yaml'],
        env: { BACKSTAGE_PLUGINS: plugins.join(',') },
      },
    }));
    platform = createBackstagePlatform({
      url: running.url,
      token: () => Promise.resolve(running.token),
      transport: undiciTransport(),
    });
  });
  after(async () => {
    platform?.dispose();
    await backstage?.stop();
  });

  it('announces scorecards, and lists their checks', async () => {
    assert.deepEqual((await platform!.getInfo()).capabilities['scorecards'], { level: 'Read' });
    const [scorecard] = (await platform!.listScorecards()).items;
    assert.deepEqual(
      (scorecard?.spec['checks'] as { name: string; title: string }[]).map(({ name, title }) => [
        name,
        title,
      ]),
      [
        ['groupOwner', 'Owned by a group'],
        ['documented', 'Documented'],
      ],
    );
  });

  it('judges services by what it knows of them', async () => {
    const states = async (service: string): Promise<unknown[]> => {
      const [card] = await platform!.measures!.scorecards(service);
      return card!.checks.map(({ name, state }) => [name, state]);
    };
    assert.deepEqual(await states('cart'), [
      ['groupOwner', 'Passed'],
      ['documented', 'Passed'],
    ]);
    assert.deepEqual(await states('storefront'), [
      ['groupOwner', 'Failed'],
      ['documented', 'Failed'],
    ]);
    await assert.rejects(platform!.measures!.dora('cart', {}), { code: 'not-implemented' });
  });
});
