import assert from 'node:assert/strict';
import { allChecks, runConformance, type Report } from '../../../src/conformance/conformance.js';
import type { HttpRequest, HttpResponse } from '../../../src/conformance/http.js';
import { PlatformError } from '../../../src/model/errors.js';

const token = 'unit-token';

async function* text(body: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new TextEncoder().encode(body);
}

/** Judges answers that a function makes up. */
async function judge(
  only: readonly string[],
  answer: (path: string, request: HttpRequest) => { readonly status: number; readonly body: unknown },
): Promise<Report> {
  return runConformance({
    root: 'https://platform.test/v1',
    token,
    level: 'read',
    only,
    send: (request): Promise<HttpResponse> => {
      const { status, body } = answer(request.url.pathname.replace('/v1', ''), request);
      const headers = { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' };
      return Promise.resolve({ status, headers, body: text(JSON.stringify(body)) });
    },
    signal: new AbortController().signal,
    timeoutMs: 1_000,
    operationTimeoutMs: 1_000,
  });
}

const info = { name: 'p', contractVersion: '0.2.0', capabilities: {} };

describe('runConformance', () => {
  it('has an id and a sentence for every check, each id once', () => {
    const checks = allChecks();
    assert.equal(new Set(checks.map(({ id }) => id)).size, checks.length);
    for (const { id, proves } of checks) {
      assert.match(id, /^[a-z]+\/[a-zA-Z0-9-]+$/);
      assert.match(proves, /[.]$/, id);
    }
  });

  it('shows no token, wherever it stood', async () => {
    const { results } = await judge(['services/list', 'secrets/no-echo'], (path, request) => ({
      status: 200,
      body: path === '/' ? info : { items: 7, told: request.headers['authorization'] },
    }));
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['departs', 'departs'],
    );
    assert.ok(!JSON.stringify(results).includes(token));
  });

  it('shows no cookie', async () => {
    const { results } = await runConformance({
      root: 'https://platform.test/v1',
      token,
      level: 'read',
      only: ['services/list'],
      send: () =>
        Promise.resolve({ status: 500, headers: { 'set-cookie': 'session=canary' }, body: text('{}') }),
      signal: new AbortController().signal,
      timeoutMs: 1_000,
      operationTimeoutMs: 1_000,
    });
    assert.equal(results[0]?.outcome, 'departs');
    assert.ok(!JSON.stringify(results).includes('canary'));
  });

  it('goes on after an answer that never ends, and says so', async () => {
    const { results } = await runConformance({
      root: 'https://platform.test/v1',
      token,
      level: 'read',
      only: ['services/list', 'environments/list'],
      send: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
        }),
      signal: new AbortController().signal,
      timeoutMs: 20,
      operationTimeoutMs: 20,
    });
    for (const { outcome, message = '' } of results) {
      assert.equal(outcome, 'departs');
      assert.match(message, /No whole answer came/);
    }
  });

  it('tells a connection that breaks apart from a wrong answer', async () => {
    const { results } = await judge(['services/list'], (path) => {
      if (path === '/') return { status: 200, body: info };
      throw new PlatformError('unreachable', 'The connection broke.');
    });
    const [exchange] = results.flatMap(({ exchanges = [] }) => exchanges);
    assert.equal(exchange?.status, 0);
    assert.match(exchange.body, /The connection broke/);
  });

  it('ends when it is canceled', async () => {
    const end = new AbortController();
    const running = runConformance({
      root: 'https://platform.test/v1',
      level: 'read',
      send: ({ signal }) => {
        end.abort();
        return Promise.reject(signal.reason as Error);
      },
      signal: end.signal,
      timeoutMs: 10_000,
      operationTimeoutMs: 1_000,
    });
    await assert.rejects(running, { name: 'AbortError' });
  });
});
