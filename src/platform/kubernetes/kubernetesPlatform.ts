import { t } from '../../base/l10n.js';
import { contractVersion } from '../../contract/capabilities.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions } from '../../model/call.js';
import type { Service, ServiceEnvironment } from '../../model/catalog.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { ConfigSources, EnvironmentRules, Overlay } from '../../model/engine.js';
import { UserError } from '../../model/errors.js';
import { silentLog, type Log } from '../../model/log.js';
import type { Platform, PlatformInfo } from '../../model/platform.js';
import type { RenderService } from '../../model/rendering.js';
import { Client } from '../http/client.js';
import { Origins } from '../http/origin.js';
import type { ProxyFor } from '../http/proxies.js';
import { defaultPolicy, loopbackPolicy, type Policy } from '../http/policy.js';
import { tlsTransport, type TlsMaterial } from '../http/tlsTransport.js';
import type { Transport } from '../http/transport.js';
import { isLoopback } from '../http/url.js';
import { isObject } from '../json.js';
import { Access, readMe } from './access.js';
import { get } from './calls.js';
import { Cluster } from './cluster.js';
import { componentsOf, explained } from './components.js';
import { credentialsOf } from './credentials.js';
import { Delivery } from './delivery.js';
import { eventsOf } from './events.js';
import type { ExecConsent } from './execPlugin.js';
import { historyOf } from './history.js';
import type { Kubeconfig } from './kubeconfig.js';
import { logsOf } from './logs.js';
import { ManifestDelivery } from './manifestDelivery.js';
import { statusProblem } from './refusal.js';
import { CustomKinds } from './schemas.js';
import { pageOf, servicesOf } from './serviceList.js';
import { fluxSources } from './sources.js';
import { World } from './world.js';

/** A context of the kubeconfig, and what it stands for. */
export interface ContextChoice {
  readonly context: string;
  /** Of everything in it; else each namespace is an environment, by its label or name. */
  readonly environment?: string;
  /** Only these; else all that may be seen. */
  readonly namespaces?: readonly string[];
  /** Goes on where the kubeconfig says not to look at the server's certificate. */
  readonly allowInsecure?: boolean;
}

export interface KubernetesPlatformOptions {
  readonly kubeconfig: Kubeconfig;
  /** At least one. */
  readonly contexts: readonly ContextChoice[];
  readonly rules?: EnvironmentRules;
  /** Without it no command of the kubeconfig is run. */
  readonly execConsent?: ExecConsent;
  /** Makes objects of manifests; without it only images are deployed. */
  readonly render?: RenderService;
  /** Makes what speaks to a server by its certificates; disposed with the platform. */
  readonly transport?: (tls: () => Promise<TlsMaterial>, proxyFor?: ProxyFor) => Transport;
  /** For servers whose kubeconfig names none. */
  readonly proxyFor?: ProxyFor;
  readonly log?: Log;
  readonly clock?: Clock;
  readonly policy?: Partial<Policy>;
  /** What other clients in this process know of the same origins. */
  readonly origins?: Origins;
}

export interface KubernetesPlatform extends Platform {
  readonly overlay: Overlay;
  readonly sources: ConfigSources;
}

/** Clusters behind the port: workloads are services, namespaces and contexts are environments. Throws `UserError` for a context that cannot be used. */
export function createKubernetesPlatform(options: KubernetesPlatformOptions): KubernetesPlatform {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLog;
  const transports: Transport[] = [];
  const clusters = options.contexts.map((choice) => clusterOf(choice, options, { clock, log }, transports));
  const [first] = clusters;
  if (!first) throw new UserError('kubernetes.context', t('Choose at least one context of the kubeconfig.'));
  const now = (): number => clock.now();
  const world = new World({ clusters, rules: options.rules ?? {}, clock, log });
  const manifests = options.render && new ManifestDelivery(world, options.render, now);
  const delivery = new Delivery(world, now, manifests);
  const access = new Access(now);
  const kinds = new CustomKinds(first, now);
  return {
    url: first.client.urlOf(get('', String)).href.replace(/\/$/, ''),
    overlay: overlayOf(world),
    sources: fluxSources(world),
    getInfo: (call) => infoOf(first, kinds, manifests !== undefined, call),
    getMe: (call) => readMe(first, call),
    listServices: async (query, call) => servicesOf(await world.picture(call), query),
    getService: (service, call) => detailOf(world, access, service, call),
    listEnvironments: async (query, call) => pageOf((await world.picture(call)).environments, query),
    listDeployments: async (service, query = {}, call) => {
      const all = await historyOf((await world.picture(call)).workloads(service, query.environment), call);
      return pageOf(
        query.state === undefined ? all : all.filter(({ state }) => state === query.state),
        query,
      );
    },
    listReleases: async (service, query = {}, call) => {
      const all = await historyOf((await world.picture(call)).workloads(service), call);
      return pageOf([...new Map(all.map(({ release }) => [release.id, release])).values()], query);
    },
    access: {
      evaluate: async (request, call) => access.evaluate(request, await world.picture(call), call),
    },
    deployments: {
      get: async (service, id, call) => {
        const all = await historyOf((await world.picture(call)).workloads(service), call);
        return found(
          all.find((one) => one.id === id),
          id,
        );
      },
      release: async (service, id, call) => {
        const handed = manifests?.release(id);
        if (handed) return handed;
        const all = await historyOf((await world.picture(call)).workloads(service), call);
        return found(
          all.map(({ release }) => release).find((one) => one.id === id),
          id,
        );
      },
    },
    places: {
      get: async (service, environment, call) => {
        const place = (await world.picture(call)).place(service, environment);
        return await withDetail(world, access, service, found(place, `${service} ${environment}`), {
          ...call,
          isWhole: true,
        });
      },
      events: async (service, environment, query, call) => {
        const workloads = await world.workloads(service, environment, call);
        const all = await Promise.all(workloads.map((workload) => eventsOf(workload, call)));
        return pageOf(
          all.flat().sort((one, other) => other.time.localeCompare(one.time)),
          query,
        );
      },
    },
    operations: {
      list: async (query = {}, call) => {
        const all = await delivery.operations(call);
        const fits = all.filter(
          ({ service, environment, state }) =>
            [undefined, service].includes(query.service) &&
            [undefined, environment].includes(query.environment) &&
            [undefined, state].includes(query.state),
        );
        return pageOf(fits, query);
      },
      resume: () =>
        Promise.reject(absent(t('A change of a workload does not wait: there is nothing to resume.'))),
    },
    planDeployment: (service, request, call) => delivery.plan(service, request, call),
    createDeployment: (service, request, call) => delivery.send(service, request, call),
    getOperation: (operation, call) => delivery.operation(operation, call),
    operationEvents: (operation, call) => delivery.events(operation, call),
    cancelOperation: () =>
      Promise.reject(absent(t('A cluster does not take a change back by itself. Roll back instead.'))),
    logs: async function* (service, environment, query = {}, call = {}) {
      const { signal } = call;
      yield* logsOf(await world.workloads(service, environment, call), {
        ...query,
        ...(signal && { signal }),
      });
    },
    watch: (call = {}) => world.watch(call),
    listSchemas: async (query) => pageOf(await kinds.infos(), query),
    getSchema: (id) => kinds.schema(id),
    validateManifest: () => Promise.resolve([]),
    ...absentParts(),
    createRelease: async (service, request) => {
      if (!manifests) throw absent();
      return Promise.resolve(manifests.add(service, request));
    },
    dispose: () => {
      for (const transport of transports) transport.dispose();
    },
  };
}

function clusterOf(
  { context: name, environment, namespaces, allowInsecure }: ContextChoice,
  options: KubernetesPlatformOptions,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  transports: Transport[],
): Cluster {
  const context = options.kubeconfig.context(name);
  const { url, token, tls, proxy } = credentialsOf(context, {
    execConsent: options.execConsent,
    allowInsecure,
    now: () => clock.now(),
  });
  const root = new URL(url);
  if (allowInsecure && context.cluster.value['insecure-skip-tls-verify'] === true) {
    log.warn(`kubernetes: the certificate of ${root.host} is not checked, as the settings allow`);
  }
  const policy = { ...defaultPolicy, ...(isLoopback(root.hostname) && loopbackPolicy), ...options.policy };
  const transport = (options.transport ?? tlsTransport)(tls, proxy ? () => proxy : options.proxyFor);
  transports.push(transport);
  const origin = (options.origins ?? new Origins()).of(root, policy);
  const client = new Client({ url, token, transport, origin, log, clock, policy, problemIn: statusProblem });
  return new Cluster({
    context: name,
    clusterName: context.clusterName,
    client,
    namespaces,
    namespace: context.namespace,
    environment,
  });
}

function overlayOf(world: World): Overlay {
  return {
    bind: (entries) => world.bind(entries),
    environmentsOf: async (services, call) => {
      const picture = await world.picture(call);
      const places = services.map((service) => [service, picture.placesOf(service)] as const);
      return new Map(places.filter(([, list]) => list.length > 0));
    },
  };
}

/** A service with the whole of each environment. */
async function detailOf(world: World, access: Access, name: string, call?: CallOptions): Promise<Service> {
  const service = found((await world.picture(call)).service(name), name);
  const environments = await Promise.all(
    (service.environments ?? []).map((place) => withDetail(world, access, name, place, call)),
  );
  return { ...service, environments };
}

/** With what its caller may do, its parts where these are asked for, and why it is not well in the words of its pods. */
async function withDetail(
  world: World,
  access: Access,
  service: string,
  place: ServiceEnvironment,
  call: CallOptions & { readonly isWhole?: boolean } = {},
): Promise<ServiceEnvironment> {
  const workloads = (await world.picture()).workloads(service, place.environment);
  const [main] = workloads;
  if (!main) return place;
  const wantsParts = call.isWhole === true || ['Degraded', 'Progressing'].includes(place.health);
  const [permissions, ...parts] = await Promise.all([
    access.permissions(main, call),
    // Who may not see pods still sees the rest.
    ...(wantsParts ? workloads : []).map((workload) => componentsOf(workload, call).catch(() => [])),
  ]);
  return { ...explained(place, parts.flat(), call.isWhole === true), permissions };
}

async function infoOf(
  cluster: Cluster,
  kinds: CustomKinds,
  takesManifests: boolean,
  call?: CallOptions,
): Promise<PlatformInfo> {
  const [version, hasKinds] = await Promise.all([
    cluster.send(get('/version', versionIn), call),
    kinds.areThere(call),
    cluster.scope(),
  ]);
  const { context } = cluster.options;
  return {
    name: context,
    title: t('Kubernetes, context {0}', context),
    contractVersion,
    ...(version !== undefined && { serverVersion: version }),
    capabilities: {
      'services.detail': { level: 'Read' },
      environments: { level: 'Read' },
      deployments: { level: 'Write', kinds: ['Deploy', 'Promote', 'Rollback', 'Restart'], dryRun: true },
      releases: takesManifests ? { level: 'Write', kinds: ['Manifest'] } : { level: 'Read' },
      operations: { level: 'Stream' },
      events: { level: 'Read' },
      logs: { level: 'Stream' },
      permissions: { level: 'Read' },
      watch: { level: 'Stream' },
      ...(hasKinds && { schemas: { level: 'Read' } }),
    },
    auth: { type: 'none' },
  };
}

function versionIn(value: unknown): string | undefined {
  return isObject(value) && typeof value['gitVersion'] === 'string' ? value['gitVersion'] : undefined;
}

type Absent = 'getOnCall' | 'listOwners' | 'listTemplates' | 'listResourceTypes' | 'listScorecards';

function absentParts(): Pick<Platform, Absent> {
  const refuse = (): Promise<never> => Promise.reject(absent());
  return {
    getOnCall: refuse,
    listOwners: refuse,
    listTemplates: refuse,
    listResourceTypes: refuse,
    listScorecards: refuse,
  };
}

function absent(detail = t('A cluster knows workloads, not owners, templates or objectives.')): Error {
  return refusal('not-implemented', detail, {
    remediation: { text: t('Connect a catalogue beside it.') },
  });
}

function found<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw refusal('not-found', t('The cluster runs no {0}, or you may not see it.', name.slice(0, 200)));
}
