import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { parse } from 'yaml';

interface Media {
  readonly examples: Readonly<Record<string, { readonly $ref: string }>>;
}
interface Operation {
  readonly 'x-capability'?: string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}
interface Api {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly examples: Readonly<Record<string, { readonly value: unknown }>> };
}
type Json = Readonly<Record<string, unknown>>;

export const exampleToken = 'example-token-5f0c';

const services = [
  {
    name: 'basket',
    owner: 'group:default/shop',
    environments: [{ environment: 'staging', health: 'Healthy' }],
  },
  {
    name: 'checkout',
    owner: 'group:default/payments',
    environments: [{ environment: 'staging', health: 'Healthy', observedAt: '2026-11-21T09:30:00Z' }],
  },
  { name: 'search', environments: [] },
];

/** Answers every read with the contract's own examples, and offers every capability: all that a reading client can meet. */
export class ExampleServer {
  readonly #api: Api;
  readonly #server = http.createServer((request, response) => this.#handle(request, response));

  constructor() {
    const file = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'schemas/platform-api.yaml');
    this.#api = parse(readFileSync(file, 'utf8')) as Api;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #handle(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const at = url.pathname.replace(/^\/v1/, '') || '/';
    const isOpen = at === '/';
    if (!isOpen && request.headers.authorization !== `Bearer ${exampleToken}`) {
      this.#refuse(response, 401, 'unauthenticated', { 'www-authenticate': 'Bearer' });
      return;
    }
    request.resume();
    if (request.headers.accept === 'text/event-stream') {
      this.#stream(response);
      return;
    }
    const body = this.#answer(
      request.method === 'HEAD' ? 'get' : (request.method ?? '').toLowerCase(),
      at,
      url.searchParams,
    );
    if (body === undefined) this.#refuse(response, 404, 'not-found');
    else if (body === 'bad-token') this.#refuse(response, 400, 'invalid-request');
    else this.#send(request, response, body);
  }

  #answer(method: string, at: string, query: URLSearchParams): unknown {
    if (at === '/') return this.#info();
    if (at === '/services') return pageOf(query);
    if (at === '/environments') {
      return {
        items: ['staging', 'production'].map((name, order) => ({
          name,
          type: name,
          production: order === 1,
          order,
        })),
      };
    }
    const one = /^\/services\/([^/]+)$/.exec(at)?.[1];
    if (one !== undefined) return services.find(({ name }) => name === decodeURIComponent(one));
    if (at.includes('conformance')) return undefined;
    for (const [template, methods] of Object.entries(this.#api.paths)) {
      if (!new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(at)) continue;
      const media = methods[method]?.responses['200']?.content?.['application/json'];
      return media && this.#example(media);
    }
    return undefined;
  }

  #info(): Json {
    const operations = Object.values(this.#api.paths).flatMap((methods) => Object.values(methods));
    const names = new Set(operations.flatMap((operation) => operation['x-capability'] ?? []));
    const capabilities = Object.fromEntries([...names].map((name) => [name, { level: 'Stream' }]));
    return { name: 'examples', contractVersion: '0.2.0', auth: { type: 'token' }, capabilities };
  }

  #example({ examples }: Media): unknown {
    const [first] = Object.values(examples);
    const found = this.#api.components.examples[first?.$ref.split('/').at(-1) ?? '']?.value;
    const isQuestion = typeof found === 'object' && found !== null && 'evaluations' in found;
    return isQuestion ? { evaluations: [{ decision: true }, { decision: true }] } : found;
  }

  /** The events of any run, ended. */
  #stream(response: http.ServerResponse): void {
    const { items } = this.#api.components.examples['OperationEventList']?.value as {
      readonly items: readonly { readonly id: string; readonly type: string }[];
    };
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    for (const event of items) {
      response.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
    response.end();
  }

  #refuse(
    response: http.ServerResponse,
    status: number,
    code: string,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    const problem = { type: `/problems/${code}`, title: code, status };
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
    response.end(JSON.stringify(problem));
  }

  #send(request: http.IncomingMessage, response: http.ServerResponse, body: unknown): void {
    const text = JSON.stringify(body);
    const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
    const known = (request.headers['if-none-match'] ?? '')
      .split(',')
      .map((tag) => tag.trim().replace(/^W\//, ''));
    const headers = { etag, 'cache-control': 'private, no-cache' };
    if (known.includes(etag)) response.writeHead(304, headers).end();
    else response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(text);
  }
}

function pageOf(query: URLSearchParams): unknown {
  const names = query.get('names')?.split(',');
  const owner = query.get('owner');
  const found = services.filter(
    (service) => (!names || names.includes(service.name)) && (owner === null || service.owner === owner),
  );
  const token = query.get('pageToken');
  const start = token === null ? 0 : Number(/^from-(\d+)$/.exec(token)?.[1]);
  if (Number.isNaN(start)) return 'bad-token';
  const end = start + (Number(query.get('pageSize') ?? 0) || 50);
  return { items: found.slice(start, end), ...(end < found.length && { nextPageToken: `from-${end}` }) };
}
