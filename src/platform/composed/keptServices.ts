import type { Page } from '../../model/call.js';
import type { Service } from '../../model/catalog.js';
import type { Clock } from '../../model/clock.js';
import type { ServiceQuery } from '../../model/platform.js';

const recentMs = 60_000;

/** What a catalogue said last: for the time when it is away, and so that a change of an engine does not ask it again. */
export class KeptServices {
  readonly #clock: Clock;
  #services = new Map<string, { readonly service: Service; readonly at: number }>();
  /** Those of a list of everything that is under way. */
  #round: Set<string> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    return this.#services.size === 0;
  }

  keep(services: readonly Service[]): void {
    const at = this.#clock.now();
    for (const service of services) {
      this.#services.set(service.name, { service, at });
      this.#round?.add(service.name);
    }
  }

  /** A page was read. At the end of a list of everything what it did not have is forgotten. */
  took(query: ServiceQuery, { items, nextPageToken }: Page<Service>): void {
    const isEverything = filters.every((filter) => query[filter] === undefined);
    if (isEverything && query.pageToken === undefined) this.#round = new Set();
    this.keep(items);
    if (!isEverything || nextPageToken !== undefined || !this.#round) return;
    for (const name of this.#services.keys()) if (!this.#round.has(name)) this.#services.delete(name);
    this.#round = undefined;
  }

  hasRecent(names: readonly string[]): boolean {
    const since = this.#clock.now() - recentMs;
    return names.every((name) => (this.#services.get(name)?.at ?? -Infinity) >= since);
  }

  of(names: readonly string[]): readonly Service[] {
    return names.flatMap((name) => this.#services.get(name)?.service ?? []);
  }

  /** As well as can be told without the catalogue. */
  matching({ names, owner, system, q }: ServiceQuery): readonly Service[] {
    const all = names ? this.of(names) : [...this.#services.values()].map(({ service }) => service);
    const text = q?.toLowerCase();
    return all.filter(
      (service) =>
        (owner === undefined || service.owner === owner) &&
        (system === undefined || service.system === system) &&
        (text === undefined || `${service.name} ${service.title ?? ''}`.toLowerCase().includes(text)),
    );
  }
}

const filters = [
  'owner',
  'system',
  'type',
  'tier',
  'lifecycle',
  'repository',
  'labelSelector',
  'names',
  'q',
] as const satisfies readonly (keyof ServiceQuery)[];
