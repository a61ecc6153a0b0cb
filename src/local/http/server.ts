import { createHash } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { problemOf } from '../../contract/problem.js';
import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { Problem } from '../../model/problem.js';
import { EventStream } from './eventStream.js';
import type { Answer, Endpoint } from './exchange.js';
import { misbehave, type Faults } from './faults.js';
import { guard } from './guard.js';
import { readBody } from './readBody.js';
import { matchRoute } from './router.js';

export interface ServerOptions {
  readonly endpoints: readonly Endpoint[];
  readonly token: string;
  readonly log: Log;
  readonly faults?: Faults;
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
    const answer = (): Promise<void> => answerRequest(request, response, portOf(server), options, streams);
    const misbehaved = options.faults && misbehave(options.faults, request, response);
    (misbehaved ? misbehaved.then((done) => (done ? undefined : answer())) : answer()).catch(
      (error: unknown) => {
        sendProblem(response, problemFor(error, options.log));
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

async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  options: ServerOptions,
  streams: Set<EventStream>,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const route = matchRoute(options.endpoints, request.method ?? 'GET', url.pathname);
  const refused = guard(
    request.headers,
    port,
    options.token,
    !(route.kind === 'found' && route.endpoint.open),
  );
  if (refused) {
    sendProblem(response, refused);
    return;
  }
  if (route.kind !== 'found') {
    sendProblem(response, route.problem);
    return;
  }
  const { endpoint, params } = route;
  const hasBody = endpoint.method === 'POST' || endpoint.method === 'PUT';
  const answer = await endpoint.handle({
    params,
    query: url.searchParams,
    header: (name) => {
      const value = request.headers[name.toLowerCase()];
      return Array.isArray(value) ? value[0] : value;
    },
    body: hasBody ? await readBody(request, endpoint.bodyTypes ?? []) : undefined,
    wantsStream: (request.headers.accept ?? '').includes('text/event-stream'),
  });
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
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
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
