import type { Environment, Service } from '../../../src/model/catalog.js';
import type { Operation } from '../../../src/model/delivery.js';
import { PlatformError } from '../../../src/model/errors.js';
import type { Incident } from '../../../src/model/incident.js';
import type { Page, Platform, ServiceQuery, WatchEvent } from '../../../src/model/platform.js';

type Waiting = { readonly resolve: () => void };

/** A platform in memory: the truth, a stream of changes that can break, and faults on demand. */
export class FakePlatform {
  readonly services = new Map<string, Service>();
  readonly environments = new Map<string, Environment>();
  readonly operations = new Map<string, Operation>();
  /** Open ones in front. */
  readonly incidents = new Map<string, Incident>();
  readonly calls: string[] = [];
  /** Thrown by every call while set. */
  fault: PlatformError | undefined;
  watchOffered = true;
  /** Other capabilities that it announces. */
  offered: readonly string[] = [];
  /** Thrown by the lists of operations and incidents while set. */
  partFault: PlatformError | undefined;
  /** Whether the offered stream opens. */
  watchOpens = true;
  /** Whether events are numbered, so that a lost one is noticed. */
  numbered = false;
  pageSize = 2;
  #streams = new Set<{ queue: WatchEvent[]; broken: boolean; waiting: Waiting | undefined }>();
  #lastId = 0;

  readonly platform: Platform;

  constructor(url = 'https://platform.example/v1') {
    const known: Partial<Platform> = {
      url,
      getInfo: () => {
        const names = [...this.offered, ...(this.watchOffered ? ['watch'] : [])];
        const capabilities = Object.fromEntries(names.map((name) => [name, { level: 'Stream' }]));
        return this.#answer('info', () => ({ name: 'fake', contractVersion: '0.1.0', capabilities }));
      },
      listServices: (query = {}) => this.#answer(this.#nameOf(query), () => this.#servicesPage(query)),
      listEnvironments: () =>
        this.#answer('environments', () => ({ items: [...this.environments.values()] })),
      getOperation: (id) =>
        this.#answer(`operation ${id}`, () => {
          const operation = this.operations.get(id);
          if (!operation) throw new PlatformError('not-found', 'No such operation.');
          return operation;
        }),
      operations: {
        list: ({ createdBy } = {}) =>
          this.#answer(`operations of ${createdBy ?? 'all'}`, () => this.#list(createdBy)),
        resume: unused,
      },
      incidents: {
        list: ({ pageToken } = {}) =>
          this.#answer(`incidents from ${pageToken ?? '0'}`, () => {
            if (this.partFault) throw this.partFault;
            return this.#page([...this.incidents.values()], pageToken);
          }),
        get: (id) =>
          this.#answer(`incident ${id}`, () => {
            const incident = this.incidents.get(id);
            if (!incident) throw new PlatformError('not-found', 'No such incident.');
            return incident;
          }),
        create: unused,
        update: unused,
      },
      watch: (options = {}) => this.#watch(options.signal, options.opened),
    };
    this.platform = known as Platform;
  }

  get openStreams(): number {
    return this.#streams.size;
  }

  /** An event that never arrives, though it is counted. */
  lose(): void {
    this.#lastId++;
  }

  emit(type: string, subject?: string): void {
    const sequence = ++this.#lastId;
    const event = {
      id: String(sequence),
      type,
      ...(subject !== undefined && { subject }),
      ...(this.numbered && { sequence }),
    };
    for (const stream of this.#streams) {
      stream.queue.push(event);
      stream.waiting?.resolve();
    }
  }

  /** A new process on the same data: what it told before is forgotten, and it counts anew. */
  restart(): void {
    this.breakStreams();
    this.operations.clear();
    this.#lastId = 0;
  }

  breakStreams(): void {
    for (const stream of this.#streams) {
      stream.broken = true;
      stream.waiting?.resolve();
    }
  }

  #nameOf({ names, pageToken }: ServiceQuery): string {
    return names ? `services ${names.join(',')}` : `services from ${pageToken ?? '0'}`;
  }

  #servicesPage({ names, pageToken }: ServiceQuery): Page<Service> {
    const all = [...this.services.values()].filter(({ name }) => names?.includes(name) ?? true);
    return this.#page(all, pageToken);
  }

  #page<T>(all: readonly T[], pageToken = '0'): Page<T> {
    const from = Number(pageToken);
    const next = from + this.pageSize;
    return { items: all.slice(from, next), ...(next < all.length && { nextPageToken: String(next) }) };
  }

  /** Newest first, and no more than a page, as a platform may. */
  #list(createdBy: string | undefined): Page<Operation> {
    if (this.partFault) throw this.partFault;
    const all = [...this.operations.values()].filter(
      (each) => createdBy === undefined || each.createdBy?.id === 'me',
    );
    return this.#page(all.reverse());
  }

  async #answer<T>(call: string, answer: () => T): Promise<T> {
    this.calls.push(call);
    await new Promise((resolve) => setImmediate(resolve));
    if (this.fault) throw this.fault;
    const value = answer();
    await new Promise((resolve) => setImmediate(resolve));
    return value;
  }

  async *#watch(signal: AbortSignal | undefined, opened?: () => void): AsyncGenerator<WatchEvent> {
    await this.#answer('watch', () => undefined);
    if (!this.watchOpens) throw new PlatformError('timeout', 'The stream does not open.');
    const stream: { queue: WatchEvent[]; broken: boolean; waiting: Waiting | undefined } = {
      queue: [],
      broken: false,
      waiting: undefined,
    };
    this.#streams.add(stream);
    signal?.addEventListener('abort', () => stream.waiting?.resolve(), { once: true });
    opened?.();
    try {
      for (;;) {
        signal?.throwIfAborted();
        const event = stream.queue.shift();
        if (event) yield event;
        else if (stream.broken) throw new PlatformError('unreachable', 'The stream broke.');
        else {
          await new Promise<void>((resolve) => {
            stream.waiting = { resolve };
          });
        }
      }
    } finally {
      this.#streams.delete(stream);
    }
  }
}

const unused = (): Promise<never> => Promise.reject(new Error('Not part of this test.'));

export function service(name: string, health = 'Healthy'): Service {
  return { name, environments: [{ environment: 'dev', health }] };
}
