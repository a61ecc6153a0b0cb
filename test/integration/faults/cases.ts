import { gzipSync } from 'node:zlib';
import { pass, wholeAnswer, type Fault, type ProxiedExchange } from '../../support/faultProxy.js';

export interface FaultCase {
  /** What happens, in words of a network engineer. */
  readonly name: string;
  readonly fault: Fault | 'refused';
  /** Only so many requests meet it; all of them where absent. */
  readonly times?: number;
}

/** The platform does its work first, so that a fault in the answer to a write is the worst it can be. */
const afterwards =
  (spoil: (exchange: ProxiedExchange, body: Buffer, status: number) => Promise<void> | void): Fault =>
  async (exchange) => {
    const { answer, body } = await wholeAnswer(exchange);
    await spoil(exchange, body, answer.statusCode ?? 502);
  };

const json = { 'content-type': 'application/json' };

/** An answer in which the platform behind has no part. */
const instead =
  (status: number, headers: Readonly<Record<string, string>> = {}, body: Buffer | string = ''): Fault =>
  ({ response }) => {
    response.writeHead(status, headers);
    response.end(body);
  };

const problem = (status: number, code: string, retryAfter?: () => string): Fault => {
  const body = JSON.stringify({ type: `/problems/${code}`, title: code, status });
  return (exchange) =>
    instead(
      status,
      { 'content-type': 'application/problem+json', ...(retryAfter && { 'retry-after': retryAfter() }) },
      body,
    )(exchange);
};

/** So many bytes come one by one without a pause, and then the rest: how long a whole answer takes so is a matter of the machine. */
const mostAlone = 300;

const inPieces =
  (pauseMs: number): Fault =>
  async (exchange) => {
    const { answer, body } = await wholeAnswer(exchange);
    const { response } = exchange;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    const alone = pauseMs > 0 ? body.length : mostAlone;
    for (const byte of body.subarray(0, alone)) {
      if (response.destroyed) return;
      await new Promise<void>((resolve) => response.write(Buffer.from([byte]), () => resolve()));
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    response.end(body.subarray(alone));
  };

/** A date that many seconds ahead in each form of RFC 9110, section 5.6.7. */
const dates = {
  'a date': (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString(),
  'a date in the form of RFC 850': (seconds: number) => {
    const [, day = '', date = '', month = '', year = '', time = ''] = parts(seconds);
    return `${longDays[day] ?? ''}, ${date}-${month}-${year.slice(2)} ${time} GMT`;
  },
  'a date in the form of asctime': (seconds: number) => {
    const [, day = '', date = '', month = '', year = '', time = ''] = parts(seconds);
    return `${day} ${month} ${date.replace(/^0/, ' ')} ${time} ${year}`;
  },
};

const longDays: Readonly<Record<string, string>> = {
  Mon: 'Monday',
  Tue: 'Tuesday',
  Wed: 'Wednesday',
  Thu: 'Thursday',
  Fri: 'Friday',
  Sat: 'Saturday',
  Sun: 'Sunday',
};

function parts(seconds: number): readonly string[] {
  return /^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(dates['a date'](seconds)) ?? [];
}

/** A refusal that passes, with each form of the header. */
function retryAfterCases(status: 429 | 503): readonly FaultCase[] {
  const refusal = (retryAfter: () => string): Fault =>
    problem(status, status === 429 ? 'rate-limited' : 'unavailable', retryAfter);
  return [
    { name: `${status} with Retry-After: 120`, fault: refusal(() => '120') },
    // The half second is that of a date, which knows none.
    ...Object.entries(dates).map(([form, at]) => ({
      name: `${status} with ${form} 120 s ahead`,
      fault: refusal(() => at(119.5)),
    })),
    { name: `${status} with a date in the past`, fault: refusal(() => dates['a date'](-60)) },
    { name: `${status} with an absurd Retry-After`, fault: refusal(() => '9'.repeat(30)) },
    { name: `${status} with Retry-After: soon`, fault: refusal(() => 'soon') },
    { name: `one ${status} with Retry-After: 0, then well`, times: 1, fault: refusal(() => '0') },
  ];
}

/** `other` is an origin that must never hear from us. */
export function faultCases(other: string): readonly FaultCase[] {
  return [
    { name: 'connection refused', fault: 'refused' },
    {
      name: 'connection reset',
      fault: afterwards(({ response }) => {
        response.socket?.resetAndDestroy();
      }),
    },
    {
      name: 'one connection reset, then well',
      times: 1,
      fault: afterwards(({ response }) => {
        response.socket?.resetAndDestroy();
      }),
    },
    { name: 'black hole: the request never arrives', fault: () => undefined },
    { name: 'the head of the answer hangs', fault: afterwards(() => undefined) },
    {
      name: 'the body hangs',
      fault: afterwards(({ response }, body, status) => {
        response.writeHead(status, json);
        response.write(body.subarray(0, 5));
      }),
    },
    { name: 'one byte now and then', fault: inPieces(40) },
    { name: 'an answer in pieces of one byte', fault: inPieces(0) },
    {
      name: 'a truncated answer',
      fault: afterwards(({ response }, body, status) => {
        response.writeHead(status, { ...json, 'content-length': body.length });
        response.write(body.subarray(0, body.length - 3), () => response.destroy());
      }),
    },
    {
      name: 'a content-length that is too short',
      fault: afterwards(({ response }, body, status) => {
        const text = `HTTP/1.1 ${status} OK\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n`;
        response.socket?.end(Buffer.concat([Buffer.from(text), body]));
      }),
    },
    {
      name: 'a content-length that is too long',
      fault: afterwards(({ response }, body, status) => {
        const text = `HTTP/1.1 ${status} OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length + 7}\r\n\r\n`;
        response.socket?.end(Buffer.concat([Buffer.from(text), body]));
      }),
    },
    {
      name: 'the page of a captive portal',
      fault: instead(200, { 'content-type': 'text/html' }, '<html>Accept our terms</html>'),
    },
    { name: 'invalid gzip', fault: instead(200, { ...json, 'content-encoding': 'gzip' }, 'no gzip') },
    {
      name: 'a gzip bomb',
      fault: instead(200, { ...json, 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(30_000_000, ' '))),
    },
    { name: '204 where JSON belongs', fault: instead(204) },
    { name: 'JSON of something else', fault: instead(200, json, '{"hello":"world"}') },
    ...([429, 503] as const).flatMap(retryAfterCases),
    { name: '503 without a word', fault: instead(503) },
    { name: 'a storm of errors 500', fault: problem(500, 'internal') },
    {
      name: 'a gateway that times out (504)',
      fault: instead(504, { 'content-type': 'text/html' }, '<html>'),
    },
    { name: 'a redirect to another origin', fault: instead(307, { location: other }) },
    {
      name: 'a redirect that goes round',
      fault: (exchange) => instead(307, { location: exchange.request.path })(exchange),
    },
    { name: 'a request of the proxy itself: 407', fault: instead(407, { 'proxy-authenticate': 'Basic' }) },
    {
      name: 'a network that wants a sign-in: 511',
      fault: instead(511, { 'content-type': 'text/html' }, '<html>'),
    },
    { name: 'nothing at all', fault: pass },
  ];
}
