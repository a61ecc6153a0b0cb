import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { yamlText } from './manifestText.js';
import type { RenderedFiles, RenderedObject, RenderNote, RenderOptions } from './rendered.js';
import { renderService } from './renderService.js';

type Plain = Readonly<Record<string, unknown>>;

/** Names the chart that deploys a Service. */
export const chartAnnotation = 'goldenpath.dev/chart';

/** The chart that a Service names. */
export function chartOf(manifest: Plain): string | undefined {
  const chart = asMap(asMap(manifest['metadata'])?.['annotations'])?.[chartAnnotation];
  return typeof chart === 'string' ? chart : undefined;
}

/** What a chart does not make of values; all of them are told. */
const made = new Set(['Deployment', 'StatefulSet', 'Service', 'HorizontalPodAutoscaler', 'Ingress']);
const containerWords = [
  'command',
  'args',
  'env',
  'resources',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
];

/** The values for a chart that has the words of `helm create`, with what else a container has beside them. */
export function helmValues(manifest: Plain, options: RenderOptions): RenderedFiles {
  const { objects, notes } = renderService(manifest, options);
  const workload = objects.find(({ spec }) => asMap(asMap(spec)?.['template']) !== undefined);
  const told: RenderNote[] = [...notes];
  const tell = (reason: string): void => {
    told.push({ path: [], reason, severity: 'warning' });
  };
  if (objects.length === 0) return { files: [], notes };
  if (!workload || !made.has(workload.kind)) {
    tell(t('A chart of the usual words deploys what runs all the time: this is not carried into values.'));
    return { files: [], notes: told };
  }
  for (const { kind, metadata } of objects.filter((object) => !made.has(object.kind))) {
    tell(t('The chart does not make the {0} {1}: apply it beside the chart.', kind, metadata.name));
  }
  const pod = asMap(asMap(asMap(workload['spec'])?.['template'])?.['spec']) ?? {};
  const [container = {}, ...more] = listOf(pod['containers']);
  if (more.length > 0 || listOf(pod['initContainers']).length > 0) {
    tell(t('A chart of the usual words runs one container: the others are not carried into values.'));
  }
  const values = {
    fullnameOverride: workload.metadata.name,
    ...pick(asMap(workload['spec']) ?? {}, { replicas: 'replicaCount' }),
    image: imageOf(String(container['image'])),
    podLabels: workload.metadata.labels,
    ...pick(container, Object.fromEntries(containerWords.map((word) => [word, word]))),
    ...pick(container, { volumeMounts: 'volumeMounts' }),
    ...pick(pod, { volumes: 'volumes' }),
    ...networkValues(objects),
    autoscaling: scalingValues(objects),
  };
  const name = options.environment === undefined ? 'values.yaml' : `values-${options.environment}.yaml`;
  return { files: [{ path: name, text: yamlText(values) }], notes: told };
}

function networkValues(objects: readonly RenderedObject[]): object {
  const service = objects.find(({ kind }) => kind === 'Service');
  const [port] = listOf(asMap(service?.['spec'])?.['ports']);
  const rules = objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(({ spec }) => listOf(asMap(spec)?.['rules']));
  const hosts = rules.map(({ host, http }) => ({
    host,
    paths: listOf(asMap(http)?.['paths']).map(({ path, pathType }) => ({ path, pathType })),
  }));
  return {
    ...(port && { service: { type: 'ClusterIP', port: port['port'] } }),
    ingress: hosts.length > 0 ? { enabled: true, hosts } : { enabled: false },
  };
}

function scalingValues(objects: readonly RenderedObject[]): object {
  const spec = asMap(objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler')?.['spec']);
  if (!spec) return { enabled: false };
  const use = asMap(asMap(listOf(spec['metrics'])[0]?.['resource'])?.['target'])?.['averageUtilization'];
  const { minReplicas, maxReplicas } = spec;
  return {
    enabled: true,
    minReplicas,
    maxReplicas,
    ...(use !== undefined && { targetCPUUtilizationPercentage: use }),
  };
}

function imageOf(image: string): object {
  const [, repository, tag] = /^(.*?)(?::([^:/]+(?:@.+)?))?$/.exec(image) ?? [];
  return { repository, ...(tag !== undefined && { tag }) };
}

/** What is there of some words, by their names among values. */
function pick(from: Plain, words: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(words).flatMap(([word, name]) => (from[word] === undefined ? [] : [[name, from[word]]])),
  );
}

function listOf(value: unknown): Plain[] {
  return Array.isArray(value) ? value.map((item) => asMap(item) ?? {}) : [];
}
