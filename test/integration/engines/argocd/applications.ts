import type { KubeObject } from '../kubeClient.js';

/** Label of what the fixture seeds in great numbers (manyApplications). */
export const manyLabel = 'engines.example.test/many';

type Source = Readonly<Record<string, unknown>>;
type Sync = 'auto' | 'manual';

interface Declared {
  readonly name: string;
  readonly service: string;
  readonly environment: 'dev' | 'staging' | 'prod';
  readonly project?: 'guarded';
  readonly sync: Sync;
  readonly source: Source;
  /** As the server ends up saying it. */
  readonly expected: { readonly health: string; readonly sync: string };
  /** Never synced by the fixture. */
  readonly isLeft?: true;
}

const kustomize = (service: string, environment: string): Source => ({
  path: `kustomize/${service}/overlays/${environment}`,
});
const plain = (service: string, environment: string): Source => ({ path: `plain/${service}/${environment}` });
const helm = (service: string, environment: string): Source => ({
  path: `charts/${service}`,
  helm: { valueFiles: ['values.yaml', `values-${environment}.yaml`] },
});

const healthy = { health: 'Healthy', sync: 'Synced' } as const;

/** The Applications that are written one by one; `gateway-*` come from an ApplicationSet. */
export const declared: readonly Declared[] = [
  entry('checkout', 'dev', 'auto', kustomize),
  entry('checkout', 'staging', 'auto', kustomize),
  { ...entry('checkout', 'prod', 'manual', kustomize), project: 'guarded' },
  entry('catalog', 'dev', 'auto', helm),
  entry('catalog', 'staging', 'manual', helm),
  entry('catalog', 'prod', 'manual', helm),
  entry('notifier', 'dev', 'auto', plain),
  // Somebody scaled it by hand.
  { ...entry('notifier', 'staging', 'manual', plain), expected: { health: 'Healthy', sync: 'OutOfSync' } },
  {
    ...entry('notifier', 'prod', 'manual', plain),
    expected: { health: 'Missing', sync: 'OutOfSync' },
    isLeft: true,
  },
  entry('payments', 'dev', 'auto', kustomize),
  // Its image cannot be pulled.
  { ...entry('payments', 'staging', 'auto', kustomize), expected: { health: 'Degraded', sync: 'Synced' } },
  // A CronJob that is suspended, which Argo CD calls Healthy (its issue 24428).
  entry('reports', 'dev', 'auto', plain),
  { ...entry('search', 'dev', 'auto', plain), expected: { health: 'Suspended', sync: 'Synced' } },
];

function entry(
  service: string,
  environment: Declared['environment'],
  sync: Sync,
  source: (service: string, environment: string) => Source,
): Declared {
  const name = `${service}-${environment}`;
  return { name, service, environment, sync, source: source(service, environment), expected: healthy };
}

/** Names of the Applications that the ApplicationSet makes. */
export const generated = ['gateway-dev', 'gateway-staging', 'gateway-prod'] as const;

const server = 'https://kubernetes.default.svc';
const automated = { automated: { prune: true, selfHeal: false } };

export function applicationOf(one: Declared, repoURL: string): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: one.name,
      namespace: 'argocd',
      labels: { 'app.kubernetes.io/name': one.service, environment: one.environment },
    },
    spec: {
      project: one.project ?? 'shop',
      source: { repoURL, targetRevision: 'HEAD', ...one.source },
      destination: { server, namespace: `shop-${one.environment}` },
      ...(one.sync === 'auto' && { syncPolicy: automated }),
    },
  };
}

export function applicationSet(repoURL: string): KubeObject {
  const elements = ['dev', 'staging', 'prod'].map((environment) => ({ environment }));
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'gateway', namespace: 'argocd' },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ list: { elements } }],
      template: {
        metadata: {
          name: 'gateway-{{ .environment }}',
          labels: { 'app.kubernetes.io/name': 'gateway', environment: '{{ .environment }}' },
        },
        spec: {
          project: 'shop',
          source: { repoURL, targetRevision: 'HEAD', path: 'kustomize/gateway/overlays/{{ .environment }}' },
          destination: { server, namespace: 'shop-{{ .environment }}' },
          syncPolicy: automated,
        },
      },
    },
  };
}

/** One of many, named as the components of manyComponents.mjs: an Application with what a controller would have said of it, which no controller looks at again. */
export function manyApplication(index: number, repoURL: string): KubeObject {
  const environment = ['dev', 'staging', 'prod'][index % 3] ?? 'dev';
  const service = `made-${String(Math.floor(index / 3)).padStart(5, '0')}`;
  const revision = index.toString(16).padStart(40, '0');
  const at = new Date(Date.UTC(2026, 9, 1) + index * 60_000).toISOString().replace(/\.\d+/, '');
  const source = { repoURL, targetRevision: 'HEAD', path: `many/${service}/${environment}` };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: `${service}-${environment}`,
      namespace: 'argocd',
      labels: { 'app.kubernetes.io/name': service, environment, [manyLabel]: 'true' },
      annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' },
    },
    spec: { project: 'shop', source, destination: { server, namespace: `shop-${environment}` } },
    status: {
      health: { status: index % 40 === 7 ? 'Degraded' : 'Healthy', lastTransitionTime: at },
      sync: {
        status: index % 25 === 3 ? 'OutOfSync' : 'Synced',
        revision,
        comparedTo: { source, destination: { server, namespace: `shop-${environment}` } },
      },
      reconciledAt: at,
      sourceType: 'Kustomize',
      history: [{ id: 0, revision, deployedAt: at, source }],
      summary: { images: [`registry.example.test/${service}:1.${index % 9}.0`] },
    },
  };
}
