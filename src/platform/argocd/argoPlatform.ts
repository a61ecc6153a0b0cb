import { connectClient, type ClientConnection } from '../http/connectClient.js';
import { t } from '../../base/l10n.js';
import { problemOf, refusalError } from '../../contract/problem.js';
import type { CallOptions } from '../../model/call.js';
import type { Environment, Service, ServiceEnvironment } from '../../model/catalog.js';
import type { DeploymentRequest } from '../../model/delivery.js';
import { environmentsNamed, type ConfigSources, type Overlay } from '../../model/engine.js';
import type { PlatformError } from '../../model/errors.js';
import type { AccessPart, DeploymentPart, OperationPart, PlacePart } from '../../model/parts.js';
import type { LogLine, LogQuery, Platform, WatchEvent } from '../../model/platform.js';
import type { Client } from '../http/client.js';
import type { Policy } from '../http/policy.js';
import { parseServerUrl } from '../http/url.js';
import { Applications, type BoundApplication } from './applications.js';
import type { ArgoRules } from './binding.js';
import { Commits } from './commits.js';
import { deploy } from './deploy.js';
import { deploymentAt, deploymentsOf, releasesOf, type ReadPlace } from './deployments.js';
import { eventsOf } from './events.js';
import { Feed } from './feed.js';
import { missing, readId } from './ids.js';
import { readInfo, readMe } from './info.js';
import { logsOf } from './logs.js';
import { Operations } from './operations.js';
import { pageOf } from './paging.js';
import { Permissions } from './permissions.js';
import { planOf, type Planned } from './plan.js';
import { argoProblem } from './refusal.js';
import { serviceFits } from './serviceFits.js';
import { configSourceOf } from './sources.js';
import { environmentsOf, serviceOf, type StatusContext } from './status.js';
import { SyncWindows } from './syncWindows.js';
import { Watch } from './watch.js';
import { componentsOf, replicasOf, treeOf } from './workloads.js';

export interface ArgoPlatformOptions extends ClientConnection {
  readonly rules?: ArgoRules;
}

/** An Argo CD behind the port: what it has no notion of is refused as `not-implemented` and not announced. */
export interface ArgoPlatform extends Platform {
  readonly overlay: Overlay;
  readonly sources: ConfigSources;
  readonly access: AccessPart;
  readonly deployments: DeploymentPart;
  readonly operations: OperationPart;
  readonly places: PlacePart;
}

/** Thousands of Applications are one answer, which a busy server takes its time for. */
const argoPolicy: Partial<Policy> = { maxAnswerBytes: 96 * 1024 * 1024, readDeadlineMs: 30_000 };

/** Throws `UserError` for a URL that must not be used. */
export function createArgoPlatform(options: ArgoPlatformOptions): ArgoPlatform {
  const url = parseServerUrl(options.url);
  const root = new URL(url);
  const client = connectClient(url, options, { policy: argoPolicy, problemIn: argoProblem });
  const argo = new Argo(client, url, options.rules ?? {});
  const { operations, permissions } = argo;
  return {
    url,
    getInfo: (call) => readInfo(client, root, call),
    getMe: (call) => readMe(client, call),
    listServices: async (query = {}, call) => {
      await argo.ready(call);
      const fits = serviceFits(query);
      // Whatever is not asked about need not be put together for more than a page.
      if (!fits) {
        const { items: names, ...page } = pageOf(argo.names(query.names), query);
        return { ...page, items: argo.services(names) };
      }
      return pageOf(argo.services(argo.names(query.names)).filter(fits), query);
    },
    getService: (service, call) => argo.service(service, call),
    listEnvironments: async (query = {}, call) => pageOf(await argo.environments(call), query),
    listOwners: () => Promise.resolve({ items: [] }),
    listTemplates: () => Promise.resolve({ items: [] }),
    listScorecards: () => Promise.resolve({ items: [] }),
    overlay: argo,
    sources: {
      of: async (service, environment, call) => {
        const { app, json } = await argo.read(service, environment, call);
        return configSourceOf(app, json);
      },
    },
    access: { evaluate: (request, call) => permissions.evaluate(request, call) },
    places: argo,
    listReleases: async (service, query = {}, call) =>
      pageOf(releasesOf(await argo.readAll(service, undefined, call)), query),
    listDeployments: async (service, query = {}, call) =>
      deploymentsOf(await argo.readAll(service, query.environment, call), query, argo.commits, call),
    deployments: {
      get: async (service, id, call) => {
        const place = await argo.placeOf(service, id, call);
        return deploymentAt(place, readId(id).mark, argo.commits, call);
      },
      release: async (service, id, call) => {
        const release = releasesOf(await argo.readAll(service, undefined, call)).find(
          (each) => each.id === id,
        );
        if (!release) throw missing(t('Argo CD remembers no release {0} of {1}.', id, service));
        const commit = await argo.commits.of((await argo.bound(service, undefined, call)).app, id, call);
        return { ...release, ...(commit && { commit }) };
      },
    },
    planDeployment: async (service, request, call) => (await argo.plan(service, request, call)).plan,
    createDeployment: async (service, request, write) => {
      const { app } = await argo.read(service, request.environment, write);
      const place = { service, environment: request.environment };
      const before = await operations.asked(app, place, write.idempotencyKey, write);
      if (before) return before;
      const planned = await argo.plan(service, request, write);
      return deploy({ client, feed: argo.feed, operations }, place, planned, request, write);
    },
    operations: {
      list: (query, call) => operations.list(query, call),
      resume: () => Promise.reject(absent(t('A sync of Argo CD does not wait: there is nothing to resume.'))),
    },
    getOperation: (operation, call) => operations.get(operation, call),
    cancelOperation: (operation, call) => operations.cancel(operation, call),
    operationEvents: (operation, call) => operations.events(operation, call),
    logs: (service, environment, query, call) => argo.logs(service, environment, query, call),
    watch: ({ signal, opened } = {}) => argo.follow(signal, opened),
    validateManifest: () => Promise.resolve([]),
    getOnCall: refuse,
    listResourceTypes: refuse,
    listSchemas: refuse,
    getSchema: refuse,
    createRelease: refuse,
    dispose: () => {
      argo.watch.dispose();
      options.transport.dispose();
    },
  };
}

/** What the calls of the port have in common: the index, what feeds it, and what is asked for one place at a time. */
class Argo implements Overlay, PlacePart {
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
    const environments = (found.environments ?? []).map((state) => this.#detailed(state, read, call));
    return { ...found, environments: await Promise.all(environments) };
  }

  /** In promotion order, those frozen whose Applications all are. */
  async environments(call?: CallOptions): Promise<readonly Environment[]> {
    await this.ready(call);
    const bound = this.#index.services().flatMap((service) => this.#index.of(service));
    return Promise.all(
      this.#named().map(async (environment) => {
        const apps = bound.filter((each) => each.environment === environment.name).map(({ app }) => app);
        const freeze = await this.#windows.freezeOf(apps, call);
        return freeze ? { ...environment, freeze } : environment;
      }),
    );
  }

  readonly get: PlacePart['get'] = async (service, environment, call) => {
    const { app } = await this.read(service, environment, call);
    const state = environmentsOf(service, this.#status).find((each) => each.environment === environment);
    if (!state) throw nowhere(service, environment);
    const nodes = await treeOf(this.#client, app, call);
    const replicas = await replicasOf(this.#client, app, nodes, call);
    const detailed = await this.#detailed(state, [{ service, environment, app }], call);
    return { ...detailed, components: componentsOf(nodes), ...(replicas && { replicas }) };
  };

  /** Whoever follows asks for environments next: what tells of their freezes is on its way by then. */
  follow(signal?: AbortSignal, opened?: () => void): AsyncIterable<WatchEvent> {
    this.#windows.windows().catch(() => undefined);
    return this.watch.events(signal, opened);
  }

  readonly events: PlacePart['events'] = async (service, environment, query = {}, call) => {
    const { app } = await this.bound(service, environment, call);
    return pageOf(await eventsOf(this.#client, app, call), query);
  };

  /** The Application that is acted on for a service in an environment. Rejects with `not-found`. */
  async bound(service: string, environment?: string, call?: CallOptions): Promise<BoundApplication> {
    await this.ready(call);
    const isThere = (each: BoundApplication): boolean =>
      environment === undefined || each.environment === environment;
    const known = this.#index.of(service).find(isThere);
    if (known) return known;
    throw nowhere(service, environment);
  }

  async read(service: string, environment: string, call?: CallOptions): ReturnType<Feed['read']> {
    const { app } = await this.bound(service, environment, call);
    return this.feed.read(app, signalOf(call));
  }

  /** The Applications of a service, the first of each environment, in full. */
  async readAll(service: string, environment?: string, call?: CallOptions): Promise<readonly ReadPlace[]> {
    await this.bound(service, environment, call);
    const firsts = new Map<string, BoundApplication>();
    for (const each of this.#index.of(service)) {
      const isWanted = environment === undefined || environment === each.environment;
      if (isWanted && !firsts.has(each.environment)) firsts.set(each.environment, each);
    }
    return Promise.all(
      [...firsts.values()].map(async ({ app, environment: name }) => {
        const { app: read } = await this.feed.read(app, signalOf(call));
        return { service, environment: name, app: read };
      }),
    );
  }

  /** Where a deployment is. Rejects with `not-found`. */
  async placeOf(service: string, deployment: string, call?: CallOptions): Promise<ReadPlace> {
    const { key } = readId(deployment);
    const place = (await this.readAll(service, undefined, call)).find(({ app }) => app.key === key);
    if (place) return place;
    throw missing(t('Argo CD has no deployment {0} of {1}.', deployment, service));
  }

  async plan(service: string, request: DeploymentRequest, call?: CallOptions): Promise<Planned> {
    const { app, environment } = await this.bound(service, request.environment, call);
    const target = this.#named().find(({ name }) => name === environment);
    if (!target) throw nowhere(service, environment);
    const parts = { client: this.#client, feed: this.feed, commits: this.commits, windows: this.#windows };
    return planOf(parts, { service, environment, app }, target, request, signalOf(call));
  }

  async *logs(
    service: string,
    environment: string,
    query: LogQuery = {},
    call?: CallOptions,
  ): AsyncGenerator<LogLine> {
    const { app } = await this.bound(service, environment, call);
    yield* logsOf(this.#client, app, service, query, call);
  }

  /** With the commit that runs and what the caller may do. */
  async #detailed(
    state: ServiceEnvironment,
    read: readonly ReadPlace[],
    call?: CallOptions,
  ): Promise<ServiceEnvironment> {
    const app = read.find(({ environment }) => environment === state.environment)?.app;
    if (!app) return state;
    const [permissions, commit] = await Promise.all([
      this.permissions.of(app, call),
      this.commits.of(app, state.current?.commit?.id, call),
    ]);
    const current = state.current && { ...state.current, ...(commit && { commit }) };
    return { ...state, permissions, ...(current && { current }) };
  }

  #named(): readonly Environment[] {
    const names = this.#index.environments();
    if (this.#order?.names !== names) {
      this.#order = { names, environments: environmentsNamed(names, this.#rules) };
    }
    return this.#order.environments;
  }

  #order: { readonly names: ReadonlySet<string>; readonly environments: readonly Environment[] } | undefined;
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

const refuse = (): Promise<never> => Promise.reject(absent());

function absent(
  detail = t('Argo CD applies what Git has: releases, owners, schemas and people on call are elsewhere.'),
): PlatformError {
  const remediation = { text: t('Connect a catalogue beside it, or change Git.') };
  return refusalError(501, problemOf('not-implemented', { detail, remediation }), undefined);
}
