import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DeploymentRequest, Operation, OperationEvent, Plan } from '../../../../src/model/delivery.js';
import { PlatformError, type PlatformErrorCode } from '../../../../src/model/errors.js';
import type { Platform } from '../../../../src/model/platform.js';
import { Breaker } from '../../../../src/platform/http/breaker.js';
import { deliver, type DeliveryUi } from '../../../../src/platform/delivery.js';
import { isPendingWrite } from '../../../../src/platform/writes/pendingWrites.js';
import { resumeDelivery } from '../../../../src/platform/writes/resumeDelivery.js';
import { MemoryPending } from './memoryPending.js';

const plan: Plan = { fingerprint: 'sha256:a', summary: { update: 1 }, changes: [] };
const wanted = { kind: 'Deploy', release: 'rel_1' } as const;

/** A platform that does each key once; `fate` says what becomes of the answers to its sends, in order. */
class OncePlatform {
  readonly made = new Map<string, Operation>();
  readonly sent: { key: string; request: DeploymentRequest }[] = [];
  readonly canceled: string[] = [];
  fates: ('answered' | 'lost' | 'never came' | PlatformErrorCode)[] = [];
  onSend: (() => void) | undefined;
  readonly platform: Platform;

  constructor() {
    const known: Partial<Platform> = {
      url: 'https://platform.example/v1',
      listEnvironments: () =>
        Promise.resolve({ items: [{ name: 'dev', type: 'development', production: false }] }),
      planDeployment: () => Promise.resolve(plan),
      createDeployment: (_service, request, { idempotencyKey }) => this.#create(request, idempotencyKey),
      getOperation: (id) => {
        const found = [...this.made.values()].find((operation) => operation.id === id);
        if (!found) return Promise.reject(new PlatformError('not-found', 'No such operation.'));
        return Promise.resolve({
          ...found,
          done: true,
          state: this.canceled.includes(id) ? 'Canceled' : 'Succeeded',
        });
      },
      cancelOperation: (id) => {
        this.canceled.push(id);
        return Promise.resolve(operation(id));
      },
      operationEvents: async function* (): AsyncGenerator<OperationEvent> {
        await Promise.resolve();
        yield { id: '1', type: 'done', time: '2026-11-21T00:00:02Z' };
      },
    };
    this.platform = known as Platform;
  }

  #create(request: DeploymentRequest, key: string): Promise<Operation> {
    const fate = this.fates.shift() ?? 'answered';
    this.sent.push({ key, request });
    this.onSend?.();
    if (fate !== 'answered' && fate !== 'lost') {
      const code = fate === 'never came' ? 'unreachable' : fate;
      return Promise.reject(new PlatformError(code, 'No.'));
    }
    const made = this.made.get(key) ?? operation(`op_${this.made.size + 1}`);
    this.made.set(key, made);
    return fate === 'lost'
      ? Promise.reject(new PlatformError('unreachable', 'Broken.'))
      : Promise.resolve(made);
  }
}

function operation(id: string): Operation {
  return { id, kind: 'Deployment', state: 'Running', done: false, createdAt: '2026-11-21T00:00:00Z' };
}

function ui(
  confirm: DeliveryUi['confirm'] = () => Promise.resolve({}),
): DeliveryUi & { heard: string[]; asked: number } {
  const own = {
    heard: [] as string[],
    asked: 0,
    confirm: (planned: Parameters<DeliveryUi['confirm']>[0]) => {
      own.asked++;
      return confirm(planned);
    },
    started: ({ id }: Operation) => void own.heard.push(id),
    event: ({ type }: OperationEvent) => void own.heard.push(type),
  };
  return own;
}

describe('pending writes', () => {
  it('are kept before anything is sent, then with their operation, and dropped at the end', async () => {
    const once = new OncePlatform();
    const pending = new MemoryPending();
    once.onSend = () => assert.deepEqual(pending.history, ['keep']);
    await deliver(once.platform, 'hello', 'dev', wanted, ui(), { pending });
    assert.deepEqual(pending.history, ['keep', 'accepted op_1', 'drop']);
    assert.equal(once.sent.length, 1);
  });

  it('that the platform refused are dropped; those of which no answer came stay, and the sentence says so', async () => {
    for (const code of ['forbidden', 'blocked', 'operation-in-progress', 'invalid-request'] as const) {
      const pending = new MemoryPending();
      const once = new OncePlatform();
      once.fates = [code];
      await assert.rejects(deliver(once.platform, 'hello', 'dev', wanted, ui(), { pending }), { code });
      assert.equal(pending.writes.size, 0, code);
    }
    for (const code of ['unreachable', 'timeout', 'unavailable', 'internal', 'not-a-platform'] as const) {
      const pending = new MemoryPending();
      const once = new OncePlatform();
      once.fates = [code];
      await assert.rejects(deliver(once.platform, 'hello', 'dev', wanted, ui(), { pending }), {
        code,
        message: /hello to dev began is not known: run it again, it is never done twice\.$/,
      });
      assert.equal(pending.writes.size, 1, code);
    }
  });

  it('are taken up when the same is asked for again, without a second deployment or question', async () => {
    for (const fate of ['lost', 'never came'] as const) {
      const pending = new MemoryPending();
      const once = new OncePlatform();
      once.fates = [fate];
      await assert.rejects(deliver(once.platform, 'hello', 'dev', wanted, ui(), { pending }));
      const again = ui();
      const result = await deliver(once.platform, 'hello', 'dev', wanted, again, { pending });
      assert.equal(result.outcome === 'done' && result.operation.id, 'op_1');
      assert.equal(again.asked, 0);
      assert.deepEqual(again.heard, ['op_1', 'done']);
      assert.equal(once.made.size, 1);
      assert.deepEqual(new Set(once.sent.map(({ key }) => key)).size, 1);
      assert.deepEqual(once.sent[1]?.request, once.sent[0]?.request);
      assert.equal(pending.writes.size, 0);
    }
  });

  it('stay while the breaker keeps them from being sent again; new ones are not kept then', async () => {
    const resting = async (): Promise<PlatformError> => {
      const breaker = new Breaker('platform.example', {
        breakerFailures: 1,
        breakerOpenMs: 60_000,
        breakerOpenCapMs: 60_000,
      });
      const down = (): Promise<never> => Promise.reject(new PlatformError('unreachable', 'Gone.'));
      await breaker.run(down).catch(() => undefined);
      return breaker.run(down).catch((error: unknown) => error as PlatformError);
    };
    for (const isAgain of [true, false]) {
      const pending = new MemoryPending();
      const once = new OncePlatform();
      once.fates = isAgain ? ['lost'] : [];
      if (isAgain) await assert.rejects(deliver(once.platform, 'hello', 'dev', wanted, ui(), { pending }));
      const error = await resting();
      const open = { ...once.platform, createDeployment: () => Promise.reject(error) };
      await assert.rejects(deliver(open, 'hello', 'dev', wanted, ui(), { pending }), {
        message: /left alone/,
      });
      assert.equal(pending.writes.size, isAgain ? 1 : 0);
      await deliver(once.platform, 'hello', 'dev', wanted, ui(), { pending });
      assert.equal(once.made.size, 1);
    }
  });

  it('that are old, of another kind or of other code are not sent again but planned anew', async () => {
    const later = { now: () => Date.now() + 3_600_000 };
    for (const [second, clock] of [
      [wanted, later],
      [{ kind: 'Rollback', toDeployment: 'dep_1' } as const, undefined],
      [{ ...wanted, release: 'rel_2' }, undefined],
    ] as const) {
      const pending = new MemoryPending();
      const once = new OncePlatform();
      once.fates = ['never came'];
      await assert.rejects(deliver(once.platform, 'hello', 'dev', wanted, ui(), { pending }));
      const again = ui();
      await deliver(once.platform, 'hello', 'dev', second, again, { pending, ...(clock && { clock }) });
      assert.equal(again.asked, 1);
      assert.notEqual(once.sent[1]?.key, once.sent[0]?.key);
      assert.equal(pending.writes.size, 0);
    }
  });

  it('are not sent when the person turned away in the last moment', async () => {
    const pending = new MemoryPending();
    const once = new OncePlatform();
    const controller = new AbortController();
    const leaving = ui(() => {
      controller.abort();
      return Promise.resolve({});
    });
    const call = deliver(once.platform, 'hello', 'dev', wanted, leaving, {
      pending,
      signal: controller.signal,
    });
    await assert.rejects(call, { name: 'AbortError' });
    assert.equal(once.sent.length + pending.writes.size, 0);
  });

  it('that are called off on their way are cancelled at the platform', async () => {
    const pending = new MemoryPending();
    const once = new OncePlatform();
    const controller = new AbortController();
    once.onSend = () => controller.abort();
    const result = await deliver(once.platform, 'hello', 'dev', wanted, ui(), {
      pending,
      signal: controller.signal,
    });
    assert.deepEqual(once.canceled, ['op_1']);
    assert.equal(result.outcome === 'done' && result.operation.state, 'Canceled');
    assert.equal(pending.writes.size, 0);
  });

  it('are resumed by another program: followed, sent with their key, or given up', async () => {
    for (const fate of ['answered', 'lost', 'never came'] as const) {
      const pending = new MemoryPending();
      const once = new OncePlatform();
      once.fates = [fate];
      // The first program dies with the send.
      const write = {
        key: 'k',
        url: once.platform.url,
        service: 'hello',
        request: { ...wanted, environment: 'dev' },
        since: Date.now(),
      };
      await once.platform
        .createDeployment(write.service, write.request, { idempotencyKey: write.key })
        .catch(() => undefined);
      await pending.keep(write);
      const heard = ui();
      const result = await resumeDelivery(once.platform, write, pending, heard);
      assert.equal(result.outcome === 'done' && result.operation.id, 'op_1', fate);
      assert.deepEqual(heard.heard, ['op_1', 'done']);
      assert.equal(once.made.size, 1);
      assert.equal(pending.writes.size, 0);

      const old = { ...write, key: 'old', since: Date.now() - 3_600_000 };
      await pending.keep(old);
      const sent = once.sent.length;
      assert.deepEqual(await resumeDelivery(once.platform, old, pending, ui()), { outcome: 'unknown' });
      assert.equal(once.sent.length, sent);
      const forgotten = { ...old, operation: 'op_77' };
      assert.deepEqual(await resumeDelivery(once.platform, forgotten, pending, ui()), { outcome: 'unknown' });
    }
  });

  it('never become two deployments, whatever becomes of the answers', async () => {
    const fate = fc.constantFrom<'answered' | 'lost' | 'never came' | PlatformErrorCode>(
      'answered',
      'lost',
      'never came',
      'timeout',
      'unavailable',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 8 }), async (fates) => {
        const pending = new MemoryPending();
        const once = new OncePlatform();
        once.fates = [...fates];
        for (let attempt = 0; attempt <= fates.length; attempt++) {
          const done = await deliver(once.platform, 'hello', 'dev', wanted, ui(), { pending }).then(
            () => true,
            () => false,
          );
          if (done) break;
        }
        assert.equal(once.made.size, 1);
        assert.equal(pending.writes.size, 0);
      }),
    );
  });

  it('of another version, or broken, are passed over', () => {
    const good = {
      key: 'k',
      url: 'u',
      service: 's',
      since: 1,
      request: { environment: 'dev', kind: 'Deploy' },
    };
    assert.equal(isPendingWrite(good), true);
    for (const field of Object.keys(good)) {
      assert.equal(isPendingWrite({ ...good, [field]: null }), false, field);
    }
    fc.assert(fc.property(fc.anything(), (value) => !isPendingWrite(value)));
  });
});
