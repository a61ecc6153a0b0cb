import type { ServiceEnvironment } from '../../../src/model/catalog.js';
import type { Deployment } from '../../../src/model/delivery.js';
import type { ConfigSource } from '../../../src/model/engine.js';
import { PlatformError } from '../../../src/model/errors.js';
import type { Platform, WatchEvent } from '../../../src/model/platform.js';

/** An engine in memory that follows Git as far as a test tells it to. */
export class FakeEngine {
  readonly sources = new Map<string, ConfigSource>();
  readonly states = new Map<string, ServiceEnvironment>();
  readonly deployments: Deployment[] = [];
  /** Events of its watch stream, and what ends it. */
  readonly events: WatchEvent[] = [];

  readonly platform: Platform;

  constructor() {
    const known: Partial<Platform> = {
      url: 'https://argocd.example',
      sources: { of: (_service, environment) => Promise.resolve(this.sources.get(environment)) },
      getInfo: () =>
        Promise.resolve({
          name: 'engine',
          contractVersion: '0.2.0',
          capabilities: { deployments: { level: 'Read', kinds: ['Deploy'] }, watch: { level: 'Stream' } },
        }),
      getMe: () => Promise.resolve({ user: { id: 'user:jo', type: 'user' } }),
      getService: (name) => Promise.resolve({ name, environments: [...this.states.values()] }),
      listServices: () =>
        Promise.resolve({ items: [{ name: 'orders', environments: [...this.states.values()] }] }),
      listEnvironments: () =>
        Promise.resolve({
          items: [...this.states.keys()].map((name) => ({
            name,
            type: name === 'production' ? 'production' : 'staging',
            production: name === 'production',
            confirmation: name === 'production' ? ('TypeName' as const) : ('Confirm' as const),
          })),
        }),
      listDeployments: (_service, { environment } = {}) =>
        Promise.resolve({
          items: this.deployments.filter(
            (each) => environment === undefined || each.environment === environment,
          ),
        }),
      planDeployment: absent,
      createDeployment: absent,
      getOperation: () => Promise.reject(new PlatformError('not-found', 'No such operation.')),
      cancelOperation: () => Promise.reject(new PlatformError('not-found', 'No such operation.')),
      operations: { list: () => Promise.resolve({ items: [] }), resume: absent },
      watch: ({ signal, opened } = {}) => this.#watch(signal, opened),
      dispose: () => undefined,
    };
    this.platform = known as Platform;
  }

  /** What it runs in an environment: of which commit, and which images. */
  runs(environment: string, source: ConfigSource, health = 'Healthy'): void {
    this.sources.set(environment, source);
    const current = this.deployments.find(
      (each) => each.environment === environment && each.state === 'Deployed',
    );
    this.states.set(environment, {
      environment,
      health,
      sync: 'Synced',
      ...(current && { current: { id: current.id, state: 'Deployed', version: current.release.version } }),
    });
  }

  async *#watch(
    signal: AbortSignal | undefined,
    opened: (() => void) | undefined,
  ): AsyncGenerator<WatchEvent> {
    opened?.();
    yield* this.events;
    await new Promise<void>((resolve) => {
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

function absent(): Promise<never> {
  return Promise.reject(new PlatformError('not-implemented', 'The engine does not do that.'));
}

export function deployment(
  id: string,
  environment: string,
  version: string,
  more: Partial<Deployment> = {},
): Deployment {
  return {
    id,
    service: 'orders',
    environment,
    kind: 'Deploy',
    state: 'Deployed',
    release: { id: `release-${version}`, version, createdAt: '2026-01-01T00:00:00Z' },
    ...more,
  };
}
