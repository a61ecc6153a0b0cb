import assert from 'node:assert/strict';
import type { Operation, OperationEvent } from '../../../src/model/delivery.js';
import type { LiveState } from '../../../src/model/live.js';
import type { Platform } from '../../../src/model/platform.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import { createLiveState, type LiveOptions } from '../../../src/platform/live/liveState.js';
import { FaultProxy, pass, wholeAnswer, type Fault, type ProxiedRequest } from '../../support/faultProxy.js';
import { transports } from '../client/transports.js';
import { Bed, manifest, serverJs, until } from '../local/bed.js';
import { leaksOf, loggingTo, type FaultReport } from './report.js';

const isWatch = ({ path }: ProxiedRequest): boolean => path.includes('/watch');
const isEvents = ({ path }: ProxiedRequest): boolean => path.includes('/events');
const quick = { reconnectMs: 5, reconnectCapMs: 10, gatherMs: 0, changeMs: 5, wakeRestMs: 20 };

/** Streams that are cut, doubled or thinned out, and pictures that have to be true all the same. */
export function defineStreamFaults(report: FaultReport): void {
  for (const [index, [name, makeTransport]] of transports.entries()) {
    describe(`of streams over ${name}`, function () {
      // A thousand cuts on a machine that does other things as well.
      this.timeout(240_000);
      const bed = new Bed();
      const proxy = new FaultProxy();
      const opened: { dispose(): void }[] = [];
      const logged: string[] = [];
      const log = loggingTo(logged);
      /** The faults that the pictures told of. */
      const told = new Set<string>();
      let operation: Operation;
      let events: readonly OperationEvent[];

      const connect = (): Platform => {
        const platform = createHttpPlatform({
          url: proxy.url,
          token: () => Promise.resolve(bed.platform.token),
          transport: makeTransport(),
          policy: { backoffBaseMs: 0, pollMs: 1 },
          log,
        });
        opened.push(platform);
        return platform;
      };
      const picture = (options: LiveOptions = {}): LiveState => {
        const live = createLiveState(connect(), { log, ...options, timing: { ...quick, ...options.timing } });
        opened.push(live);
        live.onDidChange(() => told.add(live.snapshot.error?.message ?? ''));
        return live;
      };
      const read = async (platform: Platform): Promise<readonly OperationEvent[]> => {
        const all: OperationEvent[] = [];
        for await (const event of platform.operationEvents(operation.id)) all.push(event);
        return all;
      };
      const tell = (fault: string, sees: string, shown: string, deployment: string): void => {
        const leaks = leaksOf(bed.platform.token, [logged, told, sees]);
        assert.equal(leaks, 0, 'the token leaks');
        if (index === 0) report.add({ fault, sees, picture: shown, deployment, leaks });
      };

      before(async () => {
        await bed.start();
        await proxy.start(bed.platform.url);
        const folder = bed.source('hello', { 'server.js': serverJs('one') });
        const { id } = await bed.release(manifest('hello'), folder);
        operation = await bed.deploy('hello', { environment: 'development', kind: 'Deploy', release: id });
        events = (await bed.get<{ items: OperationEvent[] }>(`/operations/${operation.id}/events`)).items;
      });
      after(async () => {
        await proxy.stop();
        await bed.dispose();
      });
      afterEach(() => {
        for (const each of opened.splice(0).reverse()) each.dispose();
        proxy.always(pass);
      });

      it('events of an operation cut at every byte', async () => {
        const platform = connect();
        const whole = await streamBytes(bed, `/operations/${operation.id}/events`);
        assert.ok(events.length > 3 && whole.length > 500);
        for (let at = 0; at < whole.length; at++) {
          let isCut = false;
          proxy.fault = (exchange) => {
            if (isCut || !isEvents(exchange.request)) return pass(exchange);
            isCut = true;
            return cut(at)(exchange);
          };
          assert.deepEqual(await read(platform), events, `cut at ${at}`);
        }
        tell(
          'the events of a deployment cut at every byte',
          'nothing of it',
          'live',
          'followed to its end, each event once',
        );
      });

      it('events of an operation that come twice, and from the beginning after a break', async () => {
        let breaks = 0;
        proxy.always(async (exchange) => {
          const headers = { ...exchange.request.headers };
          delete headers['last-event-id'];
          const { body } = await wholeAnswer({
            ...exchange,
            upstream: () =>
              exchange.upstreamWith({ headers, path: exchange.request.path.replace(/\?.*/, '') }),
          });
          const frames = body
            .toString()
            .split('\n\n')
            .filter(Boolean)
            .flatMap((frame) => [frame, frame]);
          const end = breaks++ < 2 ? Math.floor((frames.length * breaks) / 3) : frames.length;
          exchange.response.writeHead(200, { 'content-type': 'text/event-stream' });
          exchange.response.write(`${frames.slice(0, end).join('\n\n')}\n\n`, () => {
            if (end < frames.length) exchange.response.destroy();
            else exchange.response.end();
          });
        }, isEvents);
        assert.deepEqual(await read(connect()), events);
        assert.equal(breaks, 3);
        tell('events that come twice, or all over again', 'nothing of it', 'live', 'each event counts once');
      });

      it('the stream of changes cut at every byte', async () => {
        const live = picture();
        await until(() => live.snapshot.status === 'live', 'the live picture');
        const { length } = await firstChange(bed);
        assert.ok(length > 150, String(length));
        for (let at = 0; at < length; at++) {
          // The first stream after the break is cut in its first event; what it told of must show all the same.
          let isCut = false;
          proxy.fault = (exchange) => {
            if (isCut || !isWatch(exchange.request)) return pass(exchange);
            isCut = true;
            return cut(at)(exchange);
          };
          proxy.drop();
          await soon(() => isCut);
          const id = await declare(bed);
          await soon(() => live.snapshot.incidents?.has(id) === true);
          await bed.call('PATCH', `/incidents/${id}`, { status: 'Resolved' });
        }
        await until(() => live.snapshot.incidents?.size === 0, 'the end of every incident');
        assert.notEqual(live.snapshot.status, 'failed');
        tell(
          'the stream of changes cut at every byte',
          'nothing of it',
          'live: read anew after each cut',
          'not touched',
        );
      });

      it('changes that come twice, late and in the wrong order', async () => {
        const live = picture();
        await until(() => live.snapshot.status === 'live', 'the live picture');
        proxy.always(muddled(), isWatch);
        proxy.drop();
        await until(() => proxy.seen.some(isWatch), 'the stream to be taken up');
        const ids: string[] = [];
        for (let count = 0; count < 6; count++) ids.push(await declare(bed));
        for (const id of ids.slice(0, 3)) await bed.call('PATCH', `/incidents/${id}`, { status: 'Resolved' });
        const expected = ids.slice(3).join();
        const open = (): string => ids.filter((id) => live.snapshot.incidents?.has(id)).join();
        await until(() => open() === expected, 'the truth');
        assert.equal(live.snapshot.status, 'live');
        tell(
          'changes that come twice, late and in the wrong order',
          'nothing of it',
          'live: read again by name, never taken from the event',
          'not touched',
        );
      });

      it('changes of which every other one is lost', async () => {
        const live = picture();
        await until(() => live.snapshot.status === 'live', 'the live picture');
        proxy.always(thinned(), isWatch);
        proxy.drop();
        await until(() => proxy.seen.some(isWatch), 'the stream to be taken up');
        for (let count = 0; count < 7; count++) {
          await bed.release(manifest(`lost-${count}`), sourceOf(bed));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        await until(() => live.snapshot.services.has('lost-5'), 'what was not told');
        tell(
          'changes that are lost on the way',
          'nothing of it',
          'read anew when the numbers show a gap',
          'not touched',
        );
      });

      it('a sleep of eight hours', async () => {
        // Nothing moves this clock but the sleep: a machine that is only busy must not look asleep.
        const started = Date.now();
        let slept = 0;
        const clock = { now: () => started + slept };
        // What really changes meanwhile would be read as well.
        proxy.always(thinned(Infinity), isWatch);
        const live = picture({ clock, timing: { wakeTickMs: 20, openMs: 10_000 } });
        await until(() => live.snapshot.status === 'live', 'the live picture');
        // It rests between two reads when the machine falls asleep.
        await new Promise((resolve) => setTimeout(resolve, 1));
        const statuses = new Set<string>();
        live.onDidChange(() => statuses.add(live.snapshot.status));
        proxy.seen.length = 0;
        slept = 8 * 3_600_000;
        await until(() => proxy.seen.some(isWatch), 'the stream anew');
        await until(() => live.snapshot.asOf === started + slept, 'a read after the sleep');
        await new Promise((resolve) => setTimeout(resolve, 100));
        // What the platform is, the stream, and each list once.
        assert.deepEqual(proxy.seen.map(({ path }) => path.replace(/&?(pageSize|view)=\w+/g, '')).sort(), [
          '/v1/',
          '/v1/environments?',
          '/v1/incidents?',
          '/v1/operations?',
          '/v1/operations?createdBy=me',
          '/v1/services?',
          '/v1/watch',
        ]);
        assert.deepEqual(
          [...statuses].filter((status) => status !== 'live'),
          [],
        );
        tell(
          'the machine sleeps for eight hours',
          'nothing of it',
          'read anew once, within seconds',
          'followed on',
        );
      });

      it('a platform that is killed and comes back without its history', async () => {
        const live = picture();
        await until(() => live.snapshot.status === 'live', 'the live picture');
        const { url } = bed.platform;
        await bed.kill('SIGKILL');
        await until(() => live.snapshot.status === 'stale', 'the stale picture');
        const sentence = live.snapshot.error?.message ?? '';
        assert.match(sentence, /\.$/);
        assert.ok(live.snapshot.services.has('hello') && live.snapshot.asOf !== undefined);
        assert.equal((await bed.start()).url, url);
        await bed.release(manifest('after'), sourceOf(bed));
        await until(() => live.snapshot.services.has('after'), 'what changed meanwhile');
        tell(
          'the platform is killed and comes back without its history of changes',
          'the age of the picture above the tree',
          'stays, with its age; then live',
          'taken up with its key',
        );
      });
    });
  }
}

/** The stream of the real platform ends after so many bytes. */
function cut(at: number): Fault {
  return async ({ response, upstream }) => {
    const answer = await upstream();
    answer.on('error', () => undefined);
    response.writeHead(200, answer.headers);
    response.flushHeaders();
    let left = at;
    if (left === 0) response.destroy();
    answer.on('data', (chunk: Buffer) => {
      const part = chunk.subarray(0, left);
      left -= part.length;
      response.write(part, () => {
        if (left === 0) response.destroy();
      });
    });
    answer.on('end', () => response.end());
  };
}

/** Of so many events of the stream only the last arrives. */
function thinned(of = 2): Fault {
  return async ({ response, upstream }) => {
    const answer = await upstream();
    answer.on('error', () => undefined);
    response.writeHead(200, answer.headers);
    response.flushHeaders();
    let rest = '';
    let count = 0;
    answer.on('data', (chunk: Buffer) => {
      const frames = (rest + chunk.toString()).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        if (!frame.includes('data:') || ++count % of === 0) response.write(`${frame}\n\n`);
      }
    });
    answer.on('end', () => response.end());
  };
}

/** Every event comes twice, and each pair after the event that followed it. */
function muddled(): Fault {
  return async ({ response, upstream }) => {
    const answer = await upstream();
    answer.on('error', () => undefined);
    response.writeHead(200, answer.headers);
    response.flushHeaders();
    let rest = '';
    let late = '';
    answer.on('data', (chunk: Buffer) => {
      const frames = (rest + chunk.toString()).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        response.write(`${frame}\n\n${late}`);
        late = frame.includes('data:') ? `${frame}\n\n` : '';
      }
    });
    answer.on('end', () => response.end());
  };
}

/** What the stream of changes sends until its first event is whole. */
async function firstChange(bed: Bed): Promise<Buffer> {
  const leaving = new AbortController();
  const response = await fetch(`${bed.platform.url}/watch`, {
    headers: { authorization: `Bearer ${bed.platform.token}`, accept: 'text/event-stream' },
    signal: leaving.signal,
  });
  assert.ok(response.body);
  const id = await declare(bed);
  let bytes = Buffer.alloc(0);
  for await (const chunk of response.body) {
    bytes = Buffer.concat([bytes, chunk]);
    if (/data:.*\n\n/s.test(bytes.toString())) break;
  }
  leaving.abort();
  await bed.call('PATCH', `/incidents/${id}`, { status: 'Resolved' });
  return bytes;
}

async function declare(bed: Bed): Promise<string> {
  const { body } = await bed.call<{ id: string }>('POST', '/incidents', {
    service: 'hello',
    title: 'Something',
  });
  return body.id;
}

async function streamBytes(bed: Bed, route: string): Promise<Buffer> {
  const response = await fetch(`${bed.platform.url}${route}`, {
    headers: { authorization: `Bearer ${bed.platform.token}`, accept: 'text/event-stream' },
  });
  return Buffer.from(await response.arrayBuffer());
}

function sourceOf(bed: Bed): string {
  return bed.source('any', { 'server.js': serverJs('one') });
}

/** As `until`, for loops of hundreds. */
async function soon(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds();) {
    assert.ok(Date.now() < end, 'waited 10 s');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
