import assert from 'node:assert/strict';
import type { Operation } from '../../../../src/model/delivery.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { Platform } from '../../../../src/model/platform.js';
import type { RunRequest } from '../../../../src/model/run.js';
import { carryOut, type GuardedRun } from '../../../../src/platform/runs/guardedRun.js';
import { isPendingRun, type PendingRun } from '../../../../src/platform/runs/pendingRun.js';
import { resumeRun } from '../../../../src/platform/runs/resumeRun.js';
import type { Pending } from '../../../../src/platform/writes/pendingWrites.js';

class Memory implements Pending<PendingRun> {
  readonly runs = new Map<string, PendingRun>();
  all = (): Promise<readonly PendingRun[]> => Promise.resolve([...this.runs.values()]);
  keep = (run: PendingRun): Promise<void> =>
    Promise.resolve(void this.runs.set(run.key, structuredClone(run)));
  drop = (key: string): Promise<void> => Promise.resolve(void this.runs.delete(key));
}

const done: Operation = { id: 'op_1', kind: 'TemplateRun', state: 'Succeeded', done: true, createdAt: '' };

/** Does each key once; loses its first answers. */
class OncePlatform {
  readonly keys: string[] = [];
  asked = 0;
  lost = 1;
  readonly ui = {
    confirm: () => {
      this.asked++;
      return Promise.resolve({});
    },
    started: () => undefined,
    event: () => undefined,
  };
  readonly platform = {
    url: 'https://platform.example/v1',
    templates: {
      run: (_name: string, _request: RunRequest, { idempotencyKey }: { idempotencyKey: string }) =>
        this.send(idempotencyKey),
    },
    getOperation: () => Promise.resolve(done),
  } as unknown as Platform;

  send(key: string): Promise<Operation> {
    this.keys.push(key);
    if (this.lost-- > 0) return Promise.reject(new PlatformError('unreachable', 'Broken.'));
    return Promise.resolve(done);
  }

  run(values: Readonly<Record<string, unknown>> = { name: 'orders' }, hasSecrets = false): GuardedRun {
    return {
      plan: () => Promise.resolve({ fingerprint: 'sha256:a' }),
      send: (_confirmed, { idempotencyKey }) => this.send(idempotencyKey),
      kept: { kind: 'template', name: 'http', request: { values }, hasSecrets, title: 'Create orders' },
    };
  }
}

describe('a run of which no answer came', () => {
  const leave = async (hasSecrets = false): Promise<{ once: OncePlatform; pending: Memory }> => {
    const [once, pending] = [new OncePlatform(), new Memory()];
    await assert.rejects(
      carryOut(once.platform, once.run(undefined, hasSecrets), once.ui, undefined, pending),
      /Whether Create orders began is not known: run it again, it is never done twice/,
    );
    assert.ok([...pending.runs.values()].every(isPendingRun));
    return { once, pending };
  };

  it('is the one that is run again: the same key, no second question', async () => {
    const { once, pending } = await leave();
    await carryOut(once.platform, once.run(), once.ui, undefined, pending);
    assert.deepEqual([new Set(once.keys).size, once.keys.length, once.asked], [1, 2, 1]);
    assert.equal(pending.runs.size, 0);
  });

  it('is not taken for another: other values are another run', async () => {
    const { once, pending } = await leave();
    await carryOut(once.platform, once.run({ name: 'billing' }), once.ui, undefined, pending);
    assert.deepEqual([new Set(once.keys).size, once.asked, pending.runs.size], [2, 2, 1]);
  });

  it('is sent again with its key after a reload', async () => {
    const { once, pending } = await leave();
    const [run] = pending.runs.values();
    assert.ok(run);
    assert.equal((await resumeRun(once.platform, run, pending, once.ui))?.id, 'op_1');
    assert.deepEqual([new Set(once.keys).size, once.keys.length, pending.runs.size], [1, 2, 0]);
  });

  it('is not sent without its secrets, nor when it is old', async () => {
    const { once, pending } = await leave(true);
    const [run] = pending.runs.values();
    assert.ok(run);
    assert.equal(await resumeRun(once.platform, run, pending, once.ui), undefined);
    const old = { ...run, hasSecrets: false, since: run.since - 16 * 60_000 };
    assert.equal(await resumeRun(once.platform, old, pending, once.ui), undefined);
    assert.equal(once.keys.length, 1);
  });

  it('is not kept when the platform refused it', async () => {
    const [once, pending] = [new OncePlatform(), new Memory()];
    const refused = { ...once.run(), send: () => Promise.reject(new PlatformError('forbidden', 'No.')) };
    await assert.rejects(carryOut(once.platform, refused, once.ui, undefined, pending), /No\./);
    assert.equal(pending.runs.size, 0);
  });

  for (const other of [
    undefined,
    null,
    7,
    {},
    { key: 'k', url: 'u', name: 'n', title: 't', kind: 'other' },
  ]) {
    it(`is nothing when what was kept is ${JSON.stringify(other)}`, () =>
      assert.equal(isPendingRun(other), false));
  }
});
