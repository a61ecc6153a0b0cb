import assert from 'node:assert/strict';
import type { CatalogEntry } from '../../../../src/model/engine.js';
import {
  createPrometheus,
  type Prometheus,
  type PrometheusOptions,
} from '../../../../src/platform/prometheus/prometheus.js';
import { failure, FakePrometheus, sloth, tagged, type Row } from './fakePrometheus.js';

const availability = [{ name: 'availability', targetPercent: 99, indicator: { availability: {} } }];
const shop: CatalogEntry = { service: 'default/shop' };
const cart: CatalogEntry = { service: 'cart' };

const pyrra = (slo: string, values: Readonly<Record<string, string>>, labels: object = {}): readonly Row[] =>
  Object.entries(values).map(([metric, value]) => [{ __name__: metric, slo, ...labels }, value]);

describe('objectives from Prometheus', () => {
  let server: FakePrometheus;
  let now: number;
  const open = (options: Partial<PrometheusOptions> = {}): Prometheus =>
    createPrometheus({
      url: 'https://prometheus.example',
      token: () => Promise.resolve(undefined),
      transport: server.transport,
      clock: { now: () => now },
      ...options,
    });

  beforeEach(() => {
    server = new FakePrometheus();
    now = Date.parse('2026-03-01T12:00:00Z');
  });

  describe('of Sloth', () => {
    beforeEach(() => {
      server.rows.push([
        'sloth_service',
        [
          ...sloth('shop', 'requests', {
            'objective:ratio': '0.999',
            'time_period:days': '30',
            'period_error_budget_remaining:ratio': '0.4',
            'sli_error:ratio_rate5m': '0.002',
            'sli_error:ratio_rate1h': 'NaN',
          }),
          ...sloth('cart', 'requests', {
            'objective:ratio': '0.99',
            'period_error_budget_remaining:ratio': 'NaN',
          }),
        ],
      ]);
    });

    it('are read as the rules record them', async () => {
      const [slo] = await open().slos(shop);
      assert.deepEqual(slo, {
        name: 'requests',
        environment: 'production',
        targetPercent: 99.9,
        timeWindow: '30d',
        status: 'Met',
        currentPercent: 99.94,
        budgetRemainingPercent: 40,
        burnRates: [{ window: '5m', rate: 2 }],
        alerts: [],
        evaluatedAt: '2026-03-01T12:00:00.000Z',
      });
    });

    it('come for many services in one query, and are no data where they are not a number', async () => {
      const found = await open({ objectives: availability }).summaries([shop, cart]);
      assert.equal(server.queries.length, 1);
      assert.deepEqual(found.get('default/shop')?.get('production'), {
        worstStatus: 'Met',
        minBudgetRemainingPercent: 40,
      });
      assert.deepEqual(found.get('cart')?.get('production'), { worstStatus: 'NoData' });
    });

    it('have the alerts of their rules, with what fires in their environment', async () => {
      const query =
        'max(slo:sli_error:ratio_rate5m{sloth_service="shop", sloth_slo="requests"} > (14.4 * 0.001))';
      const alert = (environment: string, state: string): object => ({
        labels: { sloth_service: 'shop', sloth_slo: 'requests', environment },
        state,
        activeAt: '2026-03-01T11:59:00Z',
      });
      server.rules = [
        {
          name: 'ShopErrors',
          state: 'firing',
          query,
          labels: { severity: 'page' },
          alerts: [alert('staging', 'firing')],
        },
        { name: 'ShopErrors', state: 'firing', query, labels: {}, alerts: [alert('production', 'firing')] },
        {
          name: 'Other',
          state: 'firing',
          query: 'up == 0',
          labels: {},
          alerts: [{ labels: {}, state: 'firing' }],
        },
      ];
      const [slo] = await open().slos(shop);
      assert.deepEqual(slo?.alerts, [
        { name: 'ShopErrors', state: 'inactive', severity: 'page' },
        { name: 'ShopErrors', state: 'firing', since: '2026-03-01T11:59:00Z' },
      ]);
      assert.equal(slo.description, 'ShopErrors fires since 2026-03-01T11:59:00Z.');
    });

    it('come without alerts from a server that does not tell its rules', async () => {
      server.rules = failure(404, 'not_found', 'no ruler');
      const [slo] = await open().slos(shop);
      assert.equal(slo?.status, 'Met');
      assert.equal('alerts' in slo, false);
    });
  });

  describe('of Pyrra', () => {
    it('are found by label or by name, and burn by its own pairs', async () => {
      const values = { pyrra_objective: '0.99', pyrra_window: '2419200', pyrra_availability: '0.995' };
      server.rows.push(
        [
          'pyrra_',
          [
            ...pyrra('shop-errors', values, { service: 'shop' }),
            ...pyrra('cart-latency', { ...values, pyrra_availability: 'NaN' }),
            ...pyrra('cart-admin-errors', values),
          ],
        ],
        [
          'burnrate',
          pyrra('shop-errors', {
            'http_requests:burnrate5m': '0.142',
            'http_requests:burnrate1h': '0.142',
          }),
        ],
      );
      const prometheus = open();
      const [slo, ...others] = await prometheus.slos(shop);
      assert.deepEqual(others, []);
      assert.equal(slo?.status, 'AtRisk');
      assert.equal(slo.timeWindow, '28d');
      assert.equal(slo.budgetRemainingPercent, 50);
      assert.deepEqual(slo.burnRates, [
        { window: '5m', rate: 14.2 },
        { window: '1h', rate: 14.2 },
      ]);
      const found = await prometheus.slos(cart);
      assert.deepEqual(
        found.map(({ name, status }) => [name, status]),
        [['cart-latency', 'NoData']],
      );
    });
  });

  describe('of our own', () => {
    const rates =
      (job: string, total: string, errors?: string) =>
      (expression: string): readonly Row[] => {
        const labels = { job, environment: 'production' };
        const value = expression.includes('5..') ? errors : total;
        return value === undefined ? [] : [[labels, value]];
      };

    it('are computed for all services together: no errors are none, no requests are no data', async () => {
      const of = [rates('shop', '10', '0.05'), rates('cart', '10'), rates('idle', '0')];
      server.rows.push(['label_replace', tagged((expression) => of.flatMap((row) => row(expression)))]);
      const found = await open({ objectives: availability }).summaries([
        shop,
        cart,
        { service: 'idle' },
        { service: 'absent' },
      ]);
      assert.deepEqual(
        ['default/shop', 'cart', 'idle'].map((name) => found.get(name)?.get('production')),
        [
          { worstStatus: 'Met', minBudgetRemainingPercent: 50 },
          { worstStatus: 'Met', minBudgetRemainingPercent: 100 },
          { worstStatus: 'NoData' },
        ],
      );
      assert.deepEqual(found.get('absent')?.get(''), { worstStatus: 'NoData' });
      // Sloth, Pyrra, the windows of burn rates, the window of the objectives.
      assert.equal(server.queries.length, 4);
      for (const { search } of server.asked.filter(({ path }) => path.endsWith('/query'))) {
        assert.equal(search.get('timeout'), '10s');
      }
    });

    it('cost four queries for five hundred services', async () => {
      const names = Array.from({ length: 501 }, (_, index) => `service-${index}`);
      const rows = names.map((job): Row => [{ job, environment: 'production' }, '10']);
      const errors = rows.map(([labels]): Row => [labels, '0.05']);
      server.rows.push([
        'label_replace',
        tagged((expression) => (expression.includes('5..') ? errors : rows)),
      ]);
      const prometheus = open({ objectives: availability });
      const found = await prometheus.summaries(names.map((service) => ({ service })));
      assert.equal(server.queries.length, 8);
      assert.deepEqual(found.get('service-500')?.get('production'), {
        worstStatus: 'Met',
        minBudgetRemainingPercent: 50,
      });
    });

    it('say why there are no numbers', async () => {
      server.labels = [];
      const [slo] = await open({ objectives: availability }).slos(shop);
      assert.equal(slo?.status, 'NoData');
      assert.match(slo.description ?? '', /no histogram/);
      const elsewhere = [{ name: 'x', targetPercent: 99, indicator: { openslo: { file: 'slo.yaml' } } }];
      const [other] = await open({ objectives: elsewhere }).slos(shop);
      assert.match(other?.description ?? '', /OpenSLO/);
    });

    it('measure a threshold by its bucket, and say that it is none', async () => {
      const objective = (thresholdMs: number): object => ({
        name: 'fast',
        targetPercent: 90,
        indicator: { latency: { thresholdMs, route: '/pay' } },
      });
      server.rows.push([
        'label_replace',
        tagged((expression) => {
          assert.match(expression, /http_route="\/pay"/);
          const labels = { job: 'shop', environment: 'production' };
          if (!expression.includes('_bucket')) return [[labels, '10']];
          return expression.includes('le=~"1|1\\\\.0"') ? [[labels, '9.5']] : [];
        }),
      ]);
      const [good] = await open({ objectives: [objective(1000)] }).slos(shop);
      assert.equal(good?.budgetRemainingPercent, 50);
      const [none] = await open({ objectives: [objective(300)] }).slos(shop);
      assert.equal(none?.status, 'NoData');
      assert.match(none.description ?? '', /none of the boundaries/);
    });

    it('are those of the annotation where the catalogue has one, custom queries by their window', async () => {
      const indicator = {
        prometheus: {
          errorQuery: 'sum(rate(bad[{{.window}}]))',
          totalQuery: 'sum(rate(all[{{ .window }}]))',
        },
      };
      const slos = JSON.stringify([{ name: 'jobs', targetPercent: 90, timeWindow: '7d', indicator }]);
      server.rows.push([
        'label_replace',
        tagged((expression) => [[{}, expression.includes('bad') ? '1' : '20']]),
      ]);
      const entry = { ...shop, annotations: { 'goldenpath.dev/slos': slos } };
      const [slo] = await open({ objectives: availability, environment: 'production' }).slos(entry);
      assert.deepEqual(
        [slo?.name, slo?.environment, slo?.budgetRemainingPercent],
        ['jobs', 'production', 50],
      );
      assert.ok(server.queries.some((query) => query.includes('rate(bad[7d])')));
      assert.ok(server.queries.some((query) => query.includes('rate(all[5m])')));
    });

    it('do not suffer from one that the server refuses', async () => {
      const slos = [
        {
          name: 'broken',
          targetPercent: 90,
          indicator: { prometheus: { errorQuery: 'BROKEN', totalQuery: 'all' } },
        },
        ...availability,
      ];
      const rows = tagged(rates('shop', '10', '0.05'));
      server.rows.push(['BROKEN', failure(400, 'bad_data', 'parse error')], ['label_replace', rows]);
      const found = await open({ objectives: slos }).slos(shop);
      assert.deepEqual(
        found.map(({ name, status }) => [name, status]),
        [
          ['broken', 'NoData'],
          ['availability', 'Met'],
        ],
      );
      assert.match(found[0]?.description ?? '', /parse error/);
    });

    it('keep their burn rates when the server gives up on the long window, and leave it alone', async () => {
      let heavy = 0;
      server.rows.push(
        [
          '[28d]',
          (request) => {
            heavy++;
            return failure(503, 'timeout', 'query timed out')(request);
          },
        ],
        ['label_replace', tagged(rates('shop', '10', '2'))],
      );
      const prometheus = open({ objectives: availability });
      const [slo] = await prometheus.slos(shop);
      assert.equal(slo?.status, 'AtRisk');
      assert.equal(slo.budgetRemainingPercent, undefined);
      assert.match(slo.description ?? '', /query timed out\. .*Sloth or Pyrra/);
      const [again] = await prometheus.slos(shop, {}, { fresh: true });
      assert.equal(again?.burnRates?.length, 4);
      assert.equal(heavy, 1);
      now += 31_000;
      await prometheus.slos(shop, {}, { fresh: true });
      now += 31_000;
      await prometheus.slos(shop, {}, { fresh: true });
      assert.equal(heavy, 2, 'the second rest is twice as long');
    });
  });

  it('leads to Grafana by annotation', async () => {
    server.rows.push(['sloth_service', sloth('shop', 's', { 'objective:ratio': '0.9' })]);
    const entry = (annotations: Readonly<Record<string, string>>): CatalogEntry => ({ ...shop, annotations });
    const [slo] = await open({ grafana: 'https://grafana.example/' }).slos(
      entry({
        'grafana/dashboard-selector': "tags @> 'shop'",
        'grafana/alert-label-selector': 'service=shop, team=pay',
        'grafana/overview-dashboard': 'https://grafana.example/d/1',
      }),
    );
    assert.deepEqual(
      slo?.links?.map(({ url }) => url),
      [
        'https://grafana.example/d/1',
        'https://grafana.example/dashboards?tag=shop',
        'https://grafana.example/alerting/list?search=label%3Aservice%3Dshop+label%3Ateam%3Dpay',
      ],
    );
    const bad = {
      'grafana/overview-dashboard': 'javascript:alert(1)',
      'grafana/dashboard-selector': 'a && b',
    };
    const [none] = await open({ grafana: 'https://grafana.example' }).slos(entry(bad));
    assert.equal(none?.links, undefined);
  });

  it('belongs to an environment that its label or the settings name', async () => {
    server.rows.push([
      'sloth_service',
      [
        ...sloth('shop', 'a', { 'objective:ratio': '0.9' }),
        ...sloth('shop', 'b', { 'objective:ratio': '0.9' }).map(([labels, value]): Row => [
          { ...labels, environment: 'stg-eu' },
          value,
        ]),
      ],
    ]);
    const prometheus = open({ environments: { 'stg-eu': 'staging' } });
    assert.deepEqual(
      (await prometheus.slos(shop, { environment: 'staging' })).map(({ name }) => name),
      ['b'],
    );
    assert.deepEqual(
      [...((await prometheus.summaries([shop])).get('default/shop') ?? new Map()).keys()],
      ['production', 'staging'],
    );
    const fixed = await open({ environment: 'test' }).slos(shop);
    assert.deepEqual(
      fixed.map(({ environment }) => environment),
      ['test', 'test'],
    );
  });
});
