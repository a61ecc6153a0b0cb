import assert from 'node:assert/strict';
import type { CatalogEntry } from '../../../../src/model/engine.js';
import { PlatformError, UserError } from '../../../../src/model/errors.js';
import {
  createPrometheus,
  type Prometheus,
  type PrometheusOptions,
} from '../../../../src/platform/prometheus/prometheus.js';
import { answer, gated, refused } from '../http/scriptedTransport.js';
import { failure, FakePrometheus, sloth, vector } from './fakePrometheus.js';

const shop: CatalogEntry = { service: 'default/shop' };
const cart: CatalogEntry = { service: 'cart' };

describe('asking Prometheus', () => {
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
    server.rows.push([
      'sloth_service',
      sloth('shop', 's', { 'objective:ratio': '0.9', 'period_error_budget_remaining:ratio': '1' }),
    ]);
  });

  it('keeps what it knows for a minute', async () => {
    const prometheus = open();
    await prometheus.summaries([shop]);
    now += 59_000;
    await prometheus.summaries([shop]);
    assert.equal(server.queries.length, 1);
    await prometheus.summaries([shop], { fresh: true });
    now += 60_000;
    await prometheus.summaries([shop]);
    assert.equal(server.queries.length, 3);
  });

  it('looks again when the catalogue says something else', async () => {
    const prometheus = open();
    await prometheus.summaries([shop]);
    await prometheus.summaries([{ ...shop, annotations: { 'goldenpath.dev/metrics-name': 'shop-api' } }]);
    assert.match(server.queries.at(-2) ?? '', /sloth_service="shop-api"/);
  });

  it('takes a service that the catalogue has twice', async () => {
    const other = { ...shop, annotations: { 'goldenpath.dev/metrics-name': 'shop-api' } };
    const found = await open().summaries([shop, other]);
    assert.ok(found.size <= 1);
    assert.match(server.queries[0] ?? '', /sloth_service=~"shop\|shop-api"/);
  });

  it('has one look at a time, and asks then only for what is missing', async () => {
    const gate = gated(vector(sloth('shop', 's', { 'objective:ratio': '0.9' })));
    server.rows.unshift(['sloth_service="shop"', gate.script]);
    const prometheus = open();
    const first = prometheus.summaries([shop]);
    const second = prometheus.summaries([shop, cart]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(server.queries.length, 1);
    gate.go();
    await Promise.all([first, second]);
    assert.match(server.queries[1] ?? '', /sloth_service="cart"/);
  });

  it('lets those go who wait no more', async () => {
    server.rows.unshift(['sloth_service', () => new Promise(() => undefined)]);
    const prometheus = open();
    const leaving = new AbortController();
    const asked = prometheus.summaries([shop], { signal: leaving.signal });
    leaving.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    prometheus.dispose();
  });

  it('leaves a busy server alone', async () => {
    server.rows.unshift(['sloth_service', failure(503, 'timeout', 'busy')]);
    const prometheus = open();
    const isBusy = (error: unknown): boolean => PlatformError.is(error, 'unavailable');
    await assert.rejects(prometheus.summaries([shop]), isBusy);
    await assert.rejects(prometheus.summaries([shop]), isBusy);
    assert.equal(server.queries.length, 1);
    now += 30_000;
    await assert.rejects(prometheus.summaries([shop]), isBusy);
    assert.equal(server.queries.length, 2);
  });

  it('sends what is long as a form', async () => {
    const many = Array.from({ length: 400 }, (_, index) => ({ service: `service-${index}` }));
    await open().summaries(many);
    const [first] = server.asked;
    assert.equal(first?.method, 'POST');
    assert.match(first.search.get('query') ?? '', /service-399/);
  });

  it('asks again where the connection broke, with a form too', async () => {
    server.transport.will(refused, vector([]));
    const many = Array.from({ length: 400 }, (_, index) => ({ service: `service-${index}` }));
    await open().summaries(many);
    assert.deepEqual(
      server.asked.slice(0, 2).map(({ method }) => method),
      ['POST', 'POST'],
    );
  });

  it('tells warnings where a person looks', async () => {
    const rows = sloth('shop', 's', { 'objective:ratio': '0.9' });
    server.rows.unshift(['sloth_service', vector(rows, { warnings: ['store 2 is down'] })]);
    const [slo] = await open().slos(shop);
    assert.match(slo?.description ?? '', /store 2 is down/);
  });

  it('carries a user and password, and a token', async () => {
    const sent = (): string | undefined => server.transport.seen.at(-1)?.headers['authorization'];
    await open({ token: () => Promise.resolve('reader:pässword of mine') }).check();
    assert.equal(sent(), `Basic ${Buffer.from('reader:pässword of mine').toString('base64')}`);
    await open({ token: () => Promise.resolve('abc') }).check();
    assert.equal(sent(), 'Bearer abc');
    await open({ token: () => Promise.resolve('abc:def'), scheme: 'Bearer' }).check();
    assert.equal(sent(), 'Bearer abc:def');
    await open().check();
    assert.equal(sent(), undefined);
  });

  it('asks for another password when one is refused', async () => {
    server.transport.will(answer(401, {}), vector([]));
    const turnedDown: (string | undefined)[] = [];
    const token = (old?: string): Promise<string> => {
      turnedDown.push(old);
      return Promise.resolve(old === undefined ? 'a:old' : 'a:new');
    };
    await open({ token }).check();
    assert.deepEqual(turnedDown, [undefined, 'a:old']);
  });

  it('knows what is no Prometheus', async () => {
    for (const other of [answer(200, { hello: 1 }), answer(200, '<html>', { 'content-type': 'text/html' })]) {
      server.transport.will(other);
      await assert.rejects(open().check(), (error) => PlatformError.is(error, 'not-a-platform'));
    }
  });

  it('refuses labels that are none, and matchers that name no service', () => {
    assert.throws(() => open({ environmentLabel: 'a b' }), UserError);
    assert.throws(() => open({ matchers: { team: 'a' } }), UserError);
  });
});
