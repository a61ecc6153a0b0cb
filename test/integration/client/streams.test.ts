import assert from 'node:assert/strict';
import { isAbort } from '../../../src/base/abort.js';
import type { OperationEvent } from '../../../src/model/delivery.js';
import { PlatformError } from '../../../src/model/errors.js';
import type { Platform } from '../../../src/model/platform.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import type { Policy } from '../../../src/platform/http/policy.js';
import { FaultServer, json, problem, stream } from './faultServer.js';
import { transports } from './transports.js';

const time = '2026-01-01T00:00:00Z';
const event = (id: number, type: OperationEvent['type'] = 'log'): OperationEvent => ({
  id: String(id),
  type,
  time,
  message: `line ${id}`,
});
const sse = (...items: readonly { readonly id: string; readonly type?: string }[]): string =>
  items
    .map((item) => `id: ${item.id}\nevent: ${item.type ?? 'log'}\ndata: ${JSON.stringify(item)}\n\n`)
    .join('');
const operation = { id: 'op_1', kind: 'Deployment', state: 'Running', done: false, createdAt: time };
const line = (id: number) => ({ id: String(id), time, message: `line ${id}` });

async function idsOf(items: AsyncIterable<{ readonly id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of items) ids.push(id);
  return ids;
}

for (const [name, makeTransport] of transports) {
  describe(`streams over ${name}`, () => {
    const server = new FaultServer();
    const opened: Platform[] = [];
    const connect = (policy: Partial<Policy> = {}): Platform => {
      const platform = createHttpPlatform({
        url: server.url,
        token: () => Promise.resolve('token'),
        transport: makeTransport(),
        policy: { backoffBaseMs: 5, pollMs: 5, ...policy },
      });
      opened.push(platform);
      return platform;
    };
    before(() => server.start());
    after(() => server.stop());
    afterEach(() => {
      for (const platform of opened.splice(0)) platform.dispose();
    });

    it('end with the last event, though the server stays', async () => {
      server.will(stream(`: hello\n\n${sse(event(1), event(2, 'done'))}`));
      assert.deepEqual(await idsOf(connect().operationEvents('op_1')), ['1', '2']);
      assert.match(server.seen[0]?.headers.accept ?? '', /^text\/event-stream/);
    });

    it('resume after the last id when the connection breaks', async () => {
      server.will(
        stream(sse(event(1), event(2)), 'break'),
        problem(503, 'unavailable'),
        stream(sse(event(2), event(3)) + 'id: 4\nda', 'break'),
        stream(sse(event(4), event(5, 'done'))),
      );
      const platform = connect();
      assert.deepEqual(await idsOf(platform.operationEvents('op_1', { after: '0' })), [
        '1',
        '2',
        '3',
        '4',
        '5',
      ]);
      assert.deepEqual(
        server.seen.map(({ headers }) => headers['last-event-id']),
        ['0', '2', '2', '3'],
      );
    });

    it('end when the server closes and the operation is done', async () => {
      server.will(
        stream(sse(event(1)), 'close'),
        json({ ...operation, done: true, state: 'Succeeded' }),
        stream(sse(event(2)), 'close'),
      );
      assert.deepEqual(await idsOf(connect().operationEvents('op_1')), ['1', '2']);
    });

    it('poll where the server has no stream', async () => {
      server.will(
        json({ items: [event(1), event(2)] }),
        json(operation),
        json({ items: [] }),
        json(operation),
        json({ items: [event(3, 'done')] }),
      );
      assert.deepEqual(await idsOf(connect().operationEvents('op_1')), ['1', '2', '3']);
      assert.equal(server.seen[4]?.url, '/v1/operations/op_1/events?after=2');
    });

    it('give up on a server that breaks again and again, and at once on a refusal', async () => {
      server.will(stream('', 'break'));
      const call = idsOf(connect({ streamResumes: 2 }).operationEvents('op_1'));
      await assert.rejects(call, (error) => PlatformError.is(error, 'unreachable'));
      assert.equal(server.seen.length, 3);
      server.will(problem(401, 'unauthenticated'));
      await assert.rejects(idsOf(connect().operationEvents('op_1')), (error) =>
        PlatformError.is(error, 'unauthenticated'),
      );
      assert.equal(server.seen.length, 1);
    });

    it('take a silent connection for a broken one, but not one that pings', async () => {
      server.will(
        (response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          let pings = 0;
          const timer = setInterval(() => {
            if (++pings < 6) response.write(': ping\n\n');
            else if (pings === 6) response.write(sse(event(1)));
            else clearInterval(timer);
          }, 40);
        },
        stream(sse(event(2, 'done'))),
      );
      assert.deepEqual(await idsOf(connect({ heartbeatMs: 150 }).operationEvents('op_1')), ['1', '2']);
    });

    it('end with an AbortError when cancelled', async () => {
      server.will(stream(sse(event(1))));
      const controller = new AbortController();
      const read = (async () => {
        for await (const { id } of connect().operationEvents('op_1', { signal: controller.signal })) {
          assert.equal(id, '1');
          controller.abort();
        }
      })();
      await assert.rejects(read, isAbort);
    });

    it('let go of the connection when the reader leaves', async () => {
      let closed: Promise<unknown> | undefined;
      server.will((response, request) => {
        closed = new Promise((resolve) => response.on('close', resolve));
        return stream(sse(event(1)))(response, request);
      });
      for await (const { id } of connect().operationEvents('op_1')) {
        assert.equal(id, '1');
        break;
      }
      await closed;
    });

    it('refuse data that does not fit', async () => {
      for (const data of ['data: nonsense\n\n', 'data: {"id":1}\n\n']) {
        server.will(stream(data));
        await assert.rejects(idsOf(connect().operationEvents('op_1')), (error) =>
          PlatformError.is(error, 'not-a-platform'),
        );
      }
    });

    describe('logs', () => {
      it('come as one answer, or follow and resume', async () => {
        server.will(json({ items: [line(1), line(2)] }));
        assert.deepEqual(await idsOf(connect().logs('hello', 'dev', { tail: 2 })), ['1', '2']);
        assert.equal(server.seen[0]?.url, '/v1/services/hello/environments/dev/logs?tail=2');

        server.will(stream(sse(line(1)), 'break'), stream(sse(line(2))));
        const controller = new AbortController();
        const ids: string[] = [];
        const call = { signal: controller.signal, opened: () => ids.push('opened') };
        const read = (async () => {
          for await (const { id } of connect().logs('hello', 'dev', { follow: true, tail: 1 }, call)) {
            ids.push(id);
            if (id === '2') controller.abort();
          }
        })();
        await assert.rejects(read, isAbort);
        assert.deepEqual(ids, ['opened', '1', 'opened', '2']);
        assert.equal(server.seen[1]?.headers['last-event-id'], '1');
      });
    });

    describe('watch', () => {
      const change = {
        specversion: '1.0',
        id: '9',
        source: '/v1',
        type: 'platform.service.changed',
        subject: 'a',
      };

      it('says when it is open, gives events and rejects when the server closes', async () => {
        server.will(
          stream(`: hello\n\nid: 9\ndata: ${JSON.stringify(change)}\n\nevent: reset\ndata: {}\n\n`, 'close'),
        );
        const seen: string[] = [];
        const read = (async () => {
          for await (const { type } of connect().watch({ after: '8', opened: () => seen.push('opened') })) {
            seen.push(type);
          }
        })();
        await assert.rejects(read, (error) => PlatformError.is(error, 'unreachable'));
        assert.deepEqual(seen, ['opened', 'platform.service.changed', 'platform.catalog.reset']);
        assert.equal(server.seen[0]?.headers['last-event-id'], '8');
      });
    });
  });
}
