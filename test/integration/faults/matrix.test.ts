import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { LiveState, LiveStatus } from '../../../src/model/live.js';
import type { Platform } from '../../../src/model/platform.js';
import { PlatformError } from '../../../src/model/errors.js';
import { deliver } from '../../../src/platform/delivery.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import type { Policy } from '../../../src/platform/http/policy.js';
import { createLiveState } from '../../../src/platform/live/liveState.js';
import { FaultProxy, pass } from '../../support/faultProxy.js';
import { LastGood } from '../../../src/platform/live/lastGood.js';
import { MemoryShelf } from '../../unit/platform/memoryShelf.js';
import { MemoryPending } from '../../unit/platform/writes/memoryPending.js';
import { FaultServer, json } from '../client/faultServer.js';
import { transports } from '../client/transports.js';
import { Bed, buildCli, manifest, serverJs, until } from '../local/bed.js';
import { faultCases, type FaultCase } from './cases.js';
import { FaultReport, leaksOf, loggingTo, timeless } from './report.js';
import { defineStreamFaults } from './streamFaults.js';
import { defineTrustFaults } from './trustFaults.js';

/** As patient as a test can be; what is true of these times is true of the real ones. */
const hasty: Partial<Policy> = {
  readDeadlineMs: 1_000,
  headersMs: 400,
  idleMs: 400,
  writeDeadlineMs: 1_200,
  throttleBaseMs: 20,
  backoffBaseMs: 10,
  breakerOpenMs: 100,
  breakerOpenCapMs: 100,
  heartbeatMs: 2_000,
};

const pictures: Readonly<Record<LiveStatus, string>> = {
  loading: 'not there yet',
  live: 'live',
  stale: 'stays, with its age',
  unauthenticated: 'asks to sign in',
  failed: 'gives way to the sentence',
};

const report = new FaultReport();

describe('the fault matrix', function () {
  this.timeout(60_000);
  const other = new FaultServer();
  let isWhole = true;
  before(async () => {
    await buildCli();
    await other.start();
    other.will(json({ items: [] }));
  });
  after(() => other.stop());
  afterEach(function () {
    isWhole &&= this.currentTest?.state === 'passed';
  });

  for (const [index, [name, makeTransport]] of transports.entries()) {
    describe(`over ${name}`, () => {
      const bed = new Bed();
      const proxy = new FaultProxy();
      const opened: { dispose(): void }[] = [];
      const logged: string[] = [];
      const log = loggingTo(logged);
      let canary = '';
      let count = 0;

      const connect = (): Platform => {
        const platform = createHttpPlatform({
          url: proxy.url,
          token: () => Promise.resolve(canary),
          transport: makeTransport(),
          policy: hasty,
          log,
        });
        opened.push(platform);
        return platform;
      };

      before(async () => {
        await bed.start();
        canary = bed.platform.token;
        await proxy.start(bed.platform.url);
      });
      after(async () => {
        await proxy.stop();
        await bed.dispose();
      });
      afterEach(async () => {
        for (const each of opened.splice(0).reverse()) each.dispose();
        await lift(proxy);
      });

      for (const each of faultCases('http://127.0.0.1:1/')) {
        it(each.name, async () => {
          const fault = each.name.includes('another origin') ? { ...each, ...redirectTo(other.url) } : each;
          const service = `hello-${++count}`;
          const folder = bed.source(service, { 'server.js': serverJs('one') });
          const { id } = await bed.release(manifest(service), folder);
          const wanted = { kind: 'Deploy', release: id } as const;

          const shelf = new MemoryShelf();
          const live = createLiveState(connect(), {
            log,
            last: new LastGood(shelf, proxy.url, () => Promise.resolve('mia')),
            timing: {
              keepMs: 30,
              reconnectMs: 20,
              reconnectCapMs: 50,
              gatherMs: 0,
              changeMs: 5,
              steadyMs: 0,
            },
          });
          opened.push(live);
          await until(() => live.snapshot.status === 'live', 'the live picture');

          // The deployment is planned and confirmed; then it happens.
          const pending = new MemoryPending();
          const ui = {
            confirm: async () => {
              await happen(proxy, fault);
              return {};
            },
            started: () => undefined,
            event: () => undefined,
          };
          const sent = await outcome(deliver(connect(), service, 'development', wanted, ui, { pending }));
          const kept = pending.writes.size;
          await lift(proxy);
          await happen(proxy, fault);
          const read = await outcome(connect().listServices());
          await outcome(live.refresh());
          const { status } = live.snapshot;
          await lift(proxy);

          // It is over: whoever asks again gets what was asked for, once.
          if (sent.error) {
            const calm = { ...ui, confirm: () => Promise.resolve({}) };
            const again = await deliver(connect(), service, 'development', wanted, calm, { pending });
            assert.equal(again.outcome === 'done' && again.operation.state, 'Succeeded');
          }
          assert.equal((await bed.deployments(service, 'development')).length, 1, 'one deployment');
          assert.equal(pending.writes.size, 0);
          // What the platform asked to be left alone is; only a person may ask before that.
          if ((live.snapshot.error?.retryAfterMs ?? 0) > 5_000) await live.refresh();
          await isTrueAgain(live, bed);
          assert.equal(other.seen.length, 0, 'another origin was asked');
          await until(() => shelf.texts.size === 1, 'the picture to be kept');
          const places = [sent.error, read.error, live.snapshot, logged, pending.everKept, shelf.texts];
          const leaks = leaksOf(canary, places);
          assert.equal(leaks, 0, 'the token leaks');
          if (index > 0) return;
          report.add({
            fault: each.name,
            sees: read.error ? `“${timeless(read.error.message, proxy.url)}”` : 'nothing of it',
            picture: pictures[status],
            deployment: deploymentText(sent.error, kept),
            leaks,
          });
        });
      }
    });
  }

  defineStreamFaults(report);
  defineTrustFaults(report);

  describe('as a whole', () => {
    it('came out as docs/reliability.md says (npm run reliability)', function () {
      if (!isWhole) this.skip();
      const { written, found } = report.settle();
      assert.equal(written, found);
    });
  });
});

interface Outcome {
  readonly error?: PlatformError;
}

async function outcome(call: Promise<unknown>): Promise<Outcome> {
  try {
    await call;
    return {};
  } catch (error) {
    assert.ok(PlatformError.is(error), inspect(error));
    assert.match(error.message, /^\S.*[.!?]$/s, 'a sentence');
    return { error };
  }
}

function deploymentText(error: PlatformError | undefined, kept: number): string {
  if (!error) return 'made once';
  if (kept > 0) return 'not known at first; asked for again it is the same one';
  return 'not made; asked for again it is made once';
}

function redirectTo(url: string): Pick<FaultCase, 'fault'> {
  return {
    fault: ({ response }) => {
      response.writeHead(307, { location: `${url}/services` });
      response.end();
    },
  };
}

async function happen(proxy: FaultProxy, { fault, times }: FaultCase): Promise<void> {
  if (fault === 'refused') await proxy.close();
  else if (times === undefined) proxy.always(fault);
  else proxy.will(...Array.from({ length: times }, () => fault));
  proxy.drop();
}

async function lift(proxy: FaultProxy): Promise<void> {
  proxy.always(pass);
  proxy.drop();
  await proxy.reopen();
}

async function isTrueAgain(live: LiveState, bed: Bed): Promise<void> {
  const truth = (): Promise<{ items: { name: string }[] }> => bed.get('/services?view=Summary&pageSize=200');
  let seen = '';
  await until(async () => {
    const { items } = await truth();
    const expected = JSON.stringify(items.map(({ name }) => name).sort());
    seen = JSON.stringify([...live.snapshot.services.keys()].sort());
    return live.snapshot.status === 'live' && seen === expected;
  }, `the truth after ${live.snapshot.status}: ${seen}`);
}
