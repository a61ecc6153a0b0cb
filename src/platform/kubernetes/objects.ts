import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import { isObject } from '../json.js';

/** Metadata of an object, as far as it is read (Kubernetes API, `ObjectMeta`). */
export interface Meta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly generation?: number;
  readonly resourceVersion?: string;
  readonly creationTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly uid: string;
    readonly controller?: boolean;
  }[];
  readonly managedFields?: readonly {
    readonly manager?: string;
    /** Kept only of what we applied ourselves. */
    readonly fieldsV1?: Readonly<Record<string, unknown>>;
  }[];
}

export interface Container {
  readonly name: string;
  readonly image?: string;
}

export interface PodTemplate {
  readonly metadata?: Partial<Meta>;
  readonly spec?: { readonly containers?: readonly Container[] };
}

export interface ObjectCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  readonly lastUpdateTime?: string;
}

interface Spec {
  readonly replicas?: number;
  readonly paused?: boolean;
  readonly suspend?: boolean;
  readonly template?: PodTemplate;
  readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplate } };
  readonly selector?: LabelSelector;
  readonly updateStrategy?: {
    readonly type?: string;
    readonly rollingUpdate?: { readonly partition?: number };
  };
  /** Flux: where from, and which folder. */
  readonly sourceRef?: { readonly kind: string; readonly name: string; readonly namespace?: string };
  readonly path?: string;
  readonly url?: string;
  readonly ref?: { readonly branch?: string };
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

interface Status {
  readonly observedGeneration?: number | string;
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly desiredNumberScheduled?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
  readonly numberReady?: number;
  readonly currentRevision?: string;
  readonly updateRevision?: string;
  readonly conditions?: readonly ObjectCondition[];
  readonly phase?: string;
  readonly message?: string;
  readonly active?: readonly unknown[];
  readonly lastScheduleTime?: string;
  readonly lastSuccessfulTime?: string;
  /** Flux. */
  readonly lastAppliedRevision?: string;
}

/** An object of a cluster. The API server checks the types of what it keeps; all but the name may be absent. */
export interface KubeObject {
  readonly metadata: Meta;
  readonly spec?: Spec;
  readonly status?: Status;
}

/** A kind of object by where the API serves it. */
export interface Kind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
}

export interface ObjectList {
  readonly items: readonly KubeObject[];
  readonly resourceVersion: string;
  readonly next?: string;
}

export const deployments: Kind = { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments' };
export const workloadKinds: readonly Kind[] = [
  deployments,
  { group: 'apps', version: 'v1', kind: 'StatefulSet', plural: 'statefulsets' },
  { group: 'apps', version: 'v1', kind: 'DaemonSet', plural: 'daemonsets' },
  { group: 'batch', version: 'v1', kind: 'CronJob', plural: 'cronjobs' },
];
export const jobs: Kind = { group: 'batch', version: 'v1', kind: 'Job', plural: 'jobs' };
export const rollouts: Kind = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Rollout',
  plural: 'rollouts',
};
export const fluxKinds: readonly Kind[] = [
  { group: 'kustomize.toolkit.fluxcd.io', version: 'v1', kind: 'Kustomization', plural: 'kustomizations' },
  { group: 'helm.toolkit.fluxcd.io', version: 'v2', kind: 'HelmRelease', plural: 'helmreleases' },
];
export const namespaceKind: Kind = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces' };
export const pods: Kind = { group: '', version: 'v1', kind: 'Pod', plural: 'pods' };
export const replicaSets: Kind = { group: 'apps', version: 'v1', kind: 'ReplicaSet', plural: 'replicasets' };
export const controllerRevisions: Kind = {
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
};

/** Where kubectl keeps the reason of a change; the controller copies it to the revision. */
export const changeCause = 'kubernetes.io/change-cause';

/** Who we are to the API server, in whose name fields are written. */
export const fieldManager = 'golden-path';

/** An object as it is kept: of who wrote which field only the writers' names, and what is ours. Throws `PlatformError` `not-a-platform`. */
export function decodeObject(value: unknown): KubeObject {
  if (!isObject(value) || !isObject(value['metadata']) || typeof value['metadata']['name'] !== 'string') {
    throw misfit();
  }
  const { managedFields } = value['metadata'];
  if (!Array.isArray(managedFields)) return value as unknown as KubeObject;
  const managers = managedFields.filter(isObject).map(({ manager, operation, fieldsV1 }) => ({
    manager,
    ...(manager === fieldManager && operation === 'Apply' && { fieldsV1 }),
  }));
  const metadata = { ...value['metadata'], managedFields: managers };
  return { ...value, metadata } as unknown as KubeObject;
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What a picture is made of: of thousands of workloads the rest would be most of the memory, and is read when it is wanted. */
export function outlineOf(object: KubeObject): KubeObject {
  const template = podTemplateOf(object);
  if (!template) return object;
  const { metadata, spec, status } = object;
  const { annotations, managedFields = [] } = metadata;
  const isLong = annotations?.[lastApplied] !== undefined;
  const managers = new Set(managedFields.map(({ manager = '' }) => manager));
  const outline: PodTemplate = {
    ...(template.metadata && { metadata: template.metadata }),
    spec: { containers: (template.spec?.containers ?? []).map(withImageAlone) },
  };
  // To copy all and put other values in their places costs a tenth of leaving keys out.
  return {
    metadata: {
      ...metadata,
      ...(isLong && { annotations: { ...annotations, [lastApplied]: '' } }),
      managedFields: [...managers].map((manager) => ({ manager })),
    },
    spec: {
      ...spec,
      ...(spec?.template ? { template: outline } : { jobTemplate: { spec: { template: outline } } }),
    },
    ...(status && { status }),
  };
}

function withImageAlone({ name, image }: Container): Container {
  return { name, ...(image !== undefined && { image }) };
}

export function decodeList(value: unknown): ObjectList {
  if (!isObject(value) || !Array.isArray(value['items'])) throw misfit();
  const meta = isObject(value['metadata']) ? value['metadata'] : {};
  const next = meta['continue'];
  return {
    items: value['items'].map(decodeObject),
    resourceVersion: typeof meta['resourceVersion'] === 'string' ? meta['resourceVersion'] : '',
    ...(typeof next === 'string' && next !== '' && { next }),
  };
}

export function misfit(): PlatformError {
  return new PlatformError(
    'not-a-platform',
    t('The answer is not one of a Kubernetes API server. Check the server in the kubeconfig.'),
  );
}

/** The template of the pods that a workload makes. */
export function podTemplateOf({ spec }: KubeObject): PodTemplate | undefined {
  return spec?.template ?? spec?.jobTemplate?.spec?.template;
}

/** A selector as the API takes it in a query. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const equal = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const others = matchExpressions.map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    return operator === 'DoesNotExist' ? `!${key}` : `${key} ${operator.toLowerCase()} (${values.join(',')})`;
  });
  return [...equal, ...others].join(',');
}
