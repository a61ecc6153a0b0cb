import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { problemOf } from '../../contract/problem.js';
import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { Problem } from '../../model/problem.js';
import { hasScope } from '../access/access.js';
import { refusal } from '../../contract/refusal.js';
import { tagOf } from './entityTag.js';
import { EventStream } from './eventStream.js';
import type { AuditEntry } from '../audit/auditLog.js';
import type { Answer, Endpoint, Exchange } from './exchange.js';
import type { Caller } from '../identity/caller.js';
import { auditEntry, isAudited } from './auditTrail.js';
import { misbehave, type Faults } from './faults.js';
import { storageFault } from '../store/storageFault.js';
import { callerOf, refuseForeign, type Identify } from './guard.js';
import { idempotencyKey, needsKey } from './idempotencyKey.js';
import { readBody } from '../../contract/requestBody.js';
import { matchRoute } from './router.js';

export interface ServerOptions {
  readonly endpoints: readonly Endpoint[];
  readonly identify: Identify;
  readonly audit: (entry: AuditEntry) => void;
  readonly log: Log;
  /** As they are now. */
  readonly faults?: () => Faults | undefined;
}

export interface ApiServer {
  readonly port: number;
  /** Ends streams and connections. */
  close(): Promise<void>;
}

/** Serves the endpoints on 127.0.0.1 only. Rejects with the system's error, e.g. `EADDRINUSE`. */
export async function startServer(port: number, options: ServerOptions): Promise<ApiServer> {
  const streams = new Set<EventStream>();
  const server = http.createServer((request, response) => {
    response.on('error', () => undefined);
    const requestId = `req_${randomUUID()}`;
    response.setHeader('X-Request-Id', requestId);
    const seen: Seen = {};
    const answer = (): Promise<void> =>
      answerRequest(request, response, portOf(server), options, streams, seen);
    const faults = options.faults?.();
    const misbehaved = faults && misbehave(faults, request, response);
    (misbehaved ? misbehaved.then((done) => (done ? undefined : answer())) : answer()).then(
      () => record({ request, response, seen, requestId }, options),
      (error: unknown) => {
        const problem = problemFor(error, options.log);
        sendProblem(response, { ...problem, requestId });
        record({ request, response, seen, requestId, problem }, options);
      },
    );
  });
  server.requestTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  return {
    port: portOf(server),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const stream of streams) stream.end();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What became known of a request while it was answered. */
interface Seen {
  caller?: Caller;
  endpoint?: Endpoint;
  exchange?: Exchange;
  answer?: Answer;
}

interface Answered {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly seen: Seen;
  readonly requestId: string;
  readonly problem?: Problem;
}

/** What is deleted has no body: what is said of it stands in the address. */
function saidIn({ body, query }: Exchange): unknown {
  return body ?? Object.fromEntries(query);
}

function record({ request, response, seen, requestId, problem }: Answered, { audit }: ServerOptions): void {
  const method = request.method ?? 'GET';
  const status = problem?.status ?? response.statusCode;
  if (!isAudited(method, status, seen.endpoint?.path, seen.exchange?.query)) return;
  const url = targetOf(request);
  const answer = seen.answer && !('stream' in seen.answer) ? seen.answer.body : undefined;
  audit(
    auditEntry({
      method,
      pathname: url.pathname,
      requestId,
      client: request.headers['user-agent'],
      ...(seen.caller && { caller: seen.caller }),
      ...(seen.endpoint && { path: seen.endpoint.path }),
      ...(seen.exchange && { params: seen.exchange.params, body: saidIn(seen.exchange) }),
      ...(answer !== undefined && { answer }),
      ...(problem && { problem }),
    }),
  );
}

/** Throws what becomes a problem. */
async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  options: ServerOptions,
  streams: Set<EventStream>,
  seen: Seen,
): Promise<void> {
  const url = targetOf(request);
  const foreign = refuseForeign(request.headers, port);
  if (foreign) throw refused(foreign);
  const route = matchRoute(options.endpoints, request.method ?? 'GET', url.pathname);
  if (route.kind === 'found') seen.endpoint = route.endpoint;
  const isOpen = route.kind === 'found' && route.endpoint.open === true;
  const caller = callerOf(request.headers, options.identify);
  if (!isOpen && 'status' in caller) throw refused(caller);
  if (!('status' in caller)) seen.caller = caller;
  if (route.kind !== 'found') throw refused(route.problem);
  const { endpoint, params } = route;
  demandScope(endpoint, seen.caller);
  const header = (name: string): string | undefined => {
    const value = request.headers[name.toLowerCase()];
    return Array.isArray(value) ? value[0] : value;
  };
  const hasBody = endpoint.method === 'POST' || endpoint.method === 'PUT' || endpoint.method === 'PATCH';
  const exchange: Exchange = {
    caller: seen.caller ?? nobody,
    client: request.headers['user-agent'],
    params,
    query: url.searchParams,
    header,
    body: hasBody ? await readBody(request, endpoint.bodyTypes ?? []) : undefined,
    wantsStream: (request.headers.accept ?? '').includes('text/event-stream'),
  };
  seen.exchange = exchange;
  // Before what the body says: a client without a key has more to learn than what is wrong in this one.
  if (needsKey(endpoint, url.searchParams)) idempotencyKey(header);
  const answer = await endpoint.handle(exchange);
  seen.answer = answer;
  if ('stream' in answer) {
    const events = new EventStream(response);
    streams.add(events);
    try {
      await answer.stream(events);
    } finally {
      streams.delete(events);
      events.end();
    }
  } else send(request, response, answer);
}

/** What is asked for. Only the path counts: a host in the target (`//host/…`, `http://host/…`) leads nowhere. */
function targetOf({ url = '/' }: IncomingMessage): URL {
  return new URL(`http://localhost${url.startsWith('/') ? url : '/'}`);
}

const nobody: Caller = { actor: { id: 'anonymous' }, groups: [], scopes: [] };

/** A token for reading only changes nothing, whatever an endpoint asks for besides. */
function demandScope({ method, path, readOnly }: Endpoint, caller: Caller | undefined): void {
  const needed = path.startsWith('/local/')
    ? 'platform.admin'
    : method === 'GET' || readOnly === true
      ? undefined
      : 'platform.deploy';
  if (needed === undefined || (caller && hasScope(caller, needed))) return;
  throw refusal(
    'forbidden',
    t('This token may only read: it has no scope {0}. Use a token that has.', needed),
  );
}

function refused(problem: Problem): PlatformError {
  return new PlatformError('forbidden', problem.detail ?? problem.title, { problem });
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Exclude<Answer, { stream: unknown }>,
): void {
  if (answer.body === undefined) {
    response.writeHead(answer.status, answer.headers).end();
    return;
  }
  const body = JSON.stringify(answer.body);
  const headers: Record<string, string> = {
    'Content-Type': 'application/json; charset=utf-8',
    ...answer.headers,
  };
  if (request.method === 'GET') {
    const etag = tagOf(body);
    headers['ETag'] = etag;
    headers['Cache-Control'] = 'no-cache, private';
    const known = (request.headers['if-none-match'] ?? '')
      .split(',')
      .map((tag) => tag.trim().replace(/^W\//, ''));
    if (known.includes(etag) || known.includes('*')) {
      response.writeHead(304, { ETag: etag }).end();
      return;
    }
  }
  response.writeHead(answer.status, headers).end(body);
}

function problemFor(error: unknown, log: Log): Problem {
  if (error instanceof PlatformError && error.problem) return error.problem;
  log.error('A request failed.', error);
  const fault = storageFault(error);
  if (fault) return problemOf('unavailable', { detail: fault.message });
  return problemOf('internal', { detail: t('The local platform failed; its log says why.') });
}

function sendProblem(response: ServerResponse, problem: Problem): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const headers: Record<string, string> = { 'Content-Type': 'application/problem+json; charset=utf-8' };
  if (problem.status === 401) headers['WWW-Authenticate'] = 'Bearer';
  // The rest of a body that was refused is not read.
  if (problem.status === 413) headers['Connection'] = 'close';
  response.writeHead(problem.status, headers).end(JSON.stringify(problem));
}

function portOf(server: http.Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
