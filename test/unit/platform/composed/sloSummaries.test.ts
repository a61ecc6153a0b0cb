import assert from 'node:assert/strict';
import { delay } from '../../../../src/base/abort.js';
import type { SloSummary } from '../../../../src/model/catalog.js';
import type { Metrics } from '../../../../src/model/engine.js';
import { PlatformError } from '../../../../src/model/errors.js';
import { Part } from '../../../../src/platform/composed/part.js';
import { SloSummaries } from '../../../../src/platform/composed/sloSummaries.js';

class Bed {
  now = 1_000_000;
  asked: string[][] = [];
  fault: PlatformError | undefined;
  status: SloSummary['worstStatus'] = 'Met';
  changes = 0;
  changed: readonly string[] = [];
  /** Answers wait for it. */
  gate: Promise<void> = Promise.resolve();
  readonly summaries: SloSummaries;

  constructor(patienceMs = 50) {
    const clock = { now: () => this.now };
    const metrics: Metrics = {
      slos: () => Promise.resolve([]),
      summaries: async (entries) => {
        this.asked.push(entries.map(({ service }) => service));
        await this.gate;
        if (this.fault) throw this.fault;
        const summary = { worstStatus: this.status };
        return new Map(entries.map(({ service }) => [service, new Map([['', summary]])]));
      },
    };
    const told = {
      name: 'metrics',
      type: 'prometheus',
      title: 'Prometheus',
      url: 'https://p.example',
    } as const;
    const part = new Part(told, undefined, () => undefined, { clock, patienceMs, restMs: 0 });
    const changed = (services: readonly string[]): void => {
      this.changes++;
      this.changed = services;
    };
    this.summaries = new SloSummaries(part, metrics, changed, clock);
  }

  async statusOf(service: string): Promise<string | undefined> {
    return (await this.summaries.of([{ service }])).get(service)?.get('')?.worstStatus;
  }
}

describe('summaries of objectives', () => {
  it('asks once a minute, behind what is known, and tells of a change', async () => {
    const bed = new Bed();
    assert.equal(await bed.statusOf('cart'), 'Met');
    assert.equal(await bed.statusOf('cart'), 'Met');
    assert.deepEqual(bed.asked, [['cart']]);
    bed.now += 60_000;
    bed.status = 'Breached';
    assert.equal(await bed.statusOf('cart'), 'Met', 'nobody waits for what is known');
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(bed.changes, 1);
    assert.equal(await bed.statusOf('cart'), 'Breached');
    assert.equal(bed.asked.length, 2);
  });

  it('lets nobody wait for slow metrics, asks them once, and tells whose objectives came', async () => {
    const bed = new Bed(10_000);
    let open = (): void => undefined;
    bed.gate = new Promise((resolve) => (open = resolve));
    const started = performance.now();
    assert.equal(await bed.statusOf('cart'), undefined);
    assert.ok(performance.now() - started < 2_000);
    assert.equal(await bed.statusOf('cart'), undefined);
    assert.equal(bed.asked.length, 1, 'they are at it');
    assert.equal(bed.changes, 0);
    open();
    await delay(5);
    assert.deepEqual([bed.changes, bed.changed], [1, ['cart']]);
    assert.equal(await bed.statusOf('cart'), 'Met');
    assert.equal(bed.asked.length, 1);
  });

  it('takes in an answer for which it was too late', async () => {
    const bed = new Bed();
    let open = (): void => undefined;
    bed.gate = new Promise((resolve) => (open = resolve));
    assert.equal(await bed.statusOf('cart'), undefined);
    open();
    await delay(5);
    assert.equal(await bed.statusOf('cart'), 'Met');
    assert.equal(bed.asked.length, 1);
  });

  it('asks all that it knows in one request', async () => {
    const bed = new Bed();
    await bed.summaries.of([{ service: 'a' }, { service: 'b' }]);
    await bed.summaries.of([{ service: 'c' }]);
    bed.now += 61_000;
    await bed.summaries.of([{ service: 'a' }]);
    assert.deepEqual(bed.asked, [['a', 'b'], ['c'], ['a', 'b', 'c']]);
  });

  it('leaves metrics that are away alone, longer each time, and as long as they ask', async () => {
    const bed = new Bed();
    bed.fault = new PlatformError('unavailable', 'Not now.', { retryAfterMs: 90_000 });
    assert.equal(await bed.statusOf('cart'), undefined);
    bed.now += 60_000;
    await bed.statusOf('cart');
    assert.equal(bed.asked.length, 1, 'it asked for 90 s');
    bed.now += 31_000;
    await bed.statusOf('cart');
    assert.equal(bed.asked.length, 2);
    bed.fault = undefined;
    bed.now += 90_000;
    await bed.statusOf('cart');
    assert.equal(bed.asked.length, 2, 'two minutes after the second failure');
    bed.now += 31_000;
    assert.equal(await bed.statusOf('cart'), 'Met');
  });
});
