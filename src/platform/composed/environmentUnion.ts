import type { CallOptions } from '../../model/call.js';
import type { Environment } from '../../model/catalog.js';
import { environmentsNamed, type EnvironmentRules } from '../../model/engine.js';
import type { Platform } from '../../model/platform.js';
import type { Part } from './part.js';

export interface EnvironmentSource {
  readonly part: Part;
  readonly platform: Platform;
}

/**
 * The environments of all parts in one promotion order. Those of a part that is away stay as they were. A cluster has
 * namespaces of its own tools: beneath a catalogue only those count that run something of it.
 */
export class EnvironmentUnion {
  readonly #sources: readonly EnvironmentSource[];
  readonly #rules: EnvironmentRules;
  readonly #isBeneath: boolean;
  readonly #known = new Map<Part, readonly Environment[]>();
  /** Names that states of services told. */
  readonly #used = new Set<string>();

  /** `isBeneath` a catalogue, whose services they run. */
  constructor(sources: readonly EnvironmentSource[], rules: EnvironmentRules, isBeneath: boolean) {
    this.#sources = sources;
    this.#rules = rules;
    this.#isBeneath = isBeneath;
  }

  /** `settled`: once the services are there that are being listed. Never rejects, but for `AbortError`: where no part answers, the lists of services say so. */
  async read(call: CallOptions = {}, settled?: Promise<unknown>): Promise<readonly Environment[]> {
    await Promise.all([...this.#sources.map((source) => this.#readOne(source, call)), settled]);
    return this.#united();
  }

  /** Names in promotion order, with those that only states of services tell. */
  order(names: ReadonlySet<string>): ReadonlyMap<string, number> {
    for (const name of names) this.#used.add(name);
    const known = this.#united().map(({ name }) => name);
    const others = [...names].filter((name) => !known.includes(name));
    if (others.length === 0) return new Map(known.map((name, index) => [name, index]));
    const all = environmentsNamed([...known, ...others], this.#rules);
    return new Map(all.map(({ name }, index) => [name, index]));
  }

  async #readOne({ part, platform }: EnvironmentSource, call: CallOptions): Promise<void> {
    try {
      const signal = call.signal ? { signal: call.signal } : {};
      const page = await part.ask(() => platform.listEnvironments({ pageSize: 200 }, signal), call.signal);
      this.#known.set(part, page.items);
    } catch {
      // The part itself remembers why.
      call.signal?.throwIfAborted();
    }
  }

  #united(): readonly Environment[] {
    const told = new Map<string, Environment>();
    for (const { part } of this.#sources) {
      const isAll = !this.#isBeneath || this.#used.size === 0 || part.type !== 'kubernetes';
      for (const environment of this.#known.get(part) ?? []) {
        const counts = isAll || this.#used.has(environment.name);
        if (counts && !told.has(environment.name)) told.set(environment.name, environment);
      }
    }
    const { order = this.#contractOrder(), production } = this.#rules;
    const named = environmentsNamed(told.keys(), { order, ...(production && { production }) });
    return named.map((environment) => ({
      ...environment,
      ...(told.get(environment.name) ?? {}),
      order: environment.order ?? 0,
      ...(environment.promotesFrom && { promotesFrom: environment.promotesFrom }),
      ...(production && ruled(environment)),
    }));
  }

  /** A platform of our contract knows its own promotion order. */
  #contractOrder(): readonly string[] {
    const own = this.#sources.find(({ part }) => part.type === 'contract');
    const environments = own ? (this.#known.get(own.part) ?? []) : [];
    return [...environments]
      .sort((one, other) => (one.order ?? 0) - (other.order ?? 0))
      .map(({ name }) => name);
  }
}

/** What the person says of production counts more than what a part makes of a name. */
function ruled({
  type,
  production,
  confirmation = 'Confirm',
  requireReason = false,
}: Environment): Pick<Environment, 'type' | 'production' | 'confirmation' | 'requireReason'> {
  return { type, production, confirmation, requireReason };
}
