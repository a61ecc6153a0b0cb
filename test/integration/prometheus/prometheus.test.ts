import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { PlatformError } from '../../../src/model/errors.js';
import type { Slo } from '../../../src/model/slo.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import type { Transport, TransportRequest } from '../../../src/platform/http/transport.js';
import {
  createPrometheus,
  type Prometheus,
  type PrometheusOptions,
} from '../../../src/platform/prometheus/prometheus.js';
import {
  findPrometheus,
  startPrometheus,
  type PrometheusBinaries,
  type RunningPrometheus,
} from '../../support/prometheus.js';
import { historyOf, type Series } from './history.js';
import { startLiveService, type LiveService } from './liveService.js';
import { ownRules, pyrraRules, slothRules } from './rules.js';

const histogram = 'http_server_request_duration_seconds';
const strange = String.raw`we"ird\|.*`;

/** Requests of a service: good and bad ones per second, all as fast as half a second but for 5 %. */
function requests(job: string, environment: string, good: number, bad?: number): readonly Series[] {
  const codes = [['200', good], ...(bad === undefined ? [] : [['500', bad] as const])] as const;
  return codes.flatMap(([code, rate]) => {
    const labels = { job, environment, http_response_status_code: code, http_route: '/pay' };
    return [
      { name: `${histogram}_count`, labels, rate },
      { name: `${histogram}_bucket`, labels: { ...labels, le: '0.5' }, rate: rate * 0.95 },
      { name: `${histogram}_bucket`, labels: { ...labels, le: '+Inf' }, rate },
    ];
  });
}

const history: readonly Series[] = [
  ...requests('shop', 'production', 9.995, 0.005),
  ...requests('shop', 'staging', 7, 3),
  ...requests('cart', 'production', 10),
  ...requests('idle', 'production', 0, 0),
  ...requests(strange, 'production', 10, 0.09),
  { name: 'orders_total', labels: { code: '200' }, rate: 9.996 },
  { name: 'orders_total', labels: { code: '500' }, rate: 0.004 },
  { name: 'payments_total', labels: { code: '200' }, rate: 8 },
  { name: 'payments_total', labels: { code: '500' }, rate: 2 },
];

const objectives = [
  { name: 'availability', targetPercent: 99, indicator: { availability: {} } },
  { name: 'latency', targetPercent: 90, indicator: { latency: { thresholdMs: 500, route: '/pay' } } },
];

/** Counts what is sent. */
function counting(transport: Transport): Transport & { readonly seen: TransportRequest[] } {
  const seen: TransportRequest[] = [];
  return {
    seen,
    send: (request) => {
      seen.push(request);
      return transport.send(request);
    },
    dispose: () => transport.dispose(),
  };
}

describe('a real Prometheus', function () {
  this.timeout(120_000);
  let binaries: PrometheusBinaries;
  let server: RunningPrometheus;
  let live: LiveService;
  const ends: (() => Promise<void>)[] = [];
  const opened: Prometheus[] = [];
  const open = (options: Partial<PrometheusOptions> = {}): Prometheus => {
    const prometheus = createPrometheus({
      url: server.url,
      token: () => Promise.resolve(undefined),
      transport: undiciTransport(),
      objectives,
      ...options,
    });
    opened.push(prometheus);
    return prometheus;
  };
  /** Asks until it is so. */
  const until = async (
    isSo: (slos: readonly Slo[]) => boolean,
    ask: () => Promise<readonly Slo[]>,
  ): Promise<readonly Slo[]> => {
    const end = Date.now() + 60_000;
    for (;;) {
      const slos = await ask();
      if (isSo(slos)) return slos;
      assert.ok(Date.now() < end, JSON.stringify(slos));
      await wait(250);
    }
  };

  before(async function () {
    const found = await findPrometheus();
    if (!found) this.skip();
    binaries = found;
    live = await startLiveService();
    ends.push(() => live.stop());
    server = await startPrometheus(found, {
      history: historyOf(history, Math.floor(Date.now() / 1_000)),
      rules: { 'sloth.yml': slothRules, 'pyrra.yml': pyrraRules, 'own.yml': ownRules },
      targets: [{ address: live.address, labels: { job: 'live', environment: 'production' } }],
    });
    ends.push(() => server.stop());
  });
  after(async () => {
    for (const prometheus of opened) prometheus.dispose();
    await Promise.all(ends.map((end) => end()));
  });

  it('answers, and something else is told apart', async () => {
    await open().check();
    await assert.rejects(open({ url: `http://${live.address}` }).check(), (error) =>
      PlatformError.is(error, 'not-a-platform'),
    );
    await assert.rejects(open({ url: 'http://127.0.0.1:1' }).check(), (error) =>
      PlatformError.is(error, 'unreachable'),
    );
  });

  it('has objectives of Sloth, with their alerts', async () => {
    const slos = await until(
      (found) =>
        found.some(
          ({ name, budgetRemainingPercent }) =>
            name === 'requests-availability' && budgetRemainingPercent !== undefined,
        ),
      () => open().slos({ service: 'default/orders' }),
    );
    const slo = slos.find(({ name }) => name === 'requests-availability');
    assert.equal(slo?.status, 'Met');
    assert.equal(slo.targetPercent, 99.9);
    assert.equal(slo.timeWindow, '30d');
    assert.equal(slo.environment, 'production');
    assert.ok(Math.abs((slo.budgetRemainingPercent ?? 0) - 60) < 1, String(slo.budgetRemainingPercent));
    assert.deepEqual(
      slo.burnRates?.map(({ window }) => window),
      ['5m', '30m', '1h', '6h'],
    );
    assert.ok(slo.burnRates.every(({ rate }) => Math.abs(rate - 0.4) < 0.05));
    assert.deepEqual(
      slo.alerts?.map(({ name, state, severity }) => [name, state, severity]),
      [
        ['OrdersHighErrorRate', 'inactive', 'page'],
        ['OrdersHighErrorRate', 'inactive', 'ticket'],
      ],
    );
    const silent = slos.find(({ name }) => name === 'silent');
    assert.equal(silent?.status, 'NoData');
    assert.equal(silent.currentPercent, undefined);
  });

  it('has objectives of Pyrra, and what fires', async () => {
    const [slo] = await until(
      ([found]) => found?.burnRates?.length === 4 && found.alerts?.[0]?.state === 'firing',
      () => open().slos({ service: 'payments' }),
    );
    assert.equal(slo?.name, 'payments-errors');
    assert.equal(slo.status, 'Breached');
    assert.equal(slo.timeWindow, '28d');
    assert.ok(Math.abs((slo.currentPercent ?? 0) - 80) < 1);
    assert.ok(Math.abs((slo.budgetRemainingPercent ?? 0) + 1_900) < 100);
    assert.equal(slo.alerts?.[0]?.severity, 'critical');
    assert.match(slo.alerts[0].since ?? '', /^20\d\d-/);
  });

  it('measures what nobody recorded, for all services in a few queries', async () => {
    const transport = counting(undiciTransport());
    const services = ['shop', 'cart', 'idle', 'absent', strange].map((service) => ({ service }));
    const found = await open({ transport }).summaries(services);
    const standing = (service: string, environment: string): unknown => found.get(service)?.get(environment);
    assert.deepEqual(standing('cart', 'production'), { worstStatus: 'Met', minBudgetRemainingPercent: 50 });
    assert.deepEqual(standing('idle', 'production'), { worstStatus: 'NoData' });
    assert.deepEqual(standing('absent', ''), { worstStatus: 'NoData' });
    assert.equal(found.get('shop')?.get('staging')?.worstStatus, 'Breached');
    assert.equal(found.get('shop')?.get('production')?.worstStatus, 'Met');
    const least = found.get(strange)?.get('production')?.minBudgetRemainingPercent ?? 100;
    assert.ok(least > 5 && least < 15, String(least));
    assert.equal(transport.seen.filter(({ url }) => url.pathname === '/api/v1/query').length, 4);
    await open({ transport }).summaries(services);
  });

  it('tells burn rates and budget as they were made', async () => {
    const [slo] = (await open().slos({ service: 'shop' }, { environment: 'staging' })).filter(
      ({ name }) => name === 'availability',
    );
    assert.ok(
      slo?.burnRates?.every(({ rate }) => Math.abs(rate - 30) < 1),
      JSON.stringify(slo?.burnRates),
    );
    assert.ok(Math.abs((slo?.currentPercent ?? 0) - 70) < 1);
  });

  it('follows a service that is scraped: nothing, then well, then failing with an alert', async () => {
    const soon = [
      { name: 'availability', targetPercent: 99, timeWindow: '1m', indicator: { availability: {} } },
    ];
    const prometheus = open({ objectives: soon });
    const ask = (): Promise<readonly Slo[]> => prometheus.slos({ service: 'live' }, {}, { fresh: true });
    const [met] = await until(([slo]) => slo?.status === 'Met', ask);
    assert.equal(met?.currentPercent, 100);
    assert.deepEqual(
      met.alerts?.map(({ name, state }) => [name, state]),
      [['LiveFails', 'inactive']],
    );
    live.fail(0.5);
    const [breached] = await until(
      ([slo]) => slo?.status === 'Breached' && slo.alerts?.[0]?.state === 'firing',
      ask,
    );
    assert.ok((breached?.budgetRemainingPercent ?? 0) < 0);
  });

  it('spoils nothing for others by a query that it refuses', async () => {
    const broken = { prometheus: { errorQuery: 'sum(', totalQuery: 'sum(rate(orders_total[{{.window}}]))' } };
    const good = {
      prometheus: {
        errorQuery: 'sum(rate(orders_total{code="500"}[{{.window}}]))',
        totalQuery: 'sum(rate(orders_total[{{.window}}])) # all',
      },
    };
    const slos = [
      { name: 'broken', targetPercent: 99, indicator: broken },
      { name: 'good', targetPercent: 99.9, indicator: good },
    ];
    const found = await open({ objectives: slos }).slos({ service: 'custom' });
    assert.deepEqual(
      found.map(({ name, status }) => [name, status]),
      [
        ['broken', 'NoData'],
        ['good', 'Met'],
      ],
    );
    assert.match(found[0]?.description ?? '', /parse error/);
  });

  it('that is too weak for a month still tells burn rates, and why', async () => {
    const weak = await startPrometheus(binaries, {
      history: historyOf(requests('shop', 'production', 10, 5), Math.floor(Date.now() / 1_000)),
      arguments: ['--query.max-samples=230'],
    });
    try {
      const [slo] = await open({ url: weak.url, objectives: objectives.slice(0, 1) }).slos({
        service: 'shop',
      });
      assert.equal(slo?.budgetRemainingPercent, undefined);
      assert.match(slo?.description ?? '', /too many samples/);
    } finally {
      await weak.stop();
    }
  });

  it('that gives up on a query is told as such and left alone, and asks who is there', async () => {
    const endless = 'count_over_time(count_over_time(vector(1)[1d:1s])[1d:6s])';
    const slow = await startPrometheus(binaries, {
      arguments: ['--query.timeout=700ms'],
      user: { name: 'reader', passwordHash: '$2b$04$ei/VYflsA0p9hjJOn6QN1ezNESr4Sbm9bbNf0O80eP7462OkbKXIq' },
    });
    try {
      const transport = counting(undiciTransport());
      const indicator = { prometheus: { errorQuery: endless, totalQuery: endless } };
      const prometheus = open({
        ...{ url: slow.url, transport },
        token: () => Promise.resolve('reader:secret of mine'),
        objectives: [{ name: 'endless', targetPercent: 99, indicator }],
      });
      const queries = (): number =>
        transport.seen.filter(({ url }) => url.pathname === '/api/v1/query').length;
      const [slo] = await prometheus.slos({ service: 'shop' });
      assert.equal(slo?.status, 'NoData');
      assert.match(slo.description ?? '', /timed out/);
      const asked = queries();
      const [again] = await prometheus.slos({ service: 'shop' }, {}, { fresh: true });
      assert.match(again?.description ?? '', /timed out/);
      assert.equal(queries(), asked + 2, 'only what is recorded is asked for');
      const wrong = open({ url: slow.url, token: () => Promise.resolve('reader:wrong') });
      await assert.rejects(wrong.check(), (error) => PlatformError.is(error, 'unauthenticated'));
    } finally {
      await slow.stop();
    }
  });

  it('that ends is unreachable', async () => {
    const other = await startPrometheus(binaries);
    const prometheus = open({ url: other.url });
    await prometheus.check();
    await other.stop();
    await assert.rejects(prometheus.check(), (error) => PlatformError.is(error, 'unreachable'));
  });
});
