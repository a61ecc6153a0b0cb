import { createHash, timingSafeEqual } from 'node:crypto';
import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { t } from '../base/l10n.js';
import { apiOperations } from '../contract/generated/api.js';
import { matchPath } from '../contract/matchPath.js';
import { problemOf } from '../contract/problem.js';
import type { Platform } from '../model/platform.js';
import type { Log } from '../model/log.js';
import type { Problem } from '../model/problem.js';
import { readBody } from '../contract/requestBody.js';
import type { Endpoint } from './endpoint.js';
import { endpointsOf } from './endpoints.js';
import { refusalOf } from './problem.js';
import { send, sendProblem } from './send.js';

export interface GatewayOptions {
  readonly platform: Platform;
  /** What callers must send as a bearer token. */
  readonly token: string;
  /** 0: any free one. */
  readonly port: number;
  readonly log: Log;
}

export interface Gateway {
  readonly port: number;
  close(): Promise<void>;
}

const root = '/v1';
const contractPaths = [...new Set(apiOperations.map(({ path }) => path))];

/** Serves what a platform answers of the platform API, on 127.0.0.1 only. Rejects with the system's error. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const endpoints = endpointsOf(options.platform);
  const server = http.createServer((request, response) => {
    response.on('error', () => undefined);
    answer(request, response, portOf(server), endpoints, options).catch((error: unknown) => {
      const { problem, retryAfterSeconds } = refusalOf(error, options.log);
      if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
      sendProblem(response, problem);
    });
  });
  server.requestTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  return {
    port: portOf(server),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Throws what the platform behind rejects with. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  endpoints: readonly Endpoint[],
  { token }: GatewayOptions,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const found = routeOf(endpoints, request.method ?? 'GET', url.pathname);
  const refusal =
    foreignTo(request.headers, port) ??
    ('endpoint' in found && found.endpoint.open ? undefined : strangerTo(request.headers, token)) ??
    ('problem' in found ? found.problem : undefined);
  if (refusal) {
    sendProblem(response, refusal);
    return;
  }
  if ('problem' in found) return;
  const leaving = new AbortController();
  response.once('close', () => leaving.abort());
  const { endpoint, params } = found;
  const answered = await endpoint.answer({
    params,
    query: url.searchParams,
    signal: leaving.signal,
    header: (name) => [request.headers[name]].flat()[0],
    body: () => readBody(request, ['application/yaml']),
    wantsStream: (request.headers.accept ?? '').includes('text/event-stream'),
  });
  await send(request, response, answered);
}

type Found =
  | { readonly endpoint: Endpoint; readonly params: Readonly<Record<string, string>> }
  | { readonly problem: Problem };

function routeOf(endpoints: readonly Endpoint[], method: string, pathname: string): Found {
  const segments = segmentsOf(pathname);
  if (!segments) return { problem: nothingAt(pathname) };
  for (const endpoint of endpoints) {
    const params = method === endpoint.method ? matchPath(endpoint.path, segments) : undefined;
    if (params) return { endpoint, params };
  }
  if (!contractPaths.some((path) => matchPath(path, segments))) return { problem: nothingAt(pathname) };
  const detail = t('The platform behind the gateway does not offer {0} {1}.', method, pathname);
  return { problem: problemOf('not-implemented', { detail }) };
}

/** Below the API root; a name may hold an encoded slash, as `namespace/name` does. */
function segmentsOf(pathname: string): readonly string[] | undefined {
  if (pathname !== root && !pathname.startsWith(`${root}/`)) return undefined;
  try {
    return pathname
      .slice(root.length)
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function nothingAt(pathname: string): Problem {
  return problemOf('not-found', { detail: t('There is nothing at {0}.', pathname) });
}

/** A page in a browser cannot ask: it sends an Origin, or the Host it was fooled with (DNS rebinding). */
function foreignTo(headers: IncomingHttpHeaders, port: number): Problem | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  if (hosts.includes((headers.host ?? '').toLowerCase()) && headers.origin === undefined) return undefined;
  return problemOf('forbidden', {
    detail: t('Only programs on this machine are served, at {0}.', hosts[0] ?? ''),
  });
}

function strangerTo(headers: IncomingHttpHeaders, token: string): Problem | undefined {
  const [scheme, given = ''] = (headers.authorization ?? '').split(' ', 2);
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  if (scheme?.toLowerCase() === 'bearer' && timingSafeEqual(digest(given), digest(token))) return undefined;
  return problemOf('unauthenticated', {
    detail: t('Send the token of the gateway as a bearer token; it is in the file it names at start.'),
  });
}

function portOf(server: http.Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
