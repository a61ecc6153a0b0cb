import type { KubeObject } from '../kubeClient.js';

export const environments = ['dev', 'staging', 'prod'] as const;

interface Made {
  readonly image?: string;
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
}

const recommended = (name: string, version: string): Record<string, string> => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/version': version,
  'app.kubernetes.io/part-of': 'store',
});

function pods(name: string, image: string, policy = 'Always'): object {
  return {
    metadata: { labels: { ...recommended(name, versionOf(image)) } },
    spec: {
      restartPolicy: policy,
      containers: [{ name: 'main', image, resources: { requests: { cpu: '100m', memory: '64Mi' } } }],
    },
  };
}

const versionOf = (image: string): string => image.split(':')[1] ?? 'latest';

function workload(kind: string, namespace: string, name: string, made: Made, more: object): KubeObject {
  const image = made.image ?? `registry.example.test/${name}:1.0.0`;
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: {
      name,
      namespace,
      labels: { ...recommended(name, versionOf(image)), ...made.labels },
      ...(made.annotations && { annotations: made.annotations }),
    },
    spec: {
      replicas: made.replicas ?? 2,
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: pods(name, image),
      ...made.spec,
      ...more,
    },
  };
}

/** A Deployment with its pods' labels as the documentation of Kubernetes recommends. */
export const deployment = (namespace: string, name: string, made: Made = {}): KubeObject =>
  workload('Deployment', namespace, name, made, {});

const statefulSet = (namespace: string, name: string): KubeObject =>
  workload('StatefulSet', namespace, name, {}, { serviceName: name });

function job(namespace: string, name: string): KubeObject {
  const template = pods(name, `registry.example.test/${name}:1.0.0`, 'Never');
  const labels = recommended(name, '1.0.0');
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels },
    spec: { backoffLimit: 1, template },
  };
}

function cronJob(namespace: string, name: string): KubeObject {
  const template = pods(name, `registry.example.test/${name}:1.0.0`, 'Never');
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace, labels: recommended(name, '1.0.0') },
    spec: { schedule: '0 3 * * *', suspend: true, jobTemplate: { spec: { template } } },
  };
}

function service(namespace: string, name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: recommended(name, '1.0.0') },
    spec: { selector: { 'app.kubernetes.io/name': name }, ports: [{ port: 80, targetPort: 8080 }] },
  };
}

/**
 * What is applied by hand: `cart` runs everywhere, one version behind in production; `payments` cannot pull its image in
 * staging; `search` is paused; `ledger` crashes in development; `wiki` is Helm's and `billing` Flux's.
 */
export function workloads(): KubeObject[] {
  const versions = { dev: '1.2.0', staging: '1.2.0', prod: '1.1.0' };
  const everywhere = environments.flatMap((environment) => {
    const namespace = `store-${environment}`;
    const image = `registry.example.test/cart:${versions[environment]}`;
    return [
      deployment(namespace, 'cart', { image, replicas: environment === 'prod' ? 3 : 1 }),
      service(namespace, 'cart'),
      statefulSet(namespace, 'orders-db'),
    ];
  });
  return [
    ...everywhere,
    deployment('store-dev', 'payments'),
    deployment('store-staging', 'payments', {
      image: 'registry.example.test/payments:missing-2.0.0',
      spec: { progressDeadlineSeconds: 5 },
    }),
    deployment('store-dev', 'ledger', {
      image: 'registry.example.test/ledger:crash-1.0.0',
      spec: { progressDeadlineSeconds: 5 },
    }),
    deployment('store-dev', 'search', { spec: { paused: true } }),
    deployment('store-dev', 'wiki', {
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': 'wiki', 'meta.helm.sh/release-namespace': 'store-dev' },
    }),
    deployment('store-dev', 'billing', {
      labels: {
        'kustomize.toolkit.fluxcd.io/name': 'billing',
        'kustomize.toolkit.fluxcd.io/namespace': 'store-dev',
      },
    }),
    job('store-dev', 'migrate'),
    cronJob('store-dev', 'nightly-report'),
  ];
}
