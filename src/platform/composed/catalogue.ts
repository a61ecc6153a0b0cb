import type { CallOptions, Page } from '../../model/call.js';
import type { Service, ServiceEnvironment, SloSummary } from '../../model/catalog.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { ServiceQuery } from '../../model/platform.js';
import { entryOf } from './entry.js';
import type { EnvironmentUnion } from './environmentUnion.js';
import { KeptServices } from './keptServices.js';
import type { Layer, Reading } from './layer.js';
import { laidOver } from './merge.js';
import { isAway } from './part.js';
import type { SloSummaries } from './sloSummaries.js';

export interface CatalogueOptions {
  /** Whose services these are. */
  readonly catalogue: Layer;
  /** Those that count more in front; the catalogue's own is among them. */
  readonly layers: readonly Layer[];
  readonly union: EnvironmentUnion;
  readonly slos?: SloSummaries;
  readonly clock?: Clock;
}

/** The services of the catalogue with what all engines know of them. An engine that is away takes nothing with it. */
export class ComposedCatalogue {
  readonly #options: CatalogueOptions;
  readonly #clock: Clock;
  readonly #kept: KeptServices;
  #listing: Promise<unknown> = Promise.resolve();

  constructor(options: CatalogueOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#kept = new KeptServices(this.#clock);
  }

  /** Resolves when the list that is under way has come, or failed. */
  get settled(): Promise<unknown> {
    return this.#listing;
  }

  list(query: ServiceQuery = {}, call: CallOptions = {}): Promise<Page<Service>> {
    const listed = this.#list(query, call);
    this.#listing = listed.catch(() => undefined);
    return listed;
  }

  async #list(query: ServiceQuery, call: CallOptions): Promise<Page<Service>> {
    const { environment, health, ...asked } = query;
    const { from, ...page } = await this.#page(asked, call);
    if (query.view === 'Basic') return page;
    // One picture serves all pages of a list.
    const isFirst = asked.pageToken === undefined && asked.names === undefined;
    const items = await this.#laid(page.items, from, isFirst ? call : { ...call, fresh: false });
    const wanted = ({ environments = [] }: Service): boolean =>
      environments.some(
        (state) =>
          (environment === undefined || state.environment === environment) &&
          (health === undefined || state.health === health),
      );
    const isFiltered = environment !== undefined || health !== undefined;
    return { ...page, items: isFiltered ? items.filter(wanted) : items };
  }

  async get(service: string, call: CallOptions = {}): Promise<Service> {
    const { catalogue } = this.#options;
    let found: Service | undefined;
    try {
      found = await catalogue.platform.getService(service, call);
      this.#kept.keep([found]);
    } catch (error) {
      call.signal?.throwIfAborted();
      found = isAway(error) ? this.#kept.of([service])[0] : undefined;
      if (!found) throw error;
    }
    const [laid = found] = await this.#laid([found], catalogue, call);
    return laid;
  }

  /** The catalogue's page; where it is away, what was known of it, or else the services that an engine has. */
  async #page(query: ServiceQuery, call: CallOptions): Promise<PageFrom> {
    const { catalogue } = this.#options;
    const { part, platform } = catalogue;
    const { names } = query;
    if (names && !part.offers('watch') && this.#kept.hasRecent(names)) {
      return { items: this.#kept.of(names), from: catalogue };
    }
    try {
      // Where nothing is known yet there is nothing to show in its place; a list that has begun is read to its end.
      const isWorthWaiting = this.#kept.isEmpty || query.pageToken !== undefined;
      const patience = isWorthWaiting ? Infinity : undefined;
      const page = await part.ask(() => platform.listServices(query, call), call.signal, patience);
      this.#kept.took(query, page);
      return { ...page, from: catalogue };
    } catch (error) {
      call.signal?.throwIfAborted();
      if (!isAway(error) || query.pageToken !== undefined) throw error;
      return this.#instead(query, call, error);
    }
  }

  async #instead(query: ServiceQuery, call: CallOptions, error: unknown): Promise<PageFrom> {
    const { catalogue, layers } = this.#options;
    if (!this.#kept.isEmpty) return { items: this.#kept.matching(query), from: catalogue };
    for (const layer of layers) {
      if (layer === catalogue) continue;
      const { part, platform } = layer;
      try {
        const items: Service[] = [];
        for (let pageToken: string | undefined; ;) {
          const asked = { ...query, ...(pageToken !== undefined && { pageToken }) };
          const page = await part.ask(() => platform.listServices(asked, call), call.signal);
          items.push(...page.items);
          pageToken = page.nextPageToken;
          if (pageToken === undefined) return { items, from: layer };
        }
      } catch {
        call.signal?.throwIfAborted();
      }
    }
    throw error;
  }

  /** `from`: whose services these are, with their environments there. */
  async #laid(services: readonly Service[], from: Layer, call: CallOptions): Promise<readonly Service[]> {
    const { layers, slos } = this.#options;
    const entries = services.map(entryOf);
    const names = services.map(({ name }) => name);
    const others = layers.filter((layer) => layer !== from);
    for (const layer of others) layer.bind(entries);
    const [readings, objectives] = await Promise.all([
      Promise.all(others.map((layer) => layer.read(names, call))),
      slos?.of(entries, call.signal),
    ]);
    const order = this.#options.union.order(namesIn(services, readings));
    const now = new Date(this.#clock.now()).toISOString();
    return services.map((service) => {
      const said = layers.map((layer): Reading => {
        const reading = readings[others.indexOf(layer)];
        return reading ?? layer.told(service.name, service.environments ?? []);
      });
      const states = laidOver(
        said.map(({ environments, ...rest }) => ({
          ...rest,
          environments: environments.get(service.name) ?? [],
        })),
        now,
      );
      return { ...service, environments: inOrder(states, order, objectives?.get(service.name)) };
    });
  }
}

interface PageFrom extends Page<Service> {
  readonly from: Layer;
}

function namesIn(services: readonly Service[], readings: readonly Reading[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (states: readonly ServiceEnvironment[] = []): void => {
    for (const { environment } of states) names.add(environment);
  };
  for (const { environments } of services) add(environments);
  for (const { environments } of readings) for (const states of environments.values()) add(states);
  return names;
}

function inOrder(
  states: readonly ServiceEnvironment[],
  order: ReadonlyMap<string, number>,
  slos: ReadonlyMap<string, SloSummary> | undefined,
): readonly ServiceEnvironment[] {
  const place = ({ environment }: ServiceEnvironment): number => order.get(environment) ?? order.size;
  return [...states]
    .sort((one, other) => place(one) - place(other))
    .map((state) => {
      const slo = slos?.get(state.environment) ?? slos?.get('');
      return slo ? { ...state, slo } : state;
    });
}
