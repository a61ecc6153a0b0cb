import { t } from '../../base/l10n.js';
import {
  severityOf,
  type Condition,
  type Health,
  type Replicas,
  type Service,
  type ServiceEnvironment,
} from '../../model/catalog.js';
import type { DeploymentState, DeploymentSummary } from '../../model/deployment.js';
import { environmentsNamed, type EnvironmentRules } from '../../model/engine.js';
import type { Environment } from '../../model/catalog.js';
import type { Binding } from './binding.js';
import type { Cluster } from './cluster.js';
import { conditionOf, healthOf, type HealthFinding } from './health.js';
import { keeperName, keeperOf } from './keeper.js';
import { podTemplateOf, type Kind, type KubeObject } from './objects.js';
import { releaseId, versionOf } from './release.js';
import { Spaces, type Space } from './spaces.js';

/** A workload of a service in an environment. */
export interface Workload {
  readonly cluster: Cluster;
  readonly kind: Kind;
  readonly object: KubeObject;
  readonly service: string;
  readonly environment: string;
}

/** One object as it was read. */
export interface Seen {
  readonly cluster: Cluster;
  readonly kind: Kind;
  readonly object: KubeObject;
}

/** Which service a workload belongs to. */
export type Bindings = Pick<Binding, 'serviceOf' | 'has'>;

const fluxKind = /^(?:Kustomization|HelmRelease)$/;

/** What runs where, made of what was read: services, their environments, and which workloads those are. */
export class Picture {
  readonly environments: readonly Environment[];
  readonly #services = new Map<string, Map<string, Workload[]>>();
  readonly #flux = new Map<string, KubeObject>();
  readonly #spaces: Spaces;
  #names: readonly string[] | undefined;

  constructor(
    seen: readonly Seen[],
    binding: Bindings,
    rules: EnvironmentRules,
    clusters: readonly Cluster[] = [],
  ) {
    this.#spaces = new Spaces(rules);
    for (const cluster of clusters) {
      for (const [name, labels] of cluster.spaceLabels) this.#spaces.label(cluster, name, labels);
    }
    for (const { cluster, kind, object } of seen) {
      const { name, namespace = '', labels = {} } = object.metadata;
      if (kind.kind === 'Namespace') this.#spaces.label(cluster, name, labels);
      if (fluxKind.test(kind.kind)) {
        this.#flux.set(`${cluster.options.context}/${kind.kind}/${namespace}/${name}`, object);
      }
    }
    const workloads = seen.flatMap(({ cluster, kind, object }): Workload[] => {
      if (fluxKind.test(kind.kind)) return [];
      const { name, namespace = '' } = object.metadata;
      const isSpace = kind.kind === 'Namespace';
      const space = this.#spaces.find(cluster, isSpace ? name : namespace);
      if (isSpace || !space) return [];
      const { environment } = space;
      return [{ cluster, kind, object, environment, service: binding.serviceOf(object, cluster.options) }];
    });
    for (const cluster of clusters) {
      for (const namespace of cluster.options.namespaces ?? []) this.#spaces.find(cluster, namespace);
    }
    for (const workload of told(workloads, binding)) this.#add(workload);
    const names = [...workloads.map(({ environment }) => environment), ...this.#spaces.told];
    this.environments = environmentsNamed(new Set(names), rules);
  }

  /** The namespaces of an environment, those where nothing runs yet among them. */
  spacesOf(environment: string): readonly Space[] {
    return this.#spaces.of(environment);
  }

  /** Names in the order of the alphabet. */
  get services(): readonly string[] {
    return (this.#names ??= [...this.#services.keys()].sort((one, other) => one.localeCompare(other, 'en')));
  }

  /** The workloads of a service in an environment, the one that stands for them first. */
  workloads(service: string, environment?: string): readonly Workload[] {
    const places = this.#services.get(service);
    if (environment !== undefined) return places?.get(environment) ?? [];
    return [...(places?.values() ?? [])].flat();
  }

  /** The services that an object, or one that Flux brings them with, is part of. */
  servicesOf({ kind, object, cluster }: Seen): readonly string[] {
    const { uid, name, namespace } = object.metadata;
    const isMine = (workload: Workload): boolean => {
      if (workload.cluster !== cluster) return false;
      if (!fluxKind.test(kind.kind)) return workload.object.metadata.uid === uid;
      const keeper = keeperOf(workload.object);
      return keeper?.tool === 'Flux' && keeper.name === name && keeper.namespace === namespace;
    };
    return this.services.filter((service) => this.workloads(service).some(isMine));
  }

  /** What of Flux brings a workload. */
  fluxOf({ cluster, object }: Workload): KubeObject | undefined {
    const keeper = keeperOf(object);
    if (keeper?.tool !== 'Flux') return undefined;
    const kinds = ['Kustomization', 'HelmRelease'].map((kind) =>
      this.#flux.get(`${cluster.options.context}/${kind}/${keeper.namespace ?? ''}/${keeper.name ?? ''}`),
    );
    return kinds.find((found) => found !== undefined);
  }

  /** In promotion order. */
  placesOf(service: string): readonly ServiceEnvironment[] {
    return this.environments.flatMap(({ name }) => this.place(service, name) ?? []);
  }

  place(service: string, environment: string): ServiceEnvironment | undefined {
    const workloads = this.workloads(service, environment);
    const [main] = workloads;
    if (!main) return undefined;
    const worst = worstOf(workloads);
    const sync = this.#syncOf(workloads);
    const conditions = [...conditionsOf(main.object), this.#boundOf(main)];
    const message = worst.message ?? (sync === 'OutOfSync' ? this.#fluxMessage(workloads) : undefined);
    return {
      environment,
      health: worst.health,
      current: currentOf(main),
      ...(message !== undefined && { message }),
      ...(sync !== undefined && { sync }),
      ...replicasOf(workloads),
      conditions,
    };
  }

  service(name: string): Service | undefined {
    const [main] = this.workloads(name);
    if (!main) return undefined;
    const { labels = {}, annotations = {} } = main.object.metadata;
    const system = labels['app.kubernetes.io/part-of'];
    const isJob = main.kind.kind === 'CronJob';
    return {
      name,
      type: isJob ? 'cronjob' : 'service',
      labels,
      annotations: readable(annotations),
      ...(system !== undefined && { system }),
      environments: this.placesOf(name),
    };
  }

  #add(workload: Workload): void {
    const { service, environment } = workload;
    const places = this.#services.get(service) ?? new Map<string, Workload[]>();
    this.#services.set(service, places);
    places.set(environment, [...(places.get(environment) ?? []), workload].sort(standsFirst));
  }

  /** By which rules it is this service in this environment. */
  #boundOf({ cluster, kind, object: { metadata }, environment }: Workload): Condition {
    const { name, namespace = '', creationTimestamp = '' } = metadata;
    const by = this.#spaces.find(cluster, namespace)?.by ?? '';
    return {
      type: 'Bound',
      status: 'True',
      reason: 'Namespace',
      message: t('{0} {1}; its namespace {2} is {3} {4}.', kind.kind, name, namespace, environment, by),
      lastTransitionTime: creationTimestamp,
    };
  }

  #fluxMessage(workloads: readonly Workload[]): string | undefined {
    return workloads
      .map((workload) => this.fluxOf(workload))
      .map((object) => object && conditionOf(object, 'Ready'))
      .find((ready) => ready?.status === 'False')?.message;
  }

  /** Only Flux tells, here, whether what runs is what Git has. */
  #syncOf(workloads: readonly Workload[]): 'Synced' | 'OutOfSync' | 'Unknown' | undefined {
    const all = workloads.flatMap((workload) => this.fluxOf(workload) ?? []);
    if (all.length === 0) return undefined;
    const states = all.map((object) => conditionOf(object, 'Ready')?.status);
    if (states.includes('False')) return 'OutOfSync';
    return states.every((state) => state === 'True') ? 'Synced' : 'Unknown';
  }
}

/** Two workloads of a name in different namespaces of one environment are two services, unless a catalogue says otherwise. */
function told(workloads: readonly Workload[], binding: Bindings): readonly Workload[] {
  const spaces = new Map<string, Set<string | undefined>>();
  const keyOf = ({ service, environment }: Workload): string => `${environment}\n${service}`;
  for (const workload of workloads) {
    const key = keyOf(workload);
    spaces.set(key, (spaces.get(key) ?? new Set()).add(workload.object.metadata.namespace));
  }
  return workloads.map((workload) => {
    const isClear = binding.has(workload.service) || (spaces.get(keyOf(workload))?.size ?? 0) < 2;
    const { namespace = '' } = workload.object.metadata;
    return isClear ? workload : { ...workload, service: `${namespace}/${workload.service}` };
  });
}

const kindOrder = ['Rollout', 'Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'];

/** The workload that has the service's name, then by kind and name. */
function standsFirst(one: Workload, other: Workload): number {
  const rank = ({ service, object }: Workload): number => (service.endsWith(object.metadata.name) ? 0 : 1);
  return (
    rank(one) - rank(other) ||
    kindOrder.indexOf(one.kind.kind) - kindOrder.indexOf(other.kind.kind) ||
    one.object.metadata.name.localeCompare(other.object.metadata.name, 'en')
  );
}

function worstOf(workloads: readonly Workload[]): HealthFinding {
  const all = workloads.map(({ kind, object }) => ({
    name: object.metadata.name,
    ...healthOf(kind, object),
  }));
  const [worst] = all.sort((one, other) => severityOf(other.health) - severityOf(one.health));
  if (!worst) return { health: 'Missing' };
  const { health, name, message } = worst;
  if (message === undefined) return { health };
  return { health, message: all.length > 1 ? `${name}: ${message}` : message };
}

function replicasOf(workloads: readonly Workload[]): { replicas?: Replicas } {
  const counted = workloads.filter(({ kind }) => kind.kind !== 'CronJob');
  if (counted.length === 0) return {};
  const sum = (count: (object: KubeObject) => number | undefined): number =>
    counted.reduce((all, { object }) => all + (count(object) ?? 0), 0);
  const replicas = {
    desired: sum(({ spec, status }) => spec?.replicas ?? status?.desiredNumberScheduled ?? 1),
    ready: sum(({ status }) => status?.readyReplicas ?? status?.numberReady),
    updated: sum(({ status }) => status?.updatedReplicas ?? status?.updatedNumberScheduled),
  };
  return { replicas };
}

/** As they are, and who brings the workload. */
function conditionsOf(object: KubeObject): readonly Condition[] {
  const own = object.status?.conditions ?? [];
  const keeper = keeperOf(object);
  const since = object.metadata.creationTimestamp;
  const managed = {
    type: 'Managed',
    status: 'True',
    ...(since !== undefined && { lastTransitionTime: since }),
  };
  const brought = keeper && { ...managed, reason: keeper.tool.replace(' ', ''), message: keeperName(keeper) };
  return [...own, ...(brought ? [brought] : [])].map(
    ({ type, status, reason, message, lastTransitionTime }) => ({
      type,
      status,
      reason: reason ?? '',
      lastTransitionTime: lastTransitionTime ?? since ?? '',
      ...(message !== undefined && { message }),
    }),
  );
}

/** What was last applied by kubectl is the whole manifest once more. */
function readable(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(annotations).filter(([key]) => !key.endsWith('/last-applied-configuration')),
  );
}

const states: Readonly<Record<Health, DeploymentState>> = {
  Healthy: 'Deployed',
  Suspended: 'Deployed',
  Unknown: 'Deployed',
  Progressing: 'Progressing',
  Degraded: 'Failed',
  Missing: 'Removed',
};

/** How the newest deployment of a workload fares. */
export function stateOf({ kind, object }: Pick<Workload, 'kind' | 'object'>): DeploymentState {
  return states[healthOf(kind, object).health];
}

/** What tells the revisions of a workload apart: its number, or the name of what keeps it. */
export function revisionOf({ kind, object }: Pick<Workload, 'kind' | 'object'>): string {
  const { annotations = {}, generation = 0 } = object.metadata;
  if (kind.kind === 'StatefulSet') return object.status?.updateRevision ?? String(generation);
  const key = {
    Deployment: 'deployment.kubernetes.io/revision',
    Rollout: 'rollout.argoproj.io/revision',
    DaemonSet: 'deprecated.daemonset.template.generation',
  }[kind.kind];
  return annotations[key ?? ''] ?? String(generation);
}

export function deploymentId({ object }: Pick<Workload, 'object'>, revision: string): string {
  return `${object.metadata.uid ?? object.metadata.name}.${revision}`;
}

/** What runs now of a workload. */
export function currentOf(workload: Workload): DeploymentSummary {
  const { object } = workload;
  const template = podTemplateOf(object);
  const finishedAt = finishOf(object);
  return {
    id: deploymentId(workload, revisionOf(workload)),
    state: stateOf(workload),
    release: releaseId(template),
    version: versionOf(template),
    ...(finishedAt !== undefined && { finishedAt }),
  };
}

/** When the rollout of a Deployment ended. */
export function finishOf(object: KubeObject): string | undefined {
  const progress = conditionOf(object, 'Progressing');
  return progress?.reason === 'NewReplicaSetAvailable' ? progress.lastUpdateTime : undefined;
}
