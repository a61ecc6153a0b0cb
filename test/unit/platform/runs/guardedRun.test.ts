import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Operation } from '../../../../src/model/delivery.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { Platform, WriteOptions } from '../../../../src/model/platform.js';
import { carryOut, type Confirmation, type RunResult } from '../../../../src/platform/runs/guardedRun.js';
import { isPendingRun, type PendingRun } from '../../../../src/platform/runs/pendingRuns.js';
import { MemoryPending } from '../writes/memoryPending.js';

type Fate = 'answered' | 'lost before' | 'lost after' | 'refused';

/** A platform that makes one operation per key, over a network that loses requests and answers. */
class World {
  readonly sent: { readonly key: string; readonly confirmed: Confirmation }[] = [];
  readonly made = new Map<string, Operation>();
  readonly pending = new MemoryPending<PendingRun>();
  fingerprint = 'sha256:1';
  reason: string | undefined;
  now = 1_000;
  readonly #fates: Fate[];

  constructor(...fates: readonly Fate[]) {
    this.#fates = [...fates];
  }

  run(): Promise<RunResult> {
    const ended = { id: 'op_1', kind: 'Action', state: 'Succeeded', done: true } as unknown as Operation;
    const platform = {
      url: 'https://platform.example/v1',
      getOperation: () => Promise.resolve(ended),
    } as unknown as Platform;
    const answer = this.reason === undefined ? {} : { reason: this.reason };
    return carryOut(
      platform,
      {
        plan: () => Promise.resolve({ fingerprint: this.fingerprint }),
        send: (confirmed, options) => this.#send(confirmed, options, ended),
      },
      { confirm: () => Promise.resolve(answer), started: () => undefined, event: () => undefined },
      { title: 'Rotate', pending: this.pending, clock: { now: () => this.now } },
    );
  }

  #send(
    confirmed: Confirmation,
    { idempotencyKey = '' }: Partial<WriteOptions>,
    ended: Operation,
  ): Promise<Operation> {
    assert.equal(this.pending.writes.has(idempotencyKey), true, 'kept before it is sent');
    this.sent.push({ key: idempotencyKey, confirmed });
    const fate = this.#fates.shift() ?? 'answered';
    if (fate === 'refused') return Promise.reject(new PlatformError('forbidden', 'No.'));
    if (fate !== 'lost before') this.made.set(idempotencyKey, ended);
    return fate === 'answered'
      ? Promise.resolve(ended)
      : Promise.reject(new PlatformError('timeout', 'Nobody answered.'));
  }
}

describe('a write that is no deployment', () => {
  it('is kept from before it is sent until its end, without what is sent', async () => {
    const world = new World();
    await world.run();
    assert.deepEqual(world.pending.history, ['keep', 'accepted op_1', 'drop']);
    const [kept] = world.pending.everKept;
    assert.deepEqual(Object.keys(kept ?? {}).sort(), ['fingerprint', 'key', 'since', 'title', 'url']);
    assert.ok(isPendingRun(kept));
  });

  it('of which no answer came says so, and is sent with its key and its reason when it is asked for again', async () => {
    const world = new World('lost after');
    world.reason = 'first';
    await assert.rejects(world.run(), /Nobody answered\. Whether it began is not known/);
    world.reason = 'another';
    await world.run();
    const [first, again] = world.sent;
    assert.equal(again?.key, first?.key);
    assert.equal(again?.confirmed.reason, 'first');
    assert.equal(world.made.size, 1);
    assert.equal(world.pending.writes.size, 0);
  });

  it('is another one after an end, with another plan, and after a quarter of an hour', async () => {
    for (const change of [
      (world: World) => void (world.fingerprint = 'sha256:2'),
      (world: World) => void (world.now += 16 * 60_000),
    ]) {
      const world = new World('lost before');
      await assert.rejects(world.run());
      change(world);
      await world.run();
      assert.notEqual(world.sent[0]?.key, world.sent[1]?.key);
    }
    const done = new World();
    await done.run();
    await done.run();
    assert.equal(done.made.size, 2);
  });

  it('that is refused is forgotten', async () => {
    const world = new World('refused');
    await assert.rejects(world.run(), /No\./);
    assert.equal(world.pending.writes.size, 0);
  });

  it('is never made twice, whatever becomes of requests and answers', async () => {
    const fate = fc.constantFrom<Fate>('lost before', 'lost after');
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 6 }), async (fates) => {
        const world = new World(...fates);
        for (let left = fates.length; left > 0; left--) await assert.rejects(world.run());
        await world.run();
        assert.equal(world.made.size, 1);
      }),
    );
  });

  it('of another version, or broken, is passed over', () => {
    for (const value of [undefined, 1, {}, { key: 'a', url: 'b', fingerprint: 'c', title: '', since: 1 }]) {
      assert.equal(isPendingRun(value), false);
    }
  });
});
