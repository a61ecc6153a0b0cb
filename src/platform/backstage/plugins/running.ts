import { t } from '../../../base/l10n.js';
import { refusal } from '../../../contract/refusal.js';
import type { CallOptions, Page } from '../../../model/call.js';
import type { Environment, Service, ServiceEnvironment } from '../../../model/catalog.js';
import type { Clock } from '../../../model/clock.js';
import type { Deployment } from '../../../model/delivery.js';
import type { EnvironmentRules } from '../../../model/engine.js';
import type { PlatformInfo, ServiceQuery } from '../../../model/platform.js';
import { capabilityUnion } from '../../composed/capabilityUnion.js';
import { absent } from '../absent.js';
import type { Conditions } from '../calls.js';
import type { Catalog } from '../catalog.js';
import { concerns, type Look, type RunsPlugin } from './plugin.js';
import { Sights, type Sight } from './sights.js';

export interface RunningOptions {
  readonly catalog: Catalog;
  /** Those whose word on health counts more in front. */
  readonly plugins: readonly RunsPlugin[];
  readonly rules: EnvironmentRules;
  readonly clock: Clock;
}

/** Without a list before, environments are told by this many services. */
const sampled = 50;
const mostEmptyPages = 20;

/** What plugins of a backend know of its services: where and how they run. Asks nothing of a backend without them. */
export class Running {
  readonly #catalog: Catalog;
  readonly #plugins: readonly RunsPlugin[];
  readonly #sights: Sights;

  constructor({ catalog, plugins, rules, clock }: RunningOptions) {
    this.#catalog = catalog;
    this.#plugins = plugins;
    this.#sights = new Sights(() => this.#there(), rules, clock);
  }

  async capabilities(call?: CallOptions): Promise<PlatformInfo['capabilities']> {
    const offers = (await Promise.all(this.#plugins.map((plugin) => plugin.offer(call)))).filter(
      (offer) => offer !== undefined,
    );
    if (offers.length === 0) return {};
    const read = { level: 'Read' };
    const shown = { environments: read, 'services.detail': read, deployments: read, releases: read };
    return capabilityUnion([shown, ...offers]);
  }

  /** A page of services with their environments, as far as plugins tell them. */
  async list(query: ServiceQuery = {}, call?: CallOptions): Promise<Page<Service>> {
    const { environment, health, ...asked } = query;
    if (environment !== undefined || health !== undefined) return this.#listAt(query, call);
    const page = await this.#catalog.services(asked, call);
    if (query.view === 'Basic') return page;
    const concerned = await this.#concerned(page.items, call);
    await this.#sights.read(concerned, false, call);
    const known = new Map(concerned.map((service) => [service, this.#sights.shown(service)]));
    return { ...page, items: page.items.map((service) => known.get(service) ?? service) };
  }

  async service(name: string, call?: CallOptions): Promise<Service> {
    const service = await this.#catalog.service(name, call);
    const [concerned] = await this.#concerned([service], call);
    return concerned
      ? { ...service, environments: this.#sights.placesIn(await this.#sights.of(service, call)) }
      : service;
  }

  /** Those where any of the services runs that were looked at, or of a few where none was. */
  async environments(call?: CallOptions): Promise<readonly Environment[]> {
    const plugins = await this.#there(call);
    if (plugins.length === 0) return [];
    const some = await this.#catalog.services({ pageSize: sampled }, call, conditionsOf(plugins));
    await this.#sights.read(some.items, false, call);
    return this.#sights.environments;
  }

  async place(service: string, environment: string, call?: CallOptions): Promise<ServiceEnvironment> {
    const places = this.#sights.placesIn(await this.#sightsOf(service, call), ({ whole }) => whole);
    return places.find((place) => place.environment === environment) ?? nowhere(service, environment);
  }

  /** Newest first; of an environment that several plugins know, what the first tells. */
  async deployments(
    service: string,
    environment?: string,
    call?: CallOptions,
  ): Promise<readonly Deployment[]> {
    const taken = new Set<string>();
    const told = (await this.#sightsOf(service, call)).map(async ({ look }) => {
      if (!look) return [];
      const own = look.environments.map((place) => place.environment).filter((name) => !taken.has(name));
      for (const name of own) taken.add(name);
      const all = await look.deployments(environment, call);
      return all.filter((deployment) => own.includes(deployment.environment));
    });
    const timeOf = ({ createdAt, startedAt, finishedAt }: Deployment): string =>
      createdAt ?? startedAt ?? finishedAt ?? '';
    return (await Promise.all(told)).flat().sort((one, other) => timeOf(other).localeCompare(timeOf(one)));
  }

  /**
   * What tells more of a service in an environment than how it is; `undefined` where no plugin does. Rejects with
   * `not-found` where it does not run.
   */
  async teller<K extends 'logs' | 'events'>(
    key: K,
    service: string,
    environment: string,
    call?: CallOptions,
  ): Promise<Look[K]> {
    const isThere = ({ look }: Sight): boolean =>
      look?.environments.some((place) => place.environment === environment) === true;
    const there = (await this.#sightsOf(service, call)).filter(isThere);
    if (there.length === 0) return nowhere(service, environment);
    return there.map(({ look }) => look?.[key]).find((one) => one !== undefined);
  }

  /** Plugins that are there; rejects with `not-implemented` where none is. */
  async demand(call?: CallOptions): Promise<void> {
    if ((await this.#there(call)).length === 0) throw absent();
  }

  /** Of services that run there, each with its environments: only those are read that a plugin could know. */
  async #listAt({ environment, health, ...query }: ServiceQuery, call?: CallOptions): Promise<Page<Service>> {
    const plugins = await this.#there(call);
    if (plugins.length === 0) return { items: [] };
    const fits = ({ environments = [] }: Service): boolean =>
      environments.some(
        (place) =>
          (environment === undefined || place.environment === environment) &&
          (health === undefined || place.health === health),
      );
    let { pageToken } = query;
    for (let pages = 1; ; pages++) {
      const asked = { ...query, ...(pageToken !== undefined && { pageToken }) };
      const page = await this.#catalog.services(asked, call, conditionsOf(plugins));
      await this.#sights.read(page.items, true, call);
      const items = page.items.map((service) => this.#sights.shown(service)).filter(fits);
      pageToken = page.nextPageToken;
      if (items.length > 0 || pageToken === undefined || pages === mostEmptyPages) return { ...page, items };
    }
  }

  async #sightsOf(name: string, call?: CallOptions): Promise<readonly Sight[]> {
    await this.demand(call);
    return this.#sights.of(await this.#catalog.service(name, call), call);
  }

  /** Those of which a plugin that is there knows something; asks for plugins only where annotations speak of one. */
  async #concerned(services: readonly Service[], call?: CallOptions): Promise<readonly Service[]> {
    const maybe = services.filter((service) => this.#plugins.some((plugin) => concerns(plugin, service)));
    if (maybe.length === 0) return [];
    const plugins = await this.#there(call);
    return maybe.filter((service) => plugins.some((plugin) => concerns(plugin, service)));
  }

  async #there(call?: CallOptions): Promise<readonly RunsPlugin[]> {
    const offers = await Promise.all(this.#plugins.map((plugin) => plugin.offer(call)));
    return this.#plugins.filter((_plugin, index) => offers[index] !== undefined);
  }
}

/** An entity that has any of the annotations. */
function conditionsOf(plugins: readonly RunsPlugin[]): readonly Conditions[] {
  return plugins
    .flatMap(({ annotations }) => annotations)
    .map((key) => ({ [`metadata.annotations.${key}`]: true }));
}

function nowhere(service: string, environment: string): never {
  throw refusal('not-found', t('Backstage shows nothing of {0} in {1}.', service, environment));
}
