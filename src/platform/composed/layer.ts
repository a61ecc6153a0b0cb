import type { CallOptions } from '../../model/call.js';
import type { ServiceEnvironment } from '../../model/catalog.js';
import type { CatalogEntry } from '../../model/engine.js';
import { PlatformError } from '../../model/errors.js';
import type { Platform } from '../../model/platform.js';
import { taggedPlace } from './operationIds.js';
import type { Part } from './part.js';

/** What a part says of services, or said last. */
export interface Reading {
  readonly part: Part;
  readonly environments: ReadonlyMap<string, readonly ServiceEnvironment[]>;
  /** Why this is only what was known before. */
  readonly fault?: PlatformError;
}

/** The contract's limit of `names`. */
const namesPerCall = 100;

/** The environments of services as one engine knows them. What it said last is kept for when it is away. */
export class Layer {
  readonly part: Part;
  readonly platform: Platform;
  readonly #known = new Map<string, readonly ServiceEnvironment[]>();

  constructor(part: Part, platform: Platform) {
    this.part = part;
    this.platform = platform;
  }

  bind(entries: readonly CatalogEntry[]): void {
    this.platform.overlay?.bind(entries);
  }

  /** Never rejects, but for `AbortError`. */
  async read(services: readonly string[], call: CallOptions = {}): Promise<Reading> {
    const { part } = this;
    try {
      const environments = await part.ask(() => this.#ask(services, call), call.signal);
      for (const service of services) this.keep(service, environments.get(service));
      return { part, environments };
    } catch (error) {
      call.signal?.throwIfAborted();
      const fault = error instanceof PlatformError ? error : new PlatformError('internal', String(error));
      return { part, environments: this.#lastOf(services), fault };
    }
  }

  /** What a service has here, by the last reading; `undefined` when it was never asked for. */
  known(service: string): readonly ServiceEnvironment[] | undefined {
    return this.#known.get(service);
  }

  /** A service was read with its environments. */
  keep(service: string, environments: readonly ServiceEnvironment[] = []): void {
    this.#known.set(service, environments);
  }

  /** What the part whose services these are says itself of one. */
  told(service: string, states: readonly ServiceEnvironment[]): Reading {
    const tagged = this.#tagged(states);
    this.keep(service, tagged);
    const { part } = this;
    const environments = new Map([[service, tagged]]);
    return { part, environments, ...(part.fault && { fault: part.fault }) };
  }

  #tagged(environments: readonly ServiceEnvironment[]): readonly ServiceEnvironment[] {
    return environments.map((state) => taggedPlace(this.part.name, state));
  }

  async #ask(
    services: readonly string[],
    call: CallOptions,
  ): Promise<ReadonlyMap<string, readonly ServiceEnvironment[]>> {
    const { overlay } = this.platform;
    const found = await (overlay ? overlay.environmentsOf(services, call) : this.#listed(services, call));
    const tagged = [...found].map(
      ([service, environments]) => [service, this.#tagged(environments)] as const,
    );
    return new Map(tagged);
  }

  /** Of an engine that has the services under the same names. */
  async #listed(
    services: readonly string[],
    call: CallOptions,
  ): Promise<ReadonlyMap<string, readonly ServiceEnvironment[]>> {
    const found = new Map<string, readonly ServiceEnvironment[]>();
    for (let from = 0; from < services.length; from += namesPerCall) {
      const names = services.slice(from, from + namesPerCall);
      const page = await this.platform.listServices({ names, view: 'Summary', pageSize: namesPerCall }, call);
      for (const { name, environments = [] } of page.items) found.set(name, environments);
    }
    return found;
  }

  #lastOf(services: readonly string[]): ReadonlyMap<string, readonly ServiceEnvironment[]> {
    const last = services.map((service) => [service, this.#known.get(service) ?? []] as const);
    return new Map(last.filter(([, environments]) => environments.length > 0));
  }
}
