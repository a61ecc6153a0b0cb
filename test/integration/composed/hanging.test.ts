import assert from 'node:assert/strict';
import type { LiveState } from '../../../src/model/live.js';
import type { PartHealth } from '../../../src/model/partHealth.js';
import type { Platform } from '../../../src/model/platform.js';
import { openComposition } from '../../../src/platform/composed/openComposition.js';
import { readComposition } from '../../../src/platform/composed/readComposition.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { createLiveState } from '../../../src/platform/live/liveState.js';
import { Company, tokens, type Served } from './company.js';

/** Nobody waits for objectives, and for what else there is only so long. */
const promptMs = 3_000;
const patienceMs = 10_000;
const backMs = 30_000;

describe('a composition on real sockets of which one server takes every question and answers none', function () {
  this.timeout(60_000);
  const company = new Company();
  let platform: Platform | undefined;
  let live: LiveState | undefined;

  before(() => company.start());
  afterEach(() => {
    live?.dispose();
    platform?.dispose();
  });
  after(() => company.stop());

  const open = async (): Promise<LiveState> => {
    const config = readComposition({
      catalog: { type: 'backstage', url: company.backstage.url },
      delivery: [{ type: 'argocd', url: company.argocd.url }],
      metrics: { type: 'prometheus', url: company.prometheus.url },
      environments: { order: ['development', 'staging', 'production'] },
    });
    platform = await openComposition(
      config,
      { name: 'Acme', url: 'golden-path://Acme/' },
      {
        transport: undiciTransport,
        token:
          ({ name }) =>
          () =>
            Promise.resolve(name === 'argocd' ? tokens.argocd : tokens.backstage),
      },
    );
    live = createLiveState(platform);
    return live;
  };
  const part = (name: string): PartHealth | undefined =>
    platform?.parts?.().find((each) => each.name === name);
  const until = async (what: string, met: () => boolean, ms: number): Promise<void> => {
    for (const end = performance.now() + ms; !met();) {
      assert.ok(performance.now() < end, `${what}: not within ${ms} ms (${live?.snapshot.status ?? ''})`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const versions = (): readonly (string | undefined)[] =>
    live?.snapshot.services.get('cart')?.environments?.map(({ current }) => current?.version) ?? [];
  const all = ['1.2.0', '1.2.0', '1.1.0'];

  for (const [name, served, withinMs, shown] of [
    ['metrics', () => company.prometheus, promptMs, all],
    ['catalog', () => company.backstage, patienceMs, all],
    ['argocd', () => company.argocd, patienceMs, []],
  ] as const satisfies readonly (readonly [string, () => Served, number, readonly string[]])[]) {
    it(`shows what the others tell, says which is away, and takes it in when it is back: ${name}`, async () => {
      served().hangs = true;
      try {
        const { snapshot } = await open();
        assert.equal(snapshot.status, 'loading');
        const seen = (): boolean => live?.snapshot.services.has('cart') === true;
        await until('what the others tell', seen, withinMs);
        assert.deepEqual(versions(), shown);
        await until('who is away', () => part(name)?.state === 'Unreachable', backMs);
      } finally {
        served().hangs = false;
      }
      await until('it is back', () => part(name)?.state === 'Ok', backMs);
      await until('what it tells', () => versions().join() === all.join(), backMs);
    });
  }

  it('keeps what was known while one hangs that had answered', async () => {
    await open();
    await until('all', () => versions().join() === all.join(), patienceMs);
    company.argocd.hangs = true;
    company.argocd.drop();
    try {
      await until('who is away', () => part('argocd')?.state === 'Unreachable', backMs);
      assert.deepEqual(versions(), all);
      assert.equal(live?.snapshot.status, 'live', 'the platform is not gone when a part of it is');
    } finally {
      company.argocd.hangs = false;
    }
    await until('it is back', () => part('argocd')?.state === 'Ok', backMs);
  });
});
