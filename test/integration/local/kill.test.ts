import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Deployment, Operation } from '../../../src/model/delivery.js';
import type { Page } from '../../../src/model/platform.js';
import { delay } from '../../../src/base/abort.js';
import { Bed, buildCli, commitAll, manifest, run, serverJs, until } from './bed.js';

/** `node scripts/endure.mjs` raises it to some hundreds. */
const kills = Number(process.env['GOLDEN_PATH_KILLS'] ?? 8);
const seed = Number(process.env['GOLDEN_PATH_SEED'] ?? Date.now() % 100_000);
const environments = ['development', 'staging'] as const;
const health = { startupDeadlineSeconds: 5, periodSeconds: 1 };

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Sent {
  readonly key: string;
  readonly request: object;
  readonly operation: string;
}

describe('killed at any point', function () {
  this.timeout(60_000 + kills * 15_000);
  before(buildCli);

  it(`keeps its promises over ${kills} kills (seed ${seed})`, async () => {
    const bed = new Bed();
    const next = random(seed);
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    commitAll(folder, 'First');
    const body = manifest('hello', {}, { health });
    const accepted: Sent[] = [];
    const ports = new Set<number>();
    try {
      await bed.start();
      const releases = [(await bed.release(body, folder)).id];
      for (let round = 0; round < kills; round++) {
        const work = disturb(bed, next, { body, folder, releases, accepted, ports });
        await delay(next() * 900);
        await bed.kill('SIGKILL');
        await work;
        await bed.untilEnded('what was started');
        JSON.parse(readFileSync(path.join(bed.dataDir, 'state.json'), 'utf8'));
        // Every third time it is killed again while it starts.
        if (round % 3 === 2) {
          const child = bed.spawn(['start', '--data', bed.dataDir, '--format', 'json']);
          await delay(next() * 400);
          const ended = new Promise((resolve) => child.once('exit', resolve));
          child.kill('SIGKILL');
          await ended;
          await bed.untilEnded('what a start began');
        }
        await bed.start();
        await check(bed, accepted);
      }
      assert.ok(accepted.length >= kills / 3, `only ${accepted.length} deployments were accepted`);
      const half = readdirSync(path.join(bed.dataDir, 'releases')).filter((name) =>
        name.startsWith('.incoming'),
      );
      assert.deepEqual(half, []);
      assert.equal(run('git', ['worktree', 'list'], folder).split('\n').length, 1);
      await bed.kill('SIGTERM');
      await bed.untilEnded('everything');
      for (const port of ports) assert.equal(await answers(port), false, `port ${port} is still open`);
    } finally {
      await bed.dispose();
    }
  });
});

interface Matter {
  readonly body: object;
  readonly folder: string;
  readonly releases: string[];
  readonly accepted: Sent[];
  readonly ports: Set<number>;
}

/** Releases and deploys until the platform is gone; remembers what was accepted. */
async function disturb(
  bed: Bed,
  next: () => number,
  { body, folder, releases, accepted, ports }: Matter,
): Promise<void> {
  try {
    for (;;) {
      const environment = environments[Math.floor(next() * environments.length)] ?? 'development';
      if (next() < 0.3) {
        bed.source('hello', { 'server.js': serverJs(String(next())) });
        releases.push((await bed.release(body, folder)).id);
      }
      const release = releases.at(-1);
      const request =
        next() < 0.2 ? { environment, kind: 'Restart' } : { environment, kind: 'Deploy', release };
      const key = crypto.randomUUID();
      const answer = await bed.send('hello', request, key);
      if (answer.status === 202) accepted.push({ key, request, operation: answer.body.id });
      for (const url of (await bed.leaf('hello', environment)).urls ?? []) {
        ports.add(Number(new URL(url).port));
      }
      await delay(next() * 100);
    }
  } catch (error) {
    // The platform was killed under it; what it answered before counts.
    assert.ok(!(error instanceof assert.AssertionError), error as Error);
  }
}

/** What must hold after each start. */
async function check(bed: Bed, accepted: readonly Sent[]): Promise<void> {
  for (const { key, request, operation } of accepted.slice(-20)) {
    const { status, body } = await bed.call<Operation>('GET', `/operations/${operation}`);
    assert.equal(status, 200, `the operation ${operation} was accepted and is lost`);
    assert.ok(body.done, 'what was under way has ended');
    const again = await bed.send('hello', request, key);
    assert.equal(again.body.id, operation, 'the same key gives the same operation');
  }
  const { items } = await bed.get<Page<Deployment>>('/services/hello/deployments?pageSize=200');
  const operations = items.map(({ operation }) => operation);
  assert.equal(new Set(operations).size, operations.length, 'no operation made two deployments');
  for (const environment of environments) {
    const current = items.filter((item) => item.environment === environment && item.state === 'Deployed');
    assert.ok(current.length <= 1, `${current.length} deployments count as current in ${environment}`);
    if (current.length === 0) continue;
    await until(
      async () => (await bed.leaf('hello', environment)).health === 'Healthy',
      `${environment} to run again`,
      15_000,
    );
  }
  const { length } = items.filter(({ state }) => state === 'Deployed');
  await until(() => bed.services().length === length, 'one process per deployment', 15_000);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port });
    socket
      .on('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .on('error', () => resolve(false));
  });
}
