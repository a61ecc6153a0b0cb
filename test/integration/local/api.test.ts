import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import {
  isDeploymentList,
  isEnvironmentList,
  isLogLineList,
  isOperation,
  isOperationEventList,
  isPlan,
  isPlatformInfo,
  isRelease,
  isReleaseList,
  isServiceList,
} from '../../../src/contract/generated/checks.js';
import { Bed, buildCli, manifest, serverJs, until } from './bed.js';

interface SseEvent {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly type?: string; readonly subject?: string; readonly message?: string };
}

/** Reads events until `enough` says so or the server ends the stream. */
async function readEvents(
  bed: Bed,
  route: string,
  enough: (events: readonly SseEvent[]) => boolean,
  headers: Readonly<Record<string, string>> = {},
  opened: () => void = () => undefined,
): Promise<readonly SseEvent[]> {
  const abort = new AbortController();
  const response = await fetch(`${bed.platform.url}${route}`, {
    headers: { Authorization: `Bearer ${bed.platform.token}`, Accept: 'text/event-stream', ...headers },
    signal: AbortSignal.any([abort.signal, AbortSignal.timeout(10_000)]),
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  opened();
  const events: SseEvent[] = [];
  // Leaving in the middle is an error of the stream, and what we want.
  const body = Readable.fromWeb(response.body as never).on('error', () => undefined);
  const fields = new Map<string, string>();
  for await (const line of createInterface({ input: body })) {
    if (line !== '') {
      const [, name = '', value = ''] = /^(\w*): ?(.*)$/.exec(line) ?? [];
      fields.set(name, value);
      continue;
    }
    if (fields.has('data')) {
      events.push({
        id: fields.get('id') ?? '',
        event: fields.get('event') ?? '',
        data: JSON.parse(fields.get('data') ?? '') as SseEvent['data'],
      });
    }
    fields.clear();
    if (enough(events)) break;
  }
  body.destroy();
  abort.abort();
  return events;
}

/** A request with headers that fetch does not let through. */
function raw(
  bed: Bed,
  headers: Readonly<Record<string, string>>,
  options: http.RequestOptions = {},
  body?: string,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const url = new URL(`${bed.platform.url}/services`);
    const request = http.request(
      url,
      { headers: { Authorization: `Bearer ${bed.platform.token}`, ...headers }, ...options },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

describe('API of the local platform', function () {
  this.timeout(60_000);
  let bed: Bed;
  let release: string;
  before(async () => {
    await buildCli();
    bed = new Bed();
    await bed.start();
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    release = (await bed.release(manifest('hello'), folder)).id;
  });
  after(() => bed.dispose());

  it('answers 401, 403, 404, 415, 422 and 501 as problems', async () => {
    const { port } = new URL(bed.platform.url);
    const open = await fetch(bed.platform.url);
    assert.equal(open.status, 200);
    assert.ok(isPlatformInfo(await open.json()));
    const withoutToken = await fetch(`${bed.platform.url}/services`);
    assert.equal(withoutToken.status, 401);
    assert.match(withoutToken.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal((await raw(bed, { Authorization: 'Bearer wrong' })).status, 401);
    assert.equal((await raw(bed, { Host: 'evil.example' })).status, 403);
    assert.equal((await raw(bed, { Host: `evil.example:${port}` })).status, 403);
    assert.equal((await raw(bed, { Host: `localhost:${port}` })).status, 200);
    assert.equal((await raw(bed, { Origin: `http://127.0.0.1:${port}` })).status, 403);
    assert.equal((await raw(bed, { Origin: 'null' })).status, 403);
    const post = { method: 'POST', path: '/v1/services/hello/releases' };
    assert.equal((await raw(bed, { 'Content-Type': 'text/plain' }, post, '{}')).status, 415);
    assert.equal((await raw(bed, { 'Content-Type': 'application/json' }, post, '{')).status, 400);
    assert.equal(
      (
        await raw(
          bed,
          { 'Content-Type': 'application/json' },
          post,
          `"${'x'.repeat(11 * 1024 * 1024)}"`,
        ).catch(() => ({ status: 413 }))
      ).status,
      413,
    );
    const invalid = await bed.call<{ errors: { pointer: string }[] }>('POST', '/services/hello/releases', {
      manifest: {},
    });
    assert.equal(invalid.status, 422);
    assert.equal(invalid.body.errors[0]?.pointer, '/source');
    const manifestFault = await bed.call<{ errors: { pointer: string }[] }>(
      'POST',
      '/services/hello/releases',
      { manifest: { kind: 'Service' }, source: { folder: '/tmp' } },
    );
    assert.ok(manifestFault.body.errors.some(({ pointer }) => pointer === '/manifest/metadata/name'));
    assert.equal((await bed.call('GET', '/nothing')).status, 404);
    assert.equal((await bed.call('GET', '/services/nothing')).status, 404);
    assert.equal((await bed.call('GET', '/services/..%2f..%2fetc')).status, 404);
    assert.equal((await bed.call('DELETE', '/services')).status, 501);
  });

  it('listens on the loopback address only', async () => {
    const { port } = new URL(bed.platform.url);
    const others = Object.values(os.networkInterfaces())
      .flat()
      .filter((item) => item && !item.internal && item.family === 'IPv4');
    for (const other of others) {
      const reached = await new Promise((resolve) => {
        const socket = net.connect({ host: other!.address, port: Number(port) });
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
        socket.once('close', () => undefined);
      });
      assert.equal(reached, false, `reached at ${other!.address}`);
    }
  });

  it('keeps to the contract, answers 304 to a known ETag, and pages', async () => {
    const services = await bed.call('GET', '/services');
    assert.ok(isServiceList(services.body));
    const etag = services.headers.get('etag') ?? '';
    const again = await bed.call('GET', '/services', undefined, { 'If-None-Match': etag });
    assert.equal(again.status, 304);
    assert.ok(isEnvironmentList(await bed.get('/environments')));
    assert.ok(isReleaseList(await bed.get('/services/hello/releases')));
    const page = await bed.get<{ items: { name: string }[]; nextPageToken: string }>(
      '/environments?pageSize=2',
    );
    const rest = await bed.get<{ items: { name: string }[]; nextPageToken?: string }>(
      `/environments?pageSize=2&pageToken=${page.nextPageToken}`,
    );
    assert.deepEqual(
      [...page.items, ...rest.items].map(({ name }) => name),
      ['development', 'staging', 'production'],
    );
    assert.equal(rest.nextPageToken, undefined);
    assert.deepEqual((await bed.get<{ items: object[] }>('/owners')).items, [
      { ref: 'group:default/payments', displayName: 'payments', type: 'group', services: 1 },
    ]);
    for (const [query, count] of [
      ['names=hello', 1],
      ['names=other', 0],
      ['q=HELL', 1],
      ['owner=group:default/payments', 1],
      ['health=Healthy', 0],
    ] as const) {
      assert.equal((await bed.get<{ items: object[] }>(`/services?${query}`)).items.length, count, query);
    }
  });

  it('accepts a deployment once for a key, one at a time, and refuses a stale plan', async () => {
    const request = { environment: 'staging', kind: 'Deploy', release };
    assert.equal((await bed.call('POST', '/services/hello/deployments', request)).status, 400);
    const [one, two] = await Promise.all([
      bed.send('hello', request, 'key-1'),
      bed.send('hello', request, 'key-1'),
    ]);
    assert.equal(one.status, 202, JSON.stringify(one.body));
    assert.ok(isOperation(one.body));
    assert.equal(one.headers.get('location'), `/v1/operations/${one.body.id}`);
    assert.equal(two.body.id, one.body.id);
    assert.equal((await bed.send('hello', { ...request, reason: 'x' }, 'key-1')).status, 422);
    await bed.ended(one.body.id);
    assert.equal((await bed.send('hello', request, 'key-1')).body.id, one.body.id);
    const slow = bed.source('slow', { 'server.js': 'setTimeout(() => undefined, 60000)' });
    const slowRelease = await bed.release(manifest('slow'), slow);
    const slowRequest = { environment: 'staging', kind: 'Deploy', release: slowRelease.id };
    const running = await bed.send('slow', slowRequest);
    const second = await bed.call<{ operation: string; type: string }>(
      'POST',
      '/services/slow/deployments',
      slowRequest,
      { 'Idempotency-Key': 'key-2' },
    );
    assert.equal(second.status, 409);
    assert.equal(second.body.operation, running.body.id);
    assert.equal((await bed.call('POST', `/operations/${running.body.id}/cancel`, {})).status, 200);
    assert.equal((await bed.ended(running.body.id)).state, 'Canceled');
    assert.equal((await bed.leaf('slow', 'staging')).health, 'Missing');
    const stale = await bed.send('hello', { ...request, expectedCurrentDeployment: 'dep_other' });
    assert.match(JSON.stringify(stale.body), /stale-basis/);
    const plan = await bed.plan('hello', request);
    assert.ok(isPlan(plan));
    assert.equal((await bed.plan('hello', request)).fingerprint, plan.fingerprint);
    await bed.deploy('hello', { environment: 'staging', kind: 'Restart' });
    const stalePlan = await bed.send('hello', { ...request, planFingerprint: plan.fingerprint });
    assert.equal(stalePlan.status, 409);
    assert.match(JSON.stringify(stalePlan.body), /stale-plan/);
    assert.ok(isDeploymentList(await bed.get('/services/hello/deployments')));
  });

  it('streams an operation to its end, and resumes after an event', async () => {
    const { body } = await bed.send('hello', { environment: 'development', kind: 'Deploy', release });
    const route = `/operations/${body.id}/events`;
    const all = await readEvents(bed, route, () => false);
    assert.equal(all.at(-1)?.event, 'done');
    assert.deepEqual(
      all.map(({ id }) => Number(id)),
      all.map((_, index) => index + 1),
    );
    const rest = await readEvents(bed, route, () => false, { 'Last-Event-ID': all[2]?.id ?? '' });
    assert.deepEqual(rest, all.slice(3));
    const list = await bed.get(route);
    assert.ok(isOperationEventList(list));
  });

  it('tells changes on one stream, resumes it, and resets what is too old', async () => {
    let deployed: Promise<unknown> | undefined;
    const events = await readEvents(
      bed,
      '/watch',
      (seen) => seen.some(({ data }) => data.subject === 'hello') && seen.length >= 4,
      {},
      () => void (deployed = bed.deploy('hello', { environment: 'development', kind: 'Restart' })),
    );
    await deployed;
    assert.ok(events.some(({ data }) => data.type === 'platform.operation.changed'));
    const resumed = await readEvents(bed, '/watch', (seen) => seen.length >= 2, {
      'Last-Event-ID': events[0]?.id ?? '',
    });
    assert.equal(resumed[0]?.id, events[1]?.id);
    const [reset] = await readEvents(bed, '/watch', (seen) => seen.length >= 1, {
      'Last-Event-ID': 'before-1',
    });
    assert.equal(reset?.event, 'reset');
    assert.equal(reset.data.type, 'platform.catalog.reset');
  });

  it('follows logs, and resumes after a line', async () => {
    await bed.deploy('hello', {
      environment: 'production',
      kind: 'Deploy',
      release,
      planFingerprint: (await bed.plan('hello', { environment: 'production', kind: 'Deploy', release }))
        .fingerprint,
      reason: 'test',
    });
    const route = '/services/hello/environments/production/logs';
    const seen = await readEvents(
      bed,
      `${route}?follow=true`,
      (events) => events.some(({ data }) => data.message === 'request /'),
      {},
      () => void bed.ask('hello', 'production'),
    );
    assert.equal(seen[0]?.data.message, 'listening');
    const rest = await readEvents(bed, `${route}?follow=true`, (events) => events.length > 0, {
      'Last-Event-ID': seen[0].id,
    });
    assert.equal(rest[0]?.data.message, 'request /');
    assert.ok(isLogLineList(await bed.get(`${route}?q=listen&tail=1`)));
    await until(async () => (await bed.logs('hello', 'production', '?q=LISTEN')).length === 1, 'one line');
    const release2 = await bed.get(`/services/hello/releases/${release}`);
    assert.ok(isRelease(release2));
  });
});
