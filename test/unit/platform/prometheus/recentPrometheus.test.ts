import assert from 'node:assert/strict';
import type { CatalogEntry } from '../../../../src/model/engine.js';
import {
  createPrometheus,
  type Prometheus,
  type PrometheusOptions,
} from '../../../../src/platform/prometheus/prometheus.js';
import { FakePrometheus, sloth, tagged, type Row } from './fakePrometheus.js';

const availability = [{ name: 'availability', targetPercent: 99, indicator: { availability: {} } }];
const shop: CatalogEntry = { service: 'default/shop' };

describe('objectives from what newer servers and generators have', () => {
  let server: FakePrometheus;
  const open = (options: Partial<PrometheusOptions> = {}): Prometheus =>
    createPrometheus({
      url: 'https://prometheus.example',
      token: () => Promise.resolve(undefined),
      transport: server.transport,
      ...options,
    });
  beforeEach(() => (server = new FakePrometheus()));

  it('measure native histograms by what they are: any threshold, and errors by their count', async () => {
    server.isNative = true;
    const labels = { job: 'shop', environment: 'production' };
    server.rows.push([
      'label_replace',
      tagged((expression) => {
        assert.doesNotMatch(expression, /seconds_(?:count|bucket)/);
        if (expression.startsWith('(histogram_fraction(0, 0.3, sum by (job,environment) (rate(')) {
          return [[labels, '9.5']];
        }
        assert.match(expression, /^\(?histogram_count\(sum by \(job,environment\) \(rate\(http_server/);
        return [[labels, expression.includes('5..') ? '0.05' : '10']];
      }),
    ]);
    const fast = { name: 'fast', targetPercent: 90, indicator: { latency: { thresholdMs: 300 } } };
    const slos = await open({ objectives: [...availability, fast] }).slos(shop);
    assert.deepEqual(
      slos.map(({ name, budgetRemainingPercent }) => [name, budgetRemainingPercent]),
      [
        ['availability', 50],
        ['fast', 50],
      ],
    );
  });

  it('have the alerts of the group that Sloth wrote them into', async () => {
    const rows = sloth('shop', 'requests', { 'objective:ratio': '0.999' });
    server.rows.push([
      'sloth_service',
      rows.map(([labels, value]): Row => [{ ...labels, sloth_id: 'shop-requests' }, value]),
    ]);
    server.group = 'sloth-slo-alerts-shop-requests';
    server.rules = [{ name: 'Burn', state: 'firing', query: 'burns > 1', alerts: [{ state: 'firing' }] }];
    const [slo] = await open().slos(shop);
    assert.deepEqual(slo?.alerts, [{ name: 'Burn', state: 'firing' }]);
    server.group = 'sloth-slo-alerts-cart-requests';
    const [other] = await open().slos(shop);
    assert.deepEqual(other?.alerts, []);
  });
});
