import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from '../../../../src/platform/http/transport.js';

type Raw = Record<string, unknown>;

export interface Draft {
  readonly name: string;
  readonly namespace?: string;
  readonly project?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly to?: { readonly namespace?: string; readonly name?: string; readonly server?: string };
  readonly health?: string;
  readonly sync?: string;
  readonly images?: readonly string[];
  readonly automated?: object;
  readonly history?: readonly object[];
  readonly status?: object;
  readonly spec?: object;
  readonly metadata?: object;
  readonly operation?: object;
}

export const commit = (letter: string): string => letter.repeat(40);

/** An Application as Argo CD 3 has it. */
export function draft(wanted: Draft): Raw {
  const { name, namespace = 'argocd', to = { namespace: 'default', name: 'in-cluster' } } = wanted;
  return {
    metadata: {
      name,
      namespace,
      uid: `uid-${name}`,
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: wanted.labels ?? {},
      annotations: wanted.annotations ?? {},
      ...wanted.metadata,
    },
    spec: {
      project: wanted.project ?? 'default',
      destination: to,
      source: { repoURL: 'https://git.example.com/config.git', path: `apps/${name}`, targetRevision: 'main' },
      ...(wanted.automated && { syncPolicy: { automated: wanted.automated } }),
      ...wanted.spec,
    },
    status: {
      health: { status: wanted.health ?? 'Healthy' },
      sync: { status: wanted.sync ?? 'Synced', revision: commit('a') },
      summary: { images: wanted.images ?? [`registry.example.com/${name}:1.0.0`] },
      history: wanted.history ?? [
        {
          id: 0,
          revision: commit('b'),
          deployedAt: '2026-01-01T10:00:00Z',
          initiatedBy: { username: 'ada' },
        },
        {
          id: 1,
          revision: commit('a'),
          deployedAt: '2026-01-02T10:00:00Z',
          initiatedBy: { automated: true },
        },
      ],
      ...wanted.status,
    },
    ...(wanted.operation && { operation: wanted.operation }),
  };
}

/** What of an Application the narrow list of Argo CD 3.4 gives. */
function narrow(app: Raw): Raw {
  const [metadata, status] = [app['metadata'] as Raw, app['status'] as Raw];
  const { name, namespace, labels, annotations, creationTimestamp } = metadata;
  const run = status['operationState'] as Raw | undefined;
  return {
    metadata: { name, namespace, labels, annotations, creationTimestamp },
    spec: app['spec'],
    status: {
      sync: { status: (status['sync'] as Raw)['status'] },
      health: status['health'],
      summary: status['summary'],
      ...(run && {
        operationState: { phase: run['phase'], startedAt: run['startedAt'], finishedAt: run['finishedAt'] },
      }),
    },
    ...(app['operation'] ? { operation: { sync: (app['operation'] as Raw)['sync'] } } : {}),
  };
}

export interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

type Handler = (request: TransportRequest, body: Raw) => Answer | undefined;

export const refusal = (status: number, code: number, message: string): Answer => ({
  status,
  body: { error: message, code, message },
});

/** A small Argo CD in memory, of the shapes that its published API documents. */
export class FakeArgo implements Transport {
  readonly seen: string[] = [];
  readonly bodies: Raw[] = [];
  readonly #apps = new Map<string, Raw>();
  readonly #streams = new Set<Stream>();
  /** Asked first; what it leaves is answered as usual. */
  handler: Handler = () => undefined;
  /** What else is there, by the end of its path. */
  readonly answers: Record<string, unknown> = {};
  /** How many streams were opened, ever. */
  opened = 0;
  isClosed = false;
  /** As while it tells a new listener what everything is: whatever changes is told to nobody. */
  isDeaf = false;
  #version = 100;

  constructor(...apps: readonly Raw[]) {
    for (const app of apps) this.put(app);
  }

  get streams(): number {
    return this.#streams.size;
  }

  get(name: string, namespace = 'argocd'): Raw {
    const app = this.#apps.get(`${namespace}/${name}`);
    if (!app) throw new Error(`No ${name}.`);
    return app;
  }

  /** Puts an Application there and tells those who watch. */
  put(app: Raw): void {
    const key = keyOf(app);
    const type = this.#apps.has(key) ? 'MODIFIED' : 'ADDED';
    const metadata = { ...(app['metadata'] as Raw), resourceVersion: String(++this.#version) };
    const stored = { ...app, metadata };
    this.#apps.set(key, stored);
    if (!this.isDeaf) this.tell({ result: { type, application: stored } });
  }

  remove(name: string, namespace = 'argocd'): void {
    const app = this.get(name, namespace);
    this.#apps.delete(`${namespace}/${name}`);
    this.#version++;
    if (!this.isDeaf) this.tell({ result: { type: 'DELETED', application: app } });
  }

  tell(event: unknown): void {
    for (const stream of this.#streams) stream.push(event);
  }

  /** Ends every stream. */
  hangUp(): void {
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }

  /** How often all Applications were read. */
  get lists(): number {
    return this.count('items.metadata.namespace');
  }

  count(path: string): number {
    return this.seen.filter((line) => line.includes(path)).length;
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    request.signal.throwIfAborted();
    await Promise.resolve();
    const { method, url } = request;
    this.seen.push(`${method} ${decodeURIComponent(url.pathname + url.search)}`);
    const body = JSON.parse(request.body ?? '{}') as Raw;
    if (method !== 'GET') this.bodies.push(body);
    if (method !== 'GET' && request.headers['content-type'] !== 'application/json') {
      return { status: 415, header: () => 'text/plain', body: bytes('Invalid content type') };
    }
    if (this.isClosed) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const special = this.handler(request, body);
    if (special) return json(special);
    if (url.pathname === '/api/v1/stream/applications') return this.#stream(request);
    return json(this.#answer(method, url, body));
  }

  dispose(): void {
    this.hangUp();
  }

  #stream({ url, headers, signal }: TransportRequest): TransportResponse {
    if (headers['accept'] !== 'text/event-stream') {
      throw new Error('Argo CD streams events for this header alone.');
    }
    const stream = new Stream();
    this.opened++;
    this.#streams.add(stream);
    signal.addEventListener('abort', () => {
      this.#streams.delete(stream);
      stream.fail(signal.reason as Error);
    });
    if (url.searchParams.has('resourceVersion')) {
      throw new Error('Argo CD sends not even headers then, before something changes.');
    }
    const name = url.searchParams.get('name');
    for (const app of this.#apps.values()) {
      if (name === null || (app['metadata'] as Raw)['name'] === name) {
        stream.push({ result: { type: 'ADDED', application: app } });
      }
    }
    return { status: 200, header: () => 'text/event-stream', body: stream.body() };
  }

  #answer(method: string, { pathname, searchParams }: URL, body: Raw): Answer {
    const path = pathname.replace(/^\/api\/v1/, '');
    for (const [end, answer] of Object.entries(this.answers)) if (path.endsWith(end)) return { body: answer };
    if (path === '/applications') {
      const isNobody = searchParams.get('selector') === 'goldenpath.dev/nobody=nobody';
      const items = isNobody ? [] : [...this.#apps.values()].map(narrow);
      return { body: { metadata: { resourceVersion: String(this.#version) }, items } };
    }
    if (path === '/projects') return { body: { items: [] } };
    const [, name = '', rest = ''] = /^\/applications\/([^/]+)(.*)$/.exec(path) ?? [];
    const namespace =
      searchParams.get('appNamespace') ?? (body['appNamespace'] as string | undefined) ?? 'argocd';
    const app = this.#apps.get(`${namespace}/${decodeURIComponent(name)}`);
    if (!app) return refusal(404, 5, `applications.argoproj.io "${name}" not found`);
    if (rest === '' && method === 'GET') return { body: app };
    if (rest === '/syncwindows') return { body: { canSync: true } };
    if (rest === '/resource-tree') return { body: { nodes: [] } };
    if (rest === '/managed-resources') return { body: {} };
    const [, revision] = /^\/revisions\/(\w+)\/metadata$/.exec(rest) ?? [];
    if (revision !== undefined) {
      return {
        body: {
          author: 'Ada <ada@example.com>',
          date: '2026-01-01T09:00:00Z',
          message: `On ${revision[0] ?? ''}`,
        },
      };
    }
    if (rest === '/sync' && method === 'POST') return this.#sync(app, body);
    return refusal(404, 5, 'Not Found');
  }

  #sync(app: Raw, body: Raw): Answer {
    if (app['operation']) {
      return refusal(
        400,
        9,
        'error setting app operation: rpc error: code = FailedPrecondition desc = another operation is already in progress',
      );
    }
    const status = { ...(app['status'] as Raw), operationState: undefined };
    const operation = {
      sync: { revision: body['revision'] },
      info: body['infos'],
      initiatedBy: { username: 'me' },
    };
    const next = { ...app, status, operation };
    this.put(next);
    return { body: next };
  }
}

/** What the controller does with an operation that was asked for. */
export function run(app: Raw, phase: string, more: object = {}): Raw {
  const { operation, ...rest } = app;
  const status = app['status'] as Raw;
  const before = status['operationState'] as Raw | undefined;
  const isOver = phase !== 'Running';
  return {
    ...rest,
    ...(!isOver && operation !== undefined && { operation }),
    status: {
      ...status,
      operationState: {
        operation: operation ?? before?.['operation'],
        startedAt: before?.['startedAt'] ?? new Date().toISOString().replace(/\.\d+/, ''),
        phase,
        ...(isOver && { finishedAt: new Date().toISOString().replace(/\.\d+/, '') }),
        ...more,
      },
    },
  };
}

function keyOf(app: Raw): string {
  const { namespace, name } = app['metadata'] as Raw;
  return `${String(namespace)}/${String(name)}`;
}

function json({ status = 200, body }: Answer): TransportResponse {
  return { status, header: () => 'application/json', body: bytes(JSON.stringify(body)) };
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new TextEncoder().encode(text);
}

class Stream {
  readonly #lines: string[] = [];
  #wake = (): void => undefined;
  #end: { readonly error?: Error } | undefined;

  push(event: unknown): void {
    this.#lines.push(`data: ${JSON.stringify(event)} \n\n\n`);
    this.#wake();
  }

  end(): void {
    this.#end ??= {};
    this.#wake();
  }

  fail(error: Error): void {
    this.#end ??= { error };
    this.#wake();
  }

  async *body(): AsyncGenerator<Uint8Array> {
    for (;;) {
      for (const line of this.#lines.splice(0)) yield new TextEncoder().encode(line);
      if (this.#end?.error) throw this.#end.error;
      if (this.#end) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
