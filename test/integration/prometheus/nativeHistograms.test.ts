import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { createPrometheus, type Prometheus } from '../../../src/platform/prometheus/prometheus.js';
import { findPrometheus, startPrometheus, type RunningPrometheus } from '../../support/prometheus.js';
import { startNativeService, type NativeService } from './nativeService.js';

const latency = (name: string, thresholdMs: number): object => ({
  name,
  targetPercent: 90,
  indicator: { latency: { thresholdMs, route: '/pay' } },
});
const objectives = [
  { name: 'availability', targetPercent: 99, indicator: { availability: {} } },
  latency('fast', 500),
  latency('instant', 100),
];

describe('native histograms of a real Prometheus', function () {
  this.timeout(120_000);
  let service: NativeService | undefined;
  let server: RunningPrometheus | undefined;
  let prometheus: Prometheus | undefined;

  before(async function () {
    const binaries = await findPrometheus();
    if (!binaries) return this.skip();
    service = await startNativeService();
    server = await startPrometheus(binaries, {
      arguments: ['--enable-feature=native-histograms'],
      targets: [{ address: service.address, labels: { job: 'shop', environment: 'production' } }],
    });
  });
  after(async () => {
    prometheus?.dispose();
    await server?.stop();
    await service?.stop();
  });

  it('are measured as classic ones are, at any threshold', async () => {
    prometheus = createPrometheus({
      url: server?.url ?? '',
      token: () => Promise.resolve(undefined),
      transport: undiciTransport(),
      objectives,
    });
    const left = async (): Promise<Readonly<Record<string, number | undefined>>> => {
      const slos = (await prometheus?.slos({ service: 'shop' }, {}, { fresh: true })) ?? [];
      return Object.fromEntries(
        slos
          .filter(({ environment }) => environment === 'production')
          .map(({ name, budgetRemainingPercent }) => [name, budgetRemainingPercent]),
      );
    };
    const end = Date.now() + 90_000;
    let found = await left();
    // What there is is looked for once in a minute where nothing was found before.
    while (found['availability'] === undefined) {
      assert.ok(Date.now() < end, JSON.stringify(found));
      await wait(1_000);
      prometheus.dispose();
      prometheus = createPrometheus({
        url: server?.url ?? '',
        token: () => Promise.resolve(undefined),
        transport: undiciTransport(),
        objectives,
      });
      found = await left();
    }
    assert.ok(Math.abs((found['availability'] ?? 0) - 50) < 1, JSON.stringify(found));
    assert.ok(Math.abs((found['fast'] ?? 0) - 50) < 1, JSON.stringify(found));
    assert.ok((found['instant'] ?? 0) < 0, 'a threshold within a bucket is estimated, not refused');
  });
});
