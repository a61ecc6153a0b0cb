import assert from 'node:assert/strict';
import { allChecks, type Result } from '../../../src/conformance/conformance.js';
import { Bed, buildCli, manifest, serverJs } from '../local/bed.js';
import { ExampleServer, exampleToken } from './exampleServer.js';
import { departures, judge } from './judge.js';
import { deployMutations, fullMutations, readMutations } from './mutations.js';
import { MutatingProxy, type Mutation } from './mutatingProxy.js';
import { startExample, type RunningExample } from './runningExample.js';

const reads = allChecks()
  .map(({ id }) => id)
  .filter((id) => id.startsWith('reads/'));

/** A read that answers a list where one thing is due, or nothing that is JSON. */
const brokenRead: Mutation = {
  async answer(asked, forward) {
    const answer = await forward(asked);
    const isSpecial = ['/', '/services', '/environments'].includes(asked.path);
    return isSpecial || answer.status !== 200 ? answer : { ...answer, body: 'true' };
  },
};

function assertHolds(results: readonly Result[], ids: readonly string[]): void {
  assert.deepEqual(departures(results), []);
  const holding = new Set(results.filter(({ outcome }) => outcome === 'holds').map(({ id }) => id));
  const missing = ids.filter((id) => !holding.has(id));
  assert.deepEqual(missing, [], 'not judged on the good server');
}

describe('a server that breaks the contract', function () {
  this.timeout(60_000);

  it('is known for every check there is', () => {
    const broken = [readMutations, deployMutations, fullMutations].flatMap((table) => Object.keys(table));
    assert.deepEqual(
      [...broken, ...reads].sort(),
      allChecks()
        .map(({ id }) => id)
        .sort(),
    );
  });

  describe('reading', () => {
    const server = new ExampleServer();
    let proxy: MutatingProxy;
    let root: string;
    const target = { service: 'checkout', environment: 'staging' };
    const options = { token: exampleToken, level: 'full', target } as const;
    const ids = [...Object.keys(readMutations), ...reads];
    before(async () => {
      proxy = new MutatingProxy(await server.start());
      root = await proxy.start();
    });
    after(async () => {
      await proxy.stop();
      await server.stop();
    });

    it('passes when it is good', async () => {
      proxy.mutation = {};
      assertHolds(await judge({ root, ...options, only: ids }), ids);
    });

    for (const [id, mutate] of Object.entries(readMutations)) {
      it(`fails ${id}`, async () => {
        proxy.mutation = mutate(exampleToken);
        // Checks of all that was answered need something to be answered.
        const only = [id, 'services/list', 'services/not-found', 'environments/list', 'paths/unknown'];
        const [result] = (await judge({ root, ...options, level: levelOf(id), only })).filter(
          (each) => each.id === id,
        );
        assert.equal(result?.outcome, 'departs', result?.message);
        assert.ok((result.exchanges ?? []).length > 0, 'nothing is shown');
        assert.ok(!JSON.stringify(result).includes(exampleToken), 'the token is shown');
      });
    }

    it('fails each read that is not in the shape of the contract', async () => {
      proxy.mutation = brokenRead;
      const results = await judge({ root, ...options, level: 'read', only: reads });
      const passed = results.filter(({ outcome, message = '' }) => {
        // What is read of a list cannot be judged when the list is broken.
        return outcome !== 'departs' && !message.includes('lists nothing');
      });
      assert.deepEqual(passed, []);
    });
  });

  describe('deploying', () => {
    let example: RunningExample;
    let proxy: MutatingProxy;
    let root: string;
    const target = { service: 'website', environment: 'staging', release: 'website-1.1.0' };
    const ids = Object.keys(deployMutations);
    before(async () => {
      example = await startExample('deploy-node');
      proxy = new MutatingProxy(example.root);
      root = await proxy.start();
    });
    after(async () => {
      await proxy.stop();
      await example.stop();
    });

    it('passes when it is good', async () => {
      proxy.mutation = {};
      assertHolds(await judge({ root, token: example.token, level: 'deploy', target, only: ids }), ids);
    });

    for (const [id, mutate] of Object.entries(deployMutations)) {
      it(`fails ${id}`, async () => {
        proxy.mutation = mutate();
        const [result] = await judge({ root, token: example.token, level: 'deploy', target, only: [id] });
        assert.equal(result?.outcome, 'departs', result?.message);
      });
    }
  });

  describe('with streams', () => {
    const bed = new Bed();
    let proxy: MutatingProxy;
    let root: string;
    const target = { service: 'hello', environment: 'development', promoteTo: 'staging' };
    const ids = Object.keys(fullMutations);
    const judged = (only: readonly string[]): Promise<readonly Result[]> =>
      judge({ root, token: bed.platform.token, level: 'full', target, only });
    before(async () => {
      await buildCli();
      await bed.start();
      const release = await bed.release(
        manifest('hello', {}, { system: 'shop' }),
        bed.source('hello', { 'server.js': serverJs('one') }),
      );
      await bed.deploy('hello', { environment: 'development', kind: 'Deploy', release: release.id });
      // One without a system, so that a filter has something to leave out.
      await bed.release(manifest('alone'), bed.source('alone', { 'server.js': serverJs('one') }));
      proxy = new MutatingProxy(bed.platform.url);
      root = await proxy.start();
    });
    after(async () => {
      await proxy.stop();
      await bed.dispose();
    });

    it('passes when it is good', async () => {
      proxy.mutation = {};
      assertHolds(await judged(ids), ids);
    });

    for (const [id, mutate] of Object.entries(fullMutations)) {
      it(`fails ${id}`, async () => {
        proxy.mutation = mutate();
        const [result] = await judged([id]);
        assert.equal(result?.outcome, 'departs', result?.message);
      });
    }
  });
});

/** The lowest level that has the check: a broken server need not be one to deploy to. */
function levelOf(id: string): 'read' | 'deploy' | 'full' {
  return allChecks().find((check) => check.id === id)?.level ?? 'read';
}
