import { t } from '../../base/l10n.js';
import type { CapabilityName } from '../../contract/capabilities.js';
import { problemOf, refusalError } from '../../contract/problem.js';
import type { CallOptions } from '../../model/call.js';
import type { Layer } from './layer.js';

/** Where something is asked for. */
export interface Place {
  readonly service: string;
  readonly environment?: string | undefined;
}

/** Which part does what: the one that has the service there, and offers it. */
export class Runners {
  readonly #layers: readonly Layer[];
  readonly #find: (service: string, call: CallOptions) => Promise<unknown>;

  /** Those that count more in front. `find` has a service looked up, which tells the engines what it is to them. */
  constructor(
    layers: readonly Layer[],
    find: (service: string, call: CallOptions) => Promise<unknown> = () => Promise.resolve(),
  ) {
    this.#layers = layers;
    this.#find = find;
  }

  /** The part that is to change something, be it away. Throws `PlatformError` `not-implemented` where none offers it. */
  async changing(
    { service, environment }: Place,
    capability: CapabilityName,
    call?: CallOptions,
    level?: 'Write',
  ): Promise<Layer> {
    await this.#meet(call);
    const able = this.#able(capability, level);
    await this.#ask(service, able, call);
    const there = able.find((layer) => isAt(layer, service, environment));
    // Where it runs nowhere yet it comes through the part that runs it elsewhere.
    return there ?? able.find((layer) => isAt(layer, service)) ?? able[0] ?? refuse();
  }

  /** The part that is to tell something: one that is well before one that is away. Throws as `changing` does. */
  async telling(
    { service, environment }: Place,
    capability: CapabilityName,
    call?: CallOptions,
  ): Promise<Layer> {
    await this.#meet(call);
    const able = this.#able(capability);
    await this.#ask(service, able, call);
    const there = able.filter((layer) => isAt(layer, service, environment));
    const candidates = there.length > 0 ? there : able;
    return candidates.find(({ part }) => !part.fault) ?? candidates[0] ?? refuse();
  }

  /** Those that have the service anywhere, each with the environments that are its own to tell of. */
  async sharing(
    service: string,
    capability: CapabilityName,
    call?: CallOptions,
  ): Promise<readonly { readonly layer: Layer; readonly isIts: (environment: string) => boolean }[]> {
    await this.#meet(call);
    const able = this.#able(capability);
    await this.#ask(service, able, call);
    const taken = new Map<string, Layer>();
    for (const layer of able) {
      for (const { environment } of layer.known(service) ?? []) {
        if (!taken.has(environment)) taken.set(environment, layer);
      }
    }
    const having = able.filter((layer) => [...taken.values()].includes(layer));
    const asked = having.length > 0 ? having : able.slice(0, 1);
    if (asked.length === 0) refuse();
    return asked.map((layer) => ({
      layer,
      isIts: (environment) => (taken.get(environment) ?? asked[0]) === layer,
    }));
  }

  /** The first part that offers something that belongs to no service. Throws as `changing` does. */
  offering(capability: CapabilityName): Layer {
    return this.#able(capability)[0] ?? refuse();
  }

  /** What a part offers is known once it has said so: the first question may come before. */
  async #meet(call?: CallOptions): Promise<void> {
    const strangers = this.#layers.filter(({ part }) => part.info === undefined);
    await Promise.all(strangers.map(({ part }) => part.introduce(call).catch(() => undefined)));
    call?.signal?.throwIfAborted();
  }

  #able(capability: CapabilityName, level?: 'Write'): readonly Layer[] {
    return this.#layers.filter(({ part }) => part.offers(capability, level));
  }

  /** Of services that no list has shown yet. */
  async #ask(service: string, layers: readonly Layer[], call: CallOptions = {}): Promise<void> {
    const isStrange = (layer: Layer): boolean => !layer.known(service);
    if (!layers.some(isStrange)) return;
    // Engines go by the catalogue's annotations; one that does not have it leaves them to their own names.
    await this.#find(service, call).catch(() => call.signal?.throwIfAborted());
    await Promise.all(layers.filter(isStrange).map((layer) => layer.read([service], call)));
  }
}

function isAt(layer: Layer, service: string, environment?: string): boolean {
  const states = layer.known(service) ?? [];
  return environment === undefined
    ? states.length > 0
    : states.some((state) => state.environment === environment);
}

/** Throws `PlatformError` `not-implemented`. */
export function refuse(): never {
  const detail = t('None of the connected systems offers this.');
  throw refusalError(501, problemOf('not-implemented', { detail }), undefined);
}
