import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from '../../../../src/platform/http/transport.js';
import { kubeconfigOf } from '../../../../src/platform/kubernetes/kubeconfig.js';
import {
  createKubernetesPlatform,
  type KubernetesPlatform,
  type KubernetesPlatformOptions,
} from '../../../../src/platform/kubernetes/kubernetesPlatform.js';

export type Plain = Readonly<Record<string, unknown>>;
type Answer = { readonly status?: number; readonly body: unknown } | undefined;
export type Handler = (request: TransportRequest, body: Plain) => Answer | AsyncIterable<string>;

/** An API server in memory: lists by path, watches that tell what the test says, and handlers before them. */
export class FakeCluster implements Transport {
  readonly requests: TransportRequest[] = [];
  readonly lists = new Map<string, Plain[]>([
    ['/apis/apps/v1/deployments', []],
    ['/apis/apps/v1/statefulsets', []],
    ['/apis/apps/v1/daemonsets', []],
    ['/apis/batch/v1/cronjobs', []],
    ['/api/v1/namespaces', []],
  ]);
  readonly #handlers: (readonly [RegExp, Handler])[] = [];
  readonly #watches = new Map<string, ((line: string | undefined) => void)[]>();
  version = 100;

  /** `pattern` is seen against `METHOD path`; the newest handler that answers counts. */
  on(pattern: RegExp, handler: Handler): void {
    this.#handlers.unshift([pattern, handler]);
  }

  /** Tells whoever watches a list; without a change the watch ends. */
  tell(path: string, change?: { readonly type: string; readonly object: Plain }): void {
    for (const push of this.#watches.get(path) ?? []) push(change && `${JSON.stringify(change)}\n`);
    if (!change) this.#watches.delete(path);
  }

  watchers(path: string): number {
    return this.#watches.get(path)?.length ?? 0;
  }

  count(pattern: RegExp): number {
    return this.requests.filter(({ method, url }) => pattern.test(`${method} ${url.pathname}${url.search}`))
      .length;
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    request.signal.throwIfAborted();
    this.requests.push(request);
    const { url, method, body = '{}' } = request;
    for (const [pattern, handler] of this.#handlers) {
      if (!pattern.test(`${method} ${url.pathname}`)) continue;
      const given = handler(request, JSON.parse(body) as Plain);
      if (given && Symbol.asyncIterator in given) return Promise.resolve(streamed(given));
      if (given) return Promise.resolve(answered(given.status ?? 200, given.body));
    }
    if (url.searchParams.get('watch') === 'true') return Promise.resolve(streamed(this.#watch(request)));
    return Promise.resolve(this.#list(url.pathname));
  }

  dispose(): void {
    for (const path of [...this.#watches.keys()]) this.tell(path);
  }

  #list(path: string): TransportResponse {
    const whole = this.lists.get(path);
    if (whole) return answered(200, listOf(whole, this.version));
    const [, root = '', namespace, plural = '', name] =
      /^(.*)\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
    const items = (this.lists.get(`${root}/${plural}`) ?? []).filter(
      ({ metadata }) => (metadata as Plain)['namespace'] === namespace,
    );
    if (name === undefined && namespace !== undefined) return answered(200, listOf(items, this.version));
    const found = items.find(({ metadata }) => (metadata as Plain)['name'] === name);
    // Alone an object says its kind, in a list it does not.
    if (found) return answered(200, { apiVersion: 'apps/v1', kind: 'Deployment', ...found });
    if (path === '/apis') return answered(200, { kind: 'APIGroupList', groups: [] });
    if (path === '/version') return answered(200, { gitVersion: 'v1.35.0' });
    return answered(404, status(404, 'NotFound', `${path} not found`));
  }

  async *#watch({ url, signal }: TransportRequest): AsyncGenerator<string> {
    const lines: (string | undefined)[] = [];
    let wake = (): void => undefined;
    const push = (line: string | undefined): void => {
      lines.push(line);
      wake();
    };
    this.#watches.set(url.pathname, [...(this.#watches.get(url.pathname) ?? []), push]);
    signal.addEventListener('abort', () => push(undefined));
    for (;;) {
      while (lines.length > 0) {
        const line = lines.shift();
        if (line === undefined) return;
        yield line;
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
}

export function status(code: number, reason: string, message: string, causes: readonly Plain[] = []): Plain {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, details: { causes } };
}

/** A Deployment whose rollout is over, unless `more` says otherwise. */
export function deployment(
  name: string,
  namespace: string,
  more: Partial<Record<'metadata' | 'spec' | 'status', Plain>> = {},
): Plain {
  return {
    metadata: {
      name,
      namespace,
      uid: `uid-${namespace}-${name}`,
      generation: 2,
      resourceVersion: '10',
      annotations: { 'deployment.kubernetes.io/revision': '2' },
      ...more.metadata,
    },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image: `registry.test/${name}:1.1.0` }] },
      },
      ...more.spec,
    },
    status: {
      observedGeneration: 2,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      ...more.status,
    },
  };
}

/** A platform over one context of an API server in memory. */
export function platformOver(
  cluster: FakeCluster,
  options: Partial<KubernetesPlatformOptions> = {},
): KubernetesPlatform {
  const value = {
    clusters: [{ name: 'main', cluster: { server: 'https://cluster.test:6443' } }],
    users: [{ name: 'ada', user: { token: 'a-token' } }],
    contexts: [
      { name: 'work', context: { cluster: 'main', user: 'ada', namespace: 'shop' } },
      { name: 'plain', context: { cluster: 'main', user: 'ada' } },
    ],
    'current-context': 'work',
  };
  return createKubernetesPlatform({
    kubeconfig: kubeconfigOf([{ value, folder: '/' }]),
    contexts: [{ context: 'work' }],
    transport: () => cluster,
    policy: { attempts: 1, breakerFailures: 1_000, pollCapMs: 5 },
    ...options,
  });
}

/** Resolves once `isTrue` is, looked at again and again; fails after two seconds. */
export async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 2_000; !isTrue();) {
    if (Date.now() > end) throw new Error(`Not in time: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function listOf(items: readonly Plain[], version: number): Plain {
  return { kind: 'List', metadata: { resourceVersion: String(version) }, items };
}

function answered(code: number, body: unknown): TransportResponse {
  return {
    status: code,
    header: (name) => (name === 'content-type' ? 'application/json' : undefined),
    body: bytes([JSON.stringify(body)]),
  };
}

function streamed(lines: AsyncIterable<string>): TransportResponse {
  return { status: 200, header: () => undefined, body: bytes(lines) };
}

async function* bytes(texts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield new TextEncoder().encode(text);
}
