import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Method } from '../../../src/contract/operations.js';
import type { Transport } from '../../../src/platform/http/transport.js';
import { draft, FakeArgo } from '../../unit/platform/argocd/fakeArgo.js';

/** Tokens that its systems take. */
export const tokens = { argocd: 'argo-token', backstage: 'backstage-token' } as const;

const catalogue = [
  component('cart', { 'argocd/app-selector': 'app.kubernetes.io/part-of=cart' }),
  component('checkout', {}),
  component('orphan', {}),
];

function component(name: string, annotations: object): object {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations, etag: name, tags: [] },
    spec: { type: 'service', lifecycle: 'production', owner: 'group:default/shop' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/shop' }],
  };
}

/** The systems of a small company on loopback: its catalogue, its Argo CD and its Prometheus, each of which can be shut. */
export class Company {
  readonly argo = new FakeArgo(
    ...['development', 'staging', 'production'].map((environment) =>
      draft({
        name: `cart-${environment}`,
        labels: { 'app.kubernetes.io/part-of': 'cart', environment },
        health: environment === 'staging' ? 'Degraded' : 'Healthy',
        images: [`registry.example.com/cart:1.${environment === 'production' ? '1' : '2'}.0`],
      }),
    ),
    draft({ name: 'checkout-production', labels: { environment: 'production' }, health: 'Progressing' }),
  );
  /** What the catalogue, Argo CD and Prometheus were asked. */
  readonly seen = { backstage: 0, argocd: 0, prometheus: 0 };
  backstage!: Served;
  argocd!: Served;
  prometheus!: Served;

  async start(): Promise<this> {
    this.argo.answers['/settings'] = { appLabelKey: 'argocd.argoproj.io/instance', url: 'http://127.0.0.1/' };
    this.argo.answers['/session/userinfo'] = { loggedIn: true, username: 'ada', groups: [] };
    this.argo.answers['/events'] = { items: [] };
    this.backstage = await serve((request) => this.#backstage(request));
    this.argocd = await serve((request, response) => this.#argo(request, response));
    this.prometheus = await serve((request) => this.#metrics(request));
    return this;
  }

  async stop(): Promise<void> {
    this.argo.dispose();
    for (const served of [this.backstage, this.argocd, this.prometheus]) await served.close();
  }

  #backstage({ url, headers }: Asked): Answer {
    this.seen.backstage++;
    if (headers['authorization'] !== `Bearer ${tokens.backstage}`) {
      const error = { name: 'AuthenticationError', message: 'Missing credentials' };
      return { status: 401, body: { error, response: { statusCode: 401 } } };
    }
    const { pathname, searchParams } = url;
    if (pathname === '/api/catalog/entities/by-query') {
      const filter = searchParams.getAll('filter').join(' ').toLowerCase();
      const limit = Number(searchParams.get('limit') ?? 20);
      const isAsked = filter === '' || filter.includes('kind=component') || searchParams.has('cursor');
      const all = isAsked ? catalogue : [];
      const from = Number(searchParams.get('cursor') ?? 0);
      if (Number.isNaN(from)) {
        const error = { name: 'InputError', message: 'Malformed cursor' };
        return { status: 400, body: { error, response: { statusCode: 400 } } };
      }
      const isMore = limit > 0 && from + limit < all.length;
      const pageInfo = isMore ? { nextCursor: String(from + limit) } : {};
      return { body: { items: all.slice(from, from + limit), totalItems: all.length, pageInfo } };
    }
    const [, name = ''] =
      /^\/api\/catalog\/entities\/by-name\/component\/default\/([^/]+)$/.exec(pathname) ?? [];
    const entity = catalogue.find((each) => JSON.stringify(each).includes(`"name":"${name}"`));
    if (name !== '' && entity) return { body: entity };
    if (pathname === '/api/catalog/entities/by-refs') return { body: { items: [] } };
    if (pathname === '/api/catalog/entity-facets') return { body: { facets: {} } };
    const error = { name: 'NotFoundError', message: `No ${pathname}` };
    return { status: 404, body: { error, response: { statusCode: 404 } } };
  }

  #argo(request: Asked, response: ServerResponse): Answer | undefined {
    this.seen.argocd++;
    const isOpen = /\/(?:settings|version)$/.test(request.url.pathname);
    if (!isOpen && request.headers['authorization'] !== `Bearer ${tokens.argocd}`) {
      return {
        status: 401,
        body: { error: 'no session information', code: 16, message: 'no session information' },
      };
    }
    if (request.url.pathname.endsWith('/logs')) {
      const line = { content: 'ready', timeStampStr: '2026-11-21T10:00:00Z', podName: 'cart-1' };
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const result of [line, { ...line, content: '', last: true }]) {
        response.write(`data: ${JSON.stringify({ result })}\n\n`);
      }
      response.end();
      return undefined;
    }
    if (request.url.pathname.endsWith('/version')) return { body: { Version: 'v3.4.0' } };
    void relay(this.argo, request, response);
    return undefined;
  }

  #metrics({ url }: Asked): Answer {
    this.seen.prometheus++;
    if (url.pathname.endsWith('/buildinfo')) {
      return { body: { status: 'success', data: { version: '2.53.0' } } };
    }
    if (url.pathname.endsWith('/rules')) return { body: { status: 'success', data: { groups: [] } } };
    if (url.pathname.endsWith('/query')) {
      const result = url.searchParams.get('query') === 'vector(1)' ? [{ metric: {}, value: [1, '1'] }] : [];
      return { body: { status: 'success', data: { resultType: 'vector', result } } };
    }
    return { body: { status: 'success', data: [] } };
  }
}

export interface Served {
  readonly url: string;
  /** Answers nobody, until it is open again. */
  shut: boolean;
  /** Takes what it is asked and never answers it; what is asked later is answered once this is over. */
  hangs: boolean;
  /** Ends what is open: streams, and connections that rest. */
  drop(): void;
  close(): Promise<void>;
}

export interface Asked {
  readonly method: Method;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** Answers on loopback; an answer that is `undefined` was given already. */
export async function serve(
  answer: (asked: Asked, response: ServerResponse) => Answer | undefined,
): Promise<Served> {
  const state = { shut: false, hangs: false };
  const server = http.createServer((request, response) => {
    if (state.shut) {
      response.destroy();
      return;
    }
    if (state.hangs) return;
    void (async () => {
      const told = answer(await askedIn(request), response);
      if (!told) return;
      response.writeHead(told.status ?? 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(told.body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    drop: () => server.closeAllConnections(),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function askedIn(request: IncomingMessage): Promise<Asked> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
  return {
    method: request.method as Method,
    url: new URL(request.url ?? '/', 'http://127.0.0.1'),
    headers,
    body,
  };
}

/** What a transport in memory answers, over a socket. */
export async function relay(transport: Transport, asked: Asked, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const { body, ...rest } = asked;
    const answer = await transport.send({ ...rest, ...(body !== '' && { body }), signal: gone.signal });
    response.writeHead(answer.status, {
      'content-type': answer.header('content-type') ?? 'application/json',
    });
    response.flushHeaders();
    for await (const chunk of answer.body) response.write(chunk);
    response.end();
  } catch {
    response.destroy();
  }
}
