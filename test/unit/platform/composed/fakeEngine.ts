import type { Environment, Service, ServiceEnvironment } from '../../../../src/model/catalog.js';
import type { Deployment, Operation } from '../../../../src/model/delivery.js';
import type { CatalogEntry } from '../../../../src/model/engine.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { Capability, Platform, WatchEvent } from '../../../../src/model/platform.js';

/** An engine in memory under the names of a catalogue: what it runs, what it was asked, and faults on demand. */
export class FakeEngine {
  readonly running = new Map<string, readonly ServiceEnvironment[]>();
  readonly environments: Environment[] = [];
  readonly deployments: Deployment[] = [];
  readonly operations = new Map<string, Operation>();
  readonly calls: string[] = [];
  bound: readonly CatalogEntry[] = [];
  capabilities: Record<string, Capability> = {
    deployments: { level: 'Write', kinds: ['Restart'] },
    operations: { level: 'Stream' },
    logs: { level: 'Stream' },
  };
  fault: PlatformError | undefined;
  /** Awaited before every answer. */
  gate: Promise<void> | undefined;
  /** Opened streams of changes. */
  readonly streams: { push(event: WatchEvent): void; break(): void }[] = [];
  readonly platform: Platform;

  constructor(url: string) {
    const known: Partial<Platform> = {
      url,
      getInfo: () =>
        this.#answer('info', () => ({
          name: url,
          contractVersion: '0.2.0',
          capabilities: this.capabilities,
        })),
      listServices: ({ names } = {}) =>
        this.#answer('services', () => ({
          items: this.services.filter(({ name }) => names?.includes(name) ?? true),
        })),
      getService: (service) =>
        this.#answer(`service ${service}`, () => {
          const found = this.services.find(({ name }) => name === service);
          if (!found) throw new PlatformError('not-found', 'No such service.');
          return found;
        }),
      listEnvironments: () => this.#answer('environments', () => ({ items: this.environments })),
      listDeployments: (service, { environment } = {}) =>
        this.#answer(`deployments of ${service}`, () => ({
          items: this.deployments.filter(
            (each) => environment === undefined || each.environment === environment,
          ),
        })),
      createDeployment: (service, { environment, kind }) =>
        this.#answer(`${kind} ${service} ${environment}`, () => {
          const operation: Operation = {
            id: 'op_1',
            kind: 'Deployment',
            state: 'Running',
            done: false,
            createdAt: '2026-11-21T10:00:00Z',
          };
          this.operations.set(operation.id, operation);
          return operation;
        }),
      getOperation: (id) =>
        this.#answer(`operation ${id}`, () => {
          const found = this.operations.get(id);
          if (!found) throw new PlatformError('not-found', 'No such operation.');
          return found;
        }),
      operations: {
        list: () => this.#answer('operations', () => ({ items: [...this.operations.values()] })),
        resume: () => Promise.reject(new PlatformError('not-implemented', 'Nothing waits.')),
      },
      logs: (service, environment) => this.#lines(service, environment),
      watch: ({ signal, opened } = {}) => this.#watch(signal, opened),
      overlay: {
        bind: (entries) => (this.bound = entries),
        environmentsOf: (services) =>
          this.#answer('picture', () => {
            const found = services.map((service) => [service, this.running.get(service) ?? []] as const);
            return new Map(found.filter(([, states]) => states.length > 0));
          }),
      },
      dispose: () => undefined,
    };
    this.platform = known as Platform;
  }

  get services(): readonly Service[] {
    return [...this.running].map(([name, environments]) => ({ name, environments }));
  }

  async #answer<T>(call: string, answer: () => T): Promise<T> {
    this.calls.push(call);
    await this.gate;
    if (this.fault) throw this.fault;
    return answer();
  }

  async *#lines(service: string, environment: string) {
    const message = await this.#answer(
      `logs ${service} ${environment}`,
      () => `a line of ${this.platform.url}`,
    );
    yield { id: '1', time: '2026-11-21T10:00:00Z', message };
  }

  async *#watch(signal: AbortSignal | undefined, opened?: () => void): AsyncGenerator<WatchEvent> {
    await this.#answer('watch', () => undefined);
    const queue: (WatchEvent | 'broken')[] = [];
    let wake: (() => void) | undefined;
    const push = (event: WatchEvent | 'broken'): void => {
      queue.push(event);
      wake?.();
    };
    signal?.addEventListener('abort', () => push('broken'), { once: true });
    this.streams.push({ push, break: () => push('broken') });
    opened?.();
    for (;;) {
      const event = queue.shift();
      signal?.throwIfAborted();
      if (event === 'broken') throw new PlatformError('unreachable', 'The stream broke.');
      if (event) yield event;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
}
