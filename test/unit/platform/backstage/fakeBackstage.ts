import {
  createBackstagePlatform,
  type BackstagePlatform,
  type BackstagePlatformOptions,
} from '../../../../src/platform/backstage/backstagePlatform.js';
import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from '../../../../src/platform/http/transport.js';

type Plain = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}

type Handler = (request: TransportRequest, body: Plain) => Answer | Promise<Answer>;

/** How Backstage refuses. */
export const refusal = (status: number, name: string, message = name): Answer => ({
  status,
  body: { error: { name, message }, request: {}, response: { statusCode: status } },
});

/** A component with annotations. */
export const component = (name: string, annotations: Readonly<Record<string, string>> = {}): Plain => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, annotations },
  spec: { type: 'service', lifecycle: 'production', owner: 'basket' },
});

/** A Backstage backend in memory: components, and whichever plugins a test gives it. */
export class FakeBackstage implements Transport {
  readonly seen: string[] = [];
  readonly headers: Readonly<Record<string, string>>[] = [];
  readonly #components: readonly Plain[];
  readonly #handlers = new Map<string, Handler>();

  constructor(...components: readonly Plain[]) {
    this.#components = components;
  }

  /** Answers what begins with `METHOD path`; the longest counts. */
  on(begin: string, handler: Handler): this {
    this.#handlers.set(begin, handler);
    return this;
  }

  count(part: string): number {
    return this.seen.filter((line) => line.includes(part)).length;
  }

  platform(options: Partial<BackstagePlatformOptions> = {}): BackstagePlatform {
    return createBackstagePlatform({
      url: 'https://backstage.example.test',
      token: () => Promise.resolve('token'),
      transport: this,
      policy: { attempts: 1 },
      ...options,
    });
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    request.signal.throwIfAborted();
    const line = `${request.method} ${decodeURIComponent(request.url.pathname)}`;
    this.seen.push(`${line}${decodeURIComponent(request.url.search)} ${request.body ?? ''}`.trim());
    this.headers.push(request.headers);
    const [, handler] =
      [...this.#handlers]
        .filter(([begin]) => line.startsWith(begin))
        .sort(([one], [other]) => other.length - one.length)[0] ?? [];
    const body = JSON.parse(request.body ?? '{}') as Plain;
    return responseOf((await handler?.(request, body)) ?? this.#answer(line, request.url.searchParams));
  }

  dispose(): void {
    // Holds nothing.
  }

  #answer(line: string, search: URLSearchParams): Answer {
    if (line.startsWith('GET /api/catalog/entities/by-query')) {
      const filters = search.getAll('filter').map((filter) => filter.split(','));
      const items = this.#components.filter((one) =>
        filters.some((conditions) => conditions.every((condition) => fits(one, condition))),
      );
      const page = items.slice(0, Number(search.get('limit')));
      return { body: { items: page, totalItems: items.length, pageInfo: {} } };
    }
    const [, name] = /by-name\/component\/default\/([^/]+)$/.exec(line) ?? [];
    const found = this.#components.find(({ metadata }) => (metadata as Plain)['name'] === name);
    // A route that nobody has is refused without a word.
    return found ? { body: found } : { status: 404 };
  }
}

function fits({ kind, metadata, spec }: Plain, condition: string): boolean {
  const [, field = '', wanted] = /^spec\.(\w+)=(.*)$/.exec(condition) ?? [];
  if (wanted !== undefined) return (spec as Plain)[field] === wanted;
  const [, annotation] = /^metadata\.annotations\.(.+)$/.exec(condition) ?? [];
  if (annotation !== undefined) return annotation in ((metadata as Plain)['annotations'] as Plain);
  return condition === `kind=${String(kind).toLowerCase()}`;
}

function responseOf({ status = 200, body }: Answer): TransportResponse {
  const text = body === undefined ? '' : JSON.stringify(body);
  return {
    status,
    header: (name) => (name === 'content-type' && text !== '' ? 'application/json' : undefined),
    body: bytes(text),
  };
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new TextEncoder().encode(text);
}
