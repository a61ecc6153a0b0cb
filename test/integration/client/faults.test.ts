import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { isAbort } from '../../../src/base/abort.js';
import { PlatformError, type PlatformErrorCode } from '../../../src/model/errors.js';
import type { Platform } from '../../../src/model/platform.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import type { Policy } from '../../../src/platform/http/policy.js';
import { FaultServer, json, problem, type Behaviour } from './faultServer.js';
import { transports } from './transports.js';

const token = 'canary-token-1234';
const info = { name: 'p', contractVersion: '0.1.0', capabilities: {} };
const operation = {
  id: 'op_1',
  kind: 'Deployment',
  state: 'Running',
  done: false,
  createdAt: '2026-01-01T00:00:00Z',
};
const deployment = { environment: 'dev', kind: 'Deploy', release: 'rel_1' } as const;

/** Expects a `PlatformError` of `code` whose sentence ends with a next step and holds no secret. */
function failsWith(code: PlatformErrorCode, says?: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(PlatformError.is(error), String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, /\.$/);
    assert.doesNotMatch(`${error.message} ${JSON.stringify(error.problem)}`, new RegExp(token));
    if (says) assert.match(error.message, says);
    return true;
  };
}

for (const [name, makeTransport] of transports) {
  describe(`client over ${name}`, () => {
    const server = new FaultServer();
    const opened: Platform[] = [];

    const connect = (url: string, policy: Partial<Policy> = {}): Platform => {
      const platform = createHttpPlatform({
        url,
        token: () => Promise.resolve(token),
        transport: makeTransport(),
        policy: { throttleBaseMs: 20, ...policy },
      });
      opened.push(platform);
      return platform;
    };

    before(() => server.start());
    after(() => server.stop());
    afterEach(() => {
      for (const platform of opened.splice(0)) platform.dispose();
    });

    it('reads a good answer and sends the token as a bearer only', async () => {
      server.will(json(info));
      assert.deepEqual(await connect(server.url).getInfo(), info);
      const [request] = server.seen;
      assert.ok(request);
      assert.equal(request.url, '/v1/');
      assert.equal(request.headers.authorization, `Bearer ${token}`);
      assert.doesNotMatch(request.url, new RegExp(token));
    });

    it('tells a refused connection', async () => {
      const gone = createServer().listen(0, '127.0.0.1');
      await once(gone, 'listening');
      const { port } = gone.address() as AddressInfo;
      gone.close();
      await once(gone, 'close');
      await assert.rejects(
        connect(`http://127.0.0.1:${port}`).getInfo(),
        failsWith('unreachable', /Nothing answers/),
      );
    });

    it('tells an unknown host', async () => {
      await assert.rejects(connect('https://golden-path.invalid').getInfo(), failsWith('unreachable'));
    });

    it('tells a port that speaks no HTTP', async () => {
      const other = createServer((socket) => socket.end('220 mail.example ESMTP\r\n')).listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      try {
        await assert.rejects(connect(`http://127.0.0.1:${port}`).getInfo(), failsWith('not-a-platform'));
      } finally {
        other.close();
      }
    });

    it('gives up at the deadline when no headers come', async () => {
      server.will(() => undefined);
      await assert.rejects(connect(server.url, { readDeadlineMs: 120 }).getInfo(), failsWith('timeout'));
      assert.equal(server.seen.length, 1);
    });

    it('gives up at the deadline when the body hangs', async () => {
      server.will((response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"name":');
      });
      await assert.rejects(connect(server.url, { readDeadlineMs: 120 }).getInfo(), failsWith('timeout'));
    });

    it('tries a read again after a truncated answer', async () => {
      server.will((response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"name":', () => response.destroy());
      }, json(info));
      assert.deepEqual(await connect(server.url).getInfo(), info);
      assert.equal(server.seen.length, 2);
    });

    it('tells a web page, an empty answer, wrong JSON and the wrong type from a platform', async () => {
      const pages: readonly Behaviour[] = [
        (response) => {
          response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
        },
        (response) => {
          response.writeHead(204).end();
        },
        (response) => {
          response.writeHead(200, { 'content-type': 'application/json' }).end('<html>');
        },
        (response) => {
          response.writeHead(200, { 'content-type': 'application/json' }).end('');
        },
        json({ hello: 'world' }),
        json([1, 2]),
        (response) => {
          response.writeHead(404, { 'content-type': 'text/html' }).end('<html>');
        },
      ];
      for (const page of pages) {
        server.will(page);
        await assert.rejects(connect(server.url).listServices(), failsWith('not-a-platform'));
        assert.equal(server.seen.length, 1);
      }
    });

    it('stops reading an answer that is too large, also when it is small on the wire', async () => {
      const bomb = gzipSync(Buffer.alloc(3_000_000, ' '));
      assert.ok(bomb.length < 10_000);
      server.will((response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb);
      });
      await assert.rejects(
        connect(server.url, { maxAnswerBytes: 1_000_000 }).getInfo(),
        failsWith('too-large'),
      );
      server.will((response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.on('error', () => undefined);
        const more = (): void => {
          if (!response.destroyed) response.write('x'.repeat(100_000), () => setImmediate(more));
        };
        more();
      });
      await assert.rejects(
        connect(server.url, { maxAnswerBytes: 1_000_000 }).getInfo(),
        failsWith('too-large'),
      );
    });

    it('reads a compressed answer', async () => {
      server.will((response) => {
        const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
        response.writeHead(200, headers).end(gzipSync(JSON.stringify(info)));
      });
      assert.deepEqual(await connect(server.url).getInfo(), info);
    });

    it('tells broken compression', async () => {
      server.will((response) => {
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end('no gzip');
      });
      await assert.rejects(connect(server.url).getInfo(), failsWith('unreachable'));
    });

    describe('redirects', () => {
      const other = new FaultServer();
      before(() => other.start());
      after(() => other.stop());

      const to = (location: string, status = 302) => json({}, status, { location });

      it('are followed inside the origin', async () => {
        server.will(to('/v1/elsewhere'), to('further', 307), json(info));
        assert.deepEqual(await connect(server.url).getInfo(), info);
        assert.equal(server.seen[2]?.url, '/v1/further');
        assert.equal(server.seen[2].headers.authorization, `Bearer ${token}`);
      });

      it('never carry anything to another origin', async () => {
        const { port } = new URL(other.url);
        const targets = [
          other.url,
          `//127.0.0.1:${port}/v1/`,
          `http://localhost:${port}/v1/`,
          'ftp://x/',
          'data:,x',
        ];
        for (const target of targets) {
          other.will(json(info));
          server.will(to(target, 307));
          await assert.rejects(connect(server.url).getInfo(), failsWith('not-a-platform'));
          assert.equal(other.seen.length, 0, target);
        }
      });

      it('end after three, and nowhere', async () => {
        server.will(to('/v1/again'));
        await assert.rejects(connect(server.url).getInfo(), failsWith('not-a-platform', /again and again/));
        assert.equal(server.seen.length, 4);
        server.will((response) => {
          response.writeHead(302).end();
        });
        await assert.rejects(connect(server.url).getInfo(), failsWith('not-a-platform'));
      });

      it('never turn a write into a read', async () => {
        server.will(to('/v1/elsewhere', 303), json(operation));
        const sent = connect(server.url).createDeployment('hello', deployment, { idempotencyKey: 'k' });
        await assert.rejects(sent, failsWith('not-a-platform'));
        server.will(to('/v1/elsewhere', 307), json(operation, 202));
        await connect(server.url).createDeployment('hello', deployment, { idempotencyKey: 'k' });
        assert.equal(server.seen[1]?.method, 'POST');
        assert.deepEqual(JSON.parse(server.seen[1].body), deployment);
      });
    });

    describe('retries', () => {
      it('wait as long as the server asks', async () => {
        server.will(problem(429, 'rate-limited', { 'retry-after': '1' }), json(info));
        const started = performance.now();
        assert.deepEqual(await connect(server.url).getInfo(), info);
        assert.ok(performance.now() - started >= 990);
      });

      it('give up when the wait passes the deadline, and say how long it is', async () => {
        server.will(problem(429, 'rate-limited', { 'retry-after': '3600' }));
        await assert.rejects(connect(server.url).getInfo(), (error) => {
          failsWith('rate-limited')(error);
          return PlatformError.is(error) && error.retryAfterMs === 3_600_000;
        });
        assert.equal(server.seen.length, 1);
      });

      it('mend a passing failure, at most three attempts in all', async () => {
        server.will(problem(503, 'unavailable'), problem(500, 'internal'), json(info));
        assert.deepEqual(await connect(server.url).getInfo(), info);
        server.will(problem(503, 'unavailable'));
        await assert.rejects(connect(server.url).getInfo(), failsWith('unavailable'));
        assert.equal(server.seen.length, 3);
      });

      it('never repeat what the platform refuses', async () => {
        const refusals = [
          [400, 'invalid-request'],
          [401, 'unauthenticated'],
          [403, 'forbidden'],
          [404, 'not-found'],
          [409, 'blocked'],
          [415, 'unsupported-media-type'],
          [422, 'must-acknowledge'],
          [501, 'not-implemented'],
        ] as const;
        for (const [status, code] of refusals) {
          server.will(problem(status, code));
          await assert.rejects(connect(server.url).getService('x'), failsWith(code));
          assert.equal(server.seen.length, 1, code);
        }
      });

      it('never repeat a write that carries no key', async () => {
        server.will(problem(503, 'unavailable'));
        await assert.rejects(connect(server.url).cancelOperation('op_1'), failsWith('unavailable'));
        assert.equal(server.seen.length, 1);
      });

      it('do the work once when the server commits and then drops the answer', async () => {
        const made = new Map<string, typeof operation>();
        const commit = (key: string): typeof operation => {
          const found = made.get(key) ?? { ...operation, id: `op_${made.size + 1}` };
          made.set(key, found);
          return found;
        };
        server.will(
          (response, request) => {
            commit(String(request.headers['idempotency-key']));
            response.destroy();
          },
          (response, request) =>
            json(commit(String(request.headers['idempotency-key'])), 202)(response, request),
        );
        const key = crypto.randomUUID();
        const result = await connect(server.url).createDeployment('hello', deployment, {
          idempotencyKey: key,
        });
        assert.equal(result.id, 'op_1');
        assert.equal(made.size, 1);
        assert.deepEqual([...made.keys()], [key]);
        assert.equal(server.seen.length, 2);
      });
    });

    describe('cancelling', () => {
      it('ends a call that waits, hangs or rests between attempts', async () => {
        for (const behaviour of [
          () => undefined,
          json(info, 200, { 'content-length': '5000' }),
          problem(503, 'unavailable', { 'retry-after': '10' }),
        ]) {
          server.will(behaviour);
          const controller = new AbortController();
          const call = connect(server.url).getInfo({ signal: controller.signal });
          const seen = assert.rejects(call, isAbort);
          while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
          controller.abort();
          await seen;
        }
      });

      it('sends nothing when it comes first', async () => {
        server.will(json(info));
        await assert.rejects(connect(server.url).getInfo({ signal: AbortSignal.abort() }), isAbort);
        assert.equal(server.seen.length, 0);
      });
    });

    it('asks again with the ETag and keeps the answer that has not changed', async () => {
      const page = { items: [{ name: 'hello' }] };
      server.will(json(page, 200, { etag: '"1"' }), (response, request) => {
        assert.equal(request.headers['if-none-match'], '"1"');
        response.writeHead(304, { etag: '"1"' }).end();
      });
      const platform = connect(server.url);
      assert.deepEqual(await platform.listServices(), page);
      assert.deepEqual(await platform.listServices(), page);
      assert.equal(server.seen.length, 2);
      server.will(json(page));
      await platform.listServices({ q: 'other' });
      assert.equal(server.seen[0]?.headers['if-none-match'], undefined);
    });

    it('never repeats the token, whatever the server echoes', async () => {
      server.will((response, request) => {
        const detail = `Bad header ${request.headers.authorization ?? ''}`;
        json({ type: '/problems/forbidden', title: 'x', status: 403, detail }, 403)(
          response,
          request,
        ) as undefined;
      });
      await assert.rejects(connect(server.url).getInfo(), failsWith('forbidden', /\*\*\*/));
    });

    it('refuses a token that no header can carry', async () => {
      server.will(json(info));
      const platform = createHttpPlatform({
        url: server.url,
        token: () => Promise.resolve('a\r\nx-evil: 1'),
        transport: makeTransport(),
      });
      opened.push(platform);
      await assert.rejects(platform.getInfo(), failsWith('unauthenticated'));
      assert.equal(server.seen.length, 0);
    });
  });
}
