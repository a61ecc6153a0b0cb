import assert from 'node:assert/strict';
import { isAbort } from '../../../../src/base/abort.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { Platform } from '../../../../src/model/platform.js';
import { systemClock } from '../../../../src/model/clock.js';
import { silentLog } from '../../../../src/model/log.js';
import { Client } from '../../../../src/platform/http/client.js';
import { defaultPolicy } from '../../../../src/platform/http/policy.js';
import { get } from '../../../../src/platform/kubernetes/calls.js';
import { createHttpPlatform, type HttpPlatformOptions } from '../../../../src/platform/http/httpPlatform.js';
import { Origins } from '../../../../src/platform/http/origin.js';
import { pass, settle, startTime, stopTime } from './fakeTime.js';
import { answer, gated, hangs, refused, ScriptedTransport, type Script } from './scriptedTransport.js';

const info = { name: 'p', contractVersion: '0.1.0', capabilities: {} };
const problem = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Script =>
  answer(status, { type: `/problems/${code}`, title: code, status }, headers);

interface Outcome {
  value?: unknown;
  error?: unknown;
}

describe('the policy of the client', () => {
  const transport = new ScriptedTransport();
  const platformOf = (options: Partial<HttpPlatformOptions> = {}): Platform =>
    createHttpPlatform({
      url: 'https://platform.example',
      token: () => Promise.resolve('t'),
      transport,
      ...options,
    });
  /** How a call ended, once it has. */
  const outcome = (call: Promise<unknown>): Outcome => {
    const end: Outcome = {};
    call.then(
      (value) => (end.value = value),
      (error: unknown) => (end.error = error),
    );
    return end;
  };

  beforeEach(stopTime);
  afterEach(startTime);

  describe('deadlines', () => {
    it('try a read again that is not even begun to be answered, and end the call after 15 s', async () => {
      transport.will(hangs);
      const end = outcome(platformOf().getInfo());
      await pass(9_900);
      assert.equal(transport.seen.length, 1);
      await pass(1_000);
      assert.equal(transport.seen.length, 2);
      await pass(3_000);
      assert.equal(end.error, undefined);
      await pass(2_000);
      assert.match(String(end.error), /did not answer within 15 seconds/);
      assert.equal(transport.open, 0);
    });

    it('give a write 60 s, and never send it again after that', async () => {
      transport.will(hangs);
      const call = platformOf().createDeployment(
        'hello',
        { environment: 'dev', kind: 'Deploy' },
        { idempotencyKey: 'k' },
      );
      const end = outcome(call);
      await pass(59_000);
      assert.equal(end.error, undefined);
      await pass(2_000);
      assert.ok(PlatformError.is(end.error, 'timeout'));
      assert.equal(transport.seen.length, 1);
    });

    it('hold for a token that does not come', async () => {
      transport.will(answer(200, info));
      const end = outcome(platformOf({ token: () => new Promise(() => undefined) }).getInfo());
      await pass(16_000);
      assert.ok(PlatformError.is(end.error, 'timeout'));
      assert.equal(transport.seen.length, 0);
    });
  });

  describe('Retry-After', () => {
    it('is never shortened, on 503 and 429, in seconds and as a date', async () => {
      for (const [status, code, asks] of [
        [503, 'unavailable', () => '3'],
        [429, 'rate-limited', () => new Date(Date.now() + 3_000).toUTCString()],
      ] as const) {
        const date = new Date(Date.now()).toUTCString();
        transport.will(problem(status, code, { 'retry-after': asks(), date }), answer(200, info));
        const end = outcome(platformOf().getInfo());
        await pass(2_900);
        assert.equal(transport.seen.length, 1, code);
        await pass(1_500);
        assert.deepEqual(end.value, info);
      }
    });

    it('that does not fit the deadline ends the call at once and tells how long it is', async () => {
      transport.will(problem(503, 'unavailable', { 'retry-after': '120' }));
      const end = outcome(platformOf().getInfo());
      await settle();
      assert.ok(PlatformError.is(end.error, 'unavailable'));
      assert.equal(end.error.retryAfterMs, 120_000);
      assert.match(end.error.message, /in 2 min/);
    });
  });

  describe('the breaker', () => {
    it('leaves an origin alone after five failures, then asks once', async () => {
      transport.will(refused);
      const platform = platformOf();
      const first = outcome(platform.getInfo());
      await pass(2_000);
      assert.ok(PlatformError.is(first.error, 'unreachable'));
      const second = outcome(platform.getInfo());
      await pass(2_000);
      assert.ok(PlatformError.is(second.error, 'unreachable'), 'what opened it, not that it is open');
      assert.equal(transport.seen.length, 5);

      const third = outcome(platform.getInfo());
      await settle();
      assert.ok(PlatformError.is(third.error, 'unavailable'));
      assert.match(third.error.message, /platform\.example failed several times .* asked again in \d+ s\./);
      assert.equal(transport.seen.length, 5);

      await pass(12_000);
      const probe = gated(answer(200, info));
      transport.will(probe.script);
      const many = [1, 2, 3, 4].map((page) => outcome(platform.listServices({ pageSize: page })));
      const asked = outcome(platform.getInfo());
      await settle();
      assert.equal(transport.seen.length, 1, 'one probe while it is not known to be back');
      transport.will(answer(200, { items: [] }), answer(200, { items: [] }));
      probe.go();
      await pass(1_000);
      assert.ok(many.every(({ value, error }) => value !== undefined || error !== undefined));
      assert.equal(PlatformError.is(asked.error, 'unavailable'), false);
    });

    it('does not mind refusals, and doubles its patience up to two minutes', async () => {
      const platform = platformOf();
      transport.will(problem(403, 'forbidden'));
      for (let call = 0; call < 20; call++) {
        await assert.rejects(platform.getInfo(), { code: 'forbidden' });
      }
      assert.equal(transport.seen.length, 20);
      transport.will(refused);
      const waits: number[] = [];
      for (let round = 0; round < 8; round++) {
        const end = outcome(platform.getInfo());
        await pass(2_000);
        const again = outcome(platform.getInfo());
        await pass(2_000);
        const error = again.error ?? end.error;
        assert.ok(error instanceof PlatformError);
        const wait = error.retryAfterMs ?? 0;
        waits.push(wait);
        await pass(wait + 10);
      }
      assert.ok(Math.max(...waits) <= 144_000, String(waits));
      assert.ok(Math.max(...waits) > 90_000, String(waits));
    });

    it('does not mind that what was asked aside fails, and does not ask it again', async () => {
      const url = 'https://platform.example';
      const origin = new Origins().of(new URL(url), defaultPolicy);
      const ports = { transport, origin, log: silentLog, clock: systemClock, policy: defaultPolicy };
      const client = new Client({ url, token: () => Promise.resolve('t'), ...ports });
      const call = { ...get('/commits/1', String), isAside: true };
      transport.will(problem(500, 'internal'));
      for (let asked = 1; asked <= 12; asked++) {
        await assert.rejects(client.send(call), { code: 'internal' });
        assert.equal(transport.seen.length, asked);
      }
      transport.will(refused);
      const last = outcome(client.send(call));
      await pass(1_000);
      assert.ok(PlatformError.is(last.error, 'unreachable'));
    });

    it('is shared by clients of one origin, and by no other', async () => {
      const origins = new Origins();
      transport.will(refused);
      for (let call = 0; call < 2; call++) {
        const end = outcome(platformOf({ origins }).getInfo());
        await pass(2_000);
        assert.ok(end.error);
      }
      const { length } = transport.seen;
      const same = outcome(platformOf({ origins, url: 'https://platform.example/other/v1' }).getInfo());
      const other = outcome(platformOf({ origins, url: 'https://other.example' }).getInfo());
      await settle();
      assert.ok(PlatformError.is(same.error, 'unavailable'));
      assert.equal(transport.seen.length, length + 1);
      assert.equal(transport.seen.at(-1)?.url.host, 'other.example');
      await pass(2_000);
      assert.ok(PlatformError.is(other.error, 'unreachable'));
    });
  });

  it('costs hardly more than a good day while every answer is an error 500', async () => {
    transport.will(problem(500, 'internal'));
    const platform = platformOf();
    let calls = 0;
    for (; calls < 400; calls++) {
      const end = outcome(platform.listServices({ pageSize: calls + 1 }));
      await pass(1_000);
      assert.ok(end.error || calls > 0);
    }
    assert.ok(transport.seen.length <= calls * 1.1, `${transport.seen.length} requests for ${calls} calls`);
    transport.will(answer(200, { items: [] }));
    await pass(150_000);
    assert.deepEqual(await platform.listServices(), { items: [] });
    assert.equal(transport.seen.length, 1, 'recovers with one probe');
  });

  it('sends at most six requests at a time, and a call that leaves the line is never sent', async () => {
    const gate = gated(answer(200, { items: [] }));
    transport.will(gate.script);
    transport.mostOpen = 0;
    const platform = platformOf();
    const calls = Array.from({ length: 20 }, (_, index) => platform.listServices({ pageSize: index + 1 }));
    const leaver = new AbortController();
    const left = outcome(platform.listServices({ pageSize: 99 }, { signal: leaver.signal }));
    await settle();
    assert.equal(transport.seen.length, 6);
    leaver.abort();
    gate.go();
    await Promise.all(calls);
    await settle();
    assert.ok(isAbort(left.error));
    assert.equal(transport.mostOpen, 6);
    assert.equal(transport.seen.length, 20);
  });

  describe('reads on their way', () => {
    it('are joined by the same question, and end only when nobody waits any more', async () => {
      const gate = gated(answer(200, info));
      transport.will(gate.script);
      const platform = platformOf();
      const leaver = new AbortController();
      const left = outcome(platform.getInfo({ signal: leaver.signal }));
      const stays = platform.getInfo();
      await settle();
      leaver.abort();
      await settle();
      assert.ok(isAbort(left.error));
      assert.equal(transport.open, 1);
      gate.go();
      assert.deepEqual(await stays, info);
      assert.equal(transport.seen.length, 1);

      transport.will(hangs);
      const alone = new AbortController();
      const call = outcome(platform.getInfo({ signal: alone.signal }));
      await settle();
      alone.abort();
      await settle();
      assert.ok(isAbort(call.error));
      assert.equal(transport.open, 0);
    });

    it('are not joined by who needs what is true now, nor after a write', async () => {
      const gates = [1, 2, 3].map((n) => gated(answer(200, { items: [{ name: `s${n}` }] })));
      const operation = answer(202, {
        id: 'o',
        kind: 'Deployment',
        state: 'Running',
        done: false,
        createdAt: '2026-01-01T00:00:00Z',
      });
      transport.will(gates[0]!.script, gates[1]!.script, operation, gates[2]!.script);
      const platform = platformOf();
      const old = platform.listServices();
      await settle();
      const fresh = platform.listServices({}, { fresh: true });
      await settle();
      await platform.cancelOperation('o');
      const after = platform.listServices();
      await settle();
      for (const gate of gates.reverse()) gate.go();
      const names = (await Promise.all([old, fresh, after])).map(({ items }) => items[0]?.name);
      assert.deepEqual(names, ['s1', 's2', 's3']);
    });
  });

  describe('a token that the platform refuses', () => {
    const refusing: Script = (request) =>
      (request.headers['authorization'] === 'Bearer new'
        ? answer(200, info)
        : problem(401, 'unauthenticated'))(request);

    it('is renewed and the call made once more', async () => {
      transport.will(refusing);
      let current = 'old';
      const asked: (string | undefined)[] = [];
      const platform = platformOf({
        token: (refusedToken) => {
          asked.push(refusedToken);
          if (refusedToken === 'old') current = 'new';
          return Promise.resolve(current);
        },
      });
      assert.deepEqual(await platform.getInfo(), info);
      assert.deepEqual(asked, [undefined, 'old']);
      assert.equal(transport.seen.length, 2);
    });

    it('that has no successor fails without a second call', async () => {
      transport.will(refusing);
      await assert.rejects(platformOf().getInfo(), { code: 'unauthenticated' });
      assert.equal(transport.seen.length, 1);
    });

    it('twice is refused for good', async () => {
      transport.will(problem(401, 'unauthenticated'));
      const platform = platformOf({ token: (old) => Promise.resolve(old === undefined ? 'a' : 'b') });
      await assert.rejects(platform.getInfo(), { code: 'unauthenticated' });
      assert.equal(transport.seen.length, 2);
    });
  });

  it('spreads a thousand clients that fail together', async () => {
    const starts: number[] = [];
    const begin = Date.now();
    const counting: Script = (request) => {
      starts.push(Date.now() - begin);
      return problem(503, 'unavailable')(request);
    };
    transport.will(counting);
    for (let client = 0; client < 1000; client++) outcome(platformOf().getInfo());
    for (let step = 0; step < 20; step++) await pass(50);
    const again = starts.slice(1000);
    assert.ok(again.length > 900);
    const buckets = new Map<number, number>();
    for (const at of again) buckets.set(Math.floor(at / 100), (buckets.get(Math.floor(at / 100)) ?? 0) + 1);
    assert.ok(Math.max(...buckets.values()) < 350, JSON.stringify([...buckets]));
  }).timeout(20_000);
});
