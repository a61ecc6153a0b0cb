import { t } from '../../base/l10n.js';
import type { CallOptions } from '../../model/call.js';
import type { Environment, Service, ServiceEnvironment } from '../../model/catalog.js';
import type { DeploymentRequest } from '../../model/delivery.js';
import { environmentsNamed, type Overlay } from '../../model/engine.js';
import { PlatformError } from '../../model/errors.js';
import type { PlacePart } from '../../model/parts.js';
import type { LogLine, LogQuery, WatchEvent } from '../../model/platform.js';
import type { Json } from '../json.js';
import type { Client } from '../http/client.js';
import type { Application } from './application.js';
import { Applications, type BoundApplication } from './applications.js';
import type { ArgoRules } from './binding.js';
import { causeIn } from './cause.js';
import { Commits } from './commits.js';
import type { ReadPlace } from './deployments.js';
import { eventsOf } from './events.js';
import { Feed } from './feed.js';
import { missing, readId } from './ids.js';
import { logsOfAll } from './logs.js';
import { Operations } from './operations.js';
import { pageOf } from './paging.js';
import { Permissions } from './permissions.js';
import { planOf } from './plan.js';
import { planTogether, type PlannedTogether } from './planTogether.js';
import { environmentsOf, explainedState, serviceOf, type StatusContext } from './status.js';
import { SyncWindows } from './syncWindows.js';
import { Watch } from './watch.js';
import { componentsBelow, componentsOf, replicasOf, replicasTogether, treeOf } from './workloads.js';

/** Healths of which nobody asks why. */
const well: ReadonlySet<string> = new Set(['Healthy', 'Suspended']);

type Tree = readonly Json[];

/** What the calls of the port have in common: the index, what feeds it, and what is asked for one place at a time. */
export class Argo implements Overlay, PlacePart {
  readonly feed: Feed;
  readonly watch: Watch;
  readonly commits: Commits;
  readonly operations: Operations;
  readonly permissions: Permissions;
  readonly #client: Client;
  readonly #rules: ArgoRules;
  readonly #index: Applications;
  readonly #windows: SyncWindows;
  readonly #status: StatusContext;
  #order: { readonly names: ReadonlySet<string>; readonly environments: readonly Environment[] } | undefined;

  constructor(client: Client, page: string, rules: ArgoRules) {
    this.#client = client;
    this.#rules = rules;
    this.#index = new Applications(rules);
    this.feed = new Feed(client, this.#index, rules);
    this.watch = new Watch(this.feed);
    this.commits = new Commits(client);
    this.operations = new Operations({ client, index: this.#index, feed: this.feed });
    this.permissions = new Permissions(client, this.#index);
    this.#windows = new SyncWindows(client);
    this.#status = { index: this.#index, page, environments: () => this.#named().map(({ name }) => name) };
  }

  ready(call?: CallOptions): Promise<void> {
    return this.feed.ready(call);
  }

  readonly bind: Overlay['bind'] = (entries) => this.#index.bind(entries);

  readonly environmentsOf: Overlay['environmentsOf'] = async (services, call) => {
    await this.ready(call);
    const found = services.map((service) => [service, environmentsOf(service, this.#status)] as const);
    return new Map(found.filter(([, environments]) => environments.length > 0));
  };

  /** Of services that run somewhere: all, or those that are among some. */
  names(wanted?: readonly string[]): readonly string[] {
    return wanted ? wanted.filter((name) => this.#index.of(name).length > 0) : this.#index.services();
  }

  services(names: readonly string[]): readonly Service[] {
    return names.map((name) => serviceOf(name, this.#status));
  }

  async service(service: string, call?: CallOptions): Promise<Service> {
    const read = await this.readAll(service, undefined, call);
    const found = serviceOf(service, this.#status);
    const environments = (found.environments ?? []).map(async (state) => {
      const places = read.filter(({ environment }) => environment === state.environment);
      const trees = await this.#trees(places, well.has(state.health), call);
      return this.#detailed(state, places, trees, call);
    });
    return { ...found, environments: await Promise.all(environments) };
  }

  /** In promotion order, those frozen whose Applications all are. */
  async environments(call?: CallOptions): Promise<readonly Environment[]> {
    await this.ready(call);
    return Promise.all(
      this.#named().map(async (environment) => {
        const freeze = await this.#windows.freezeOf(this.#appsIn(environment.name), call);
        return freeze ? { ...environment, freeze } : environment;
      }),
    );
  }

  readonly get: PlacePart['get'] = async (service, environment, call) => {
    const places = await this.readAll(service, environment, call);
    const state = environmentsOf(service, this.#status).find((each) => each.environment === environment);
    if (!state) throw nowhere(service, environment);
    const trees = await Promise.all(places.map(({ app }) => treeOf(this.#client, app, call)));
    const counts = places.map(({ app }, index) => replicasOf(this.#client, app, trees[index] ?? [], call));
    const replicas = replicasTogether(await Promise.all(counts));
    const detailed = await this.#detailed(state, places, trees, call);
    const components = places.flatMap(({ app, beside }, index) => {
      const nodes = trees[index] ?? [];
      return beside ? componentsBelow(app, causeIn(nodes)?.sentence, nodes) : componentsOf(nodes);
    });
    return { ...detailed, components, ...(replicas && { replicas }) };
  };

  /** Whoever follows asks for environments next: what tells of their freezes is on its way by then. */
  follow(signal?: AbortSignal, opened?: () => void): AsyncIterable<WatchEvent> {
    this.#windows.windows().catch(() => undefined);
    return this.watch.events(signal, opened);
  }

  readonly events: PlacePart['events'] = async (service, environment, query = {}, call) => {
    const bound = await this.boundTo(service, environment, call);
    const events = await Promise.all(bound.map(({ app }) => eventsOf(this.#client, app, call)));
    const newest = events.flat().sort((one, other) => Date.parse(other.time) - Date.parse(one.time));
    return pageOf(newest, query);
  };

  /** The Applications of a service, all or those of an environment, at least one. Rejects with `not-found`. */
  async boundTo(
    service: string,
    environment?: string,
    call?: CallOptions,
  ): Promise<readonly [BoundApplication, ...BoundApplication[]]> {
    await this.ready(call);
    const [first, ...others] = this.#index
      .of(service)
      .filter((each) => environment === undefined || each.environment === environment);
    if (!first) throw nowhere(service, environment);
    return [first, ...others];
  }

  /** As `boundTo`, each read anew in full. */
  async readAll(service: string, environment?: string, call?: CallOptions): Promise<readonly ReadPlace[]> {
    const bound = await this.boundTo(service, environment, call);
    return Promise.all(
      placesOf(service, bound).map(async (place) => ({
        ...place,
        ...(await this.feed.read(place.app, signalOf(call))),
      })),
    );
  }

  /** Where a deployment is. Rejects with `not-found`. */
  async placeOf(service: string, deployment: string, call?: CallOptions): Promise<ReadPlace> {
    const { key } = readId(deployment);
    const place = (await this.readAll(service, undefined, call)).find(({ app }) => app.key === key);
    if (place) return place;
    throw missing(t('Argo CD has no deployment {0} of {1}.', deployment, service));
  }

  /** Of every Application of a place; a deployment to go back to is that of one. */
  async plan(service: string, request: DeploymentRequest, call?: CallOptions): Promise<PlannedTogether> {
    const { environment, toDeployment } = request;
    const [first, ...others] = placesOf(service, await this.boundTo(service, environment, call));
    const target = this.#named().find(({ name }) => name === environment);
    if (!target || !first) throw nowhere(service, environment);
    const parts = { client: this.#client, feed: this.feed, commits: this.commits, windows: this.#windows };
    const planned = (place: ReadPlace) => planOf(parts, place, target, request, signalOf(call));
    if (request.kind === 'Rollback') {
      const { key } = readId(toDeployment ?? '');
      return planTogether([await planned(others.find(({ app }) => app.key === key) ?? first)]);
    }
    const [one, ...rest] = await Promise.all([planned(first), ...others.map(planned)]);
    return planTogether([one, ...rest]);
  }

  async *logs(
    service: string,
    environment: string,
    query: LogQuery = {},
    call?: CallOptions,
  ): AsyncGenerator<LogLine> {
    const bound = await this.boundTo(service, environment, call);
    yield* logsOfAll(
      this.#client,
      bound.map(({ app }) => app),
      service,
      query,
      call,
    );
  }

  /** What came of each Application, unless nobody asks why; one whose objects cannot be read tells none. */
  #trees(places: readonly ReadPlace[], isWell: boolean, call?: CallOptions): Promise<readonly Tree[]> {
    return Promise.all(
      places.map(async ({ app }): Promise<Tree> => {
        if (isWell) return [];
        try {
          return await treeOf(this.#client, app, call);
        } catch (error) {
          if (PlatformError.is(error)) return [];
          throw error;
        }
      }),
    );
  }

  /** With the commit that runs, why it is not well, and what the caller may do. */
  async #detailed(
    state: ServiceEnvironment,
    places: readonly ReadPlace[],
    trees: readonly Tree[],
    call?: CallOptions,
  ): Promise<ServiceEnvironment> {
    const apps = places.map(({ app }) => app);
    const [first] = apps;
    if (!first) return state;
    const [permissions, commit] = await Promise.all([
      this.permissions.of(apps, call),
      this.commits.of(first, state.current?.commit?.id, call),
    ]);
    const current = state.current && { ...state.current, ...(commit && { commit }) };
    const all = places.map(({ app, json }, index) => ({
      app,
      ...(json && { json }),
      cause: well.has(app.health) ? undefined : causeIn(trees[index] ?? []),
    }));
    const { service = '' } = places[0] ?? {};
    return { ...explainedState(state, service, all), permissions, ...(current && { current }) };
  }

  *#appsIn(environment: string): Generator<Application> {
    for (const app of this.#index.all()) {
      if (this.#index.placeOf(app).environment === environment) yield app;
    }
  }

  #named(): readonly Environment[] {
    const names = this.#index.environments();
    if (this.#order?.names !== names) {
      this.#order = { names, environments: environmentsNamed(names, this.#rules) };
    }
    return this.#order.environments;
  }
}

/** Each with the names of all of its environment, where there are several. */
function placesOf(service: string, bound: readonly BoundApplication[]): readonly ReadPlace[] {
  return bound.map(({ app, environment }) => {
    const all = bound.filter((each) => each.environment === environment).map((each) => each.app.name);
    return { service, environment, app, ...(all.length > 1 && { beside: all }) };
  });
}

function signalOf(call: CallOptions | undefined): CallOptions {
  return call?.signal ? { signal: call.signal } : {};
}

function nowhere(service: string, environment: string | undefined): PlatformError {
  return missing(
    environment === undefined
      ? t('Argo CD runs no service {0}, or you may not see it.', service)
      : t('Argo CD does not run {0} in {1}, or you may not see it.', service, environment),
  );
}
