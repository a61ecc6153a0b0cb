import { t } from '../../../base/l10n.js';
import { kindAnnotation, selectorAnnotation } from '../annotations.js';
import { asMap } from '../../documents/yamlDocument.js';
import { platformApiVersion } from '../../kinds/kinds.js';
import { filesAnnotation } from '../../../model/rendering.js';
import type { ConfigMaps } from './configMaps.js';
import { containersOf } from './containers.js';
import type { Secrets } from './environment.js';
import { headOf, isUsualLabel, tellUsualLabel } from './metadata.js';
import type { KubernetesObject } from './objects.js';
import { containerPorts, servicePorts, tellPorts, withProbed } from './ports.js';
import { healthOf } from './probes.js';
import type { Reader } from '../reader.js';
import { scalingOf } from './scaling.js';
import { scheduleOf } from './schedule.js';
import { volumesOf } from './volumes.js';

/** What belongs to a workload. */
export interface Companions {
  readonly services: readonly KubernetesObject[];
  readonly autoscaler: KubernetesObject | undefined;
  readonly configMaps: ConfigMaps;
}

/** Whether an object is the Kubernetes Service of a workload: its selector fits the labels of the pods. */
export function selects({ kind, namespace, reader }: KubernetesObject, workload: KubernetesObject): boolean {
  if (kind !== 'Service' || namespace !== workload.namespace) return false;
  const selector = Object.entries(asMap(plain(reader.value, 'spec', 'selector')) ?? {});
  const labels =
    asMap(plain(workload.reader.value, ...templatePath(workload.kind), 'metadata', 'labels')) ?? {};
  return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
}

function templatePath(kind: string): string[] {
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
}

function plain(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => asMap(at)?.[key], value);
}

/** A workload as a Service; `undefined`, with the reason noted, when it cannot be one. */
export function serviceOf(
  object: KubernetesObject,
  companions: Companions,
): { name: string; value: object } | undefined {
  const { kind, reader } = object;
  reader.take('apiVersion', 'kind', 'status');
  const head = headOf(object);
  for (const one of [...companions.services, ...(companions.autoscaler ? [companions.autoscaler] : [])]) {
    headOfCompanion(one, head.metadata);
  }
  const spec = reader.map('spec');
  const schedule = kind === 'CronJob' ? scheduleOf(spec) : undefined;
  if (kind === 'CronJob' && !schedule) return undefined;
  const job = kind === 'CronJob' ? jobOf(spec) : spec;
  if (kind === 'StatefulSet') tellStateful(spec, head.metadata.name);
  job.take('selector', 'manualSelector');
  const pod = podOf(job.map('template'), reader, asMap(head.metadata['labels']) ?? {});
  const { containers, secrets, ports, resources, health } = partsOf(
    object,
    pod,
    spec,
    companions,
    head.metadata.name,
  );
  if (Object.keys(containers).length === 0) {
    reader.note(t('It has no containers, so there is nothing to run.'), 'error');
    return undefined;
  }
  const { owner, system, lifecycle, tier } = head.facts;
  if (owner === undefined) {
    reader.note(
      t('Nothing names the owner: add spec.owner, unless catalog-info.yaml or CODEOWNERS tells it.'),
    );
  }
  const value = {
    apiVersion: platformApiVersion,
    kind: 'Service',
    metadata: withAnnotations(head.metadata, renderedAs(object, head.metadata.name)),
    spec: {
      type: typeOf(kind, Object.keys(ports).length > 0),
      ...(owner !== undefined && { owner }),
      ...(system !== undefined && { system }),
      ...(lifecycle !== undefined && { lifecycle }),
      ...(tier !== undefined && { tier }),
      workload: {
        containers,
        ...(Object.keys(ports).length > 0 && { service: { ports } }),
        ...(Object.keys(resources).length > 0 && { resources }),
      },
      ...(schedule && { schedule }),
      ...filled('scaling', isLasting(kind) ? scalingOf(spec, companions.autoscaler) : {}),
      ...filled('health', health),
      ...filled('secrets', secrets),
      ...filled('delivery', isLasting(kind) ? deliveryOf(spec) : {}),
    },
  };
  return { name: head.metadata.name, value };
}

function partsOf(
  { kind }: KubernetesObject,
  pod: Reader,
  spec: Reader,
  { services, configMaps }: Companions,
  name: string,
): {
  containers: Record<string, object>;
  secrets: Secrets;
  ports: Readonly<Record<string, object>>;
  resources: Readonly<Record<string, object>>;
  health: Readonly<Record<string, number>>;
} {
  const [main, before] = [pod.list('containers'), pod.list('initContainers')];
  const opened = containerPorts([...main, ...before]);
  const volumes = volumesOf(pod, kind === 'StatefulSet' ? spec.list('volumeClaimTemplates') : [], configMaps);
  const secrets: Secrets = {};
  const containers = containersOf(main, before, { opened, configMaps, volumes, secrets });
  const health = healthOf([...main, ...before]);
  const ports = withProbed(servicePorts(services, opened, name), [...main, ...before], opened);
  tellPorts(opened, ports);
  return { containers, secrets, ports, resources: volumes.resources, health };
}

/** What a Service must say so that it is rendered as the workload that it was: its kind, and what selects its pods. */
function renderedAs({ kind, reader }: KubernetesObject, name: string): Readonly<Record<string, string>> {
  const selector = asMap(plain(reader.value, 'spec', 'selector', 'matchLabels')) ?? {};
  const text = Object.entries(selector)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
  const isUsual = text === '' || text === `app.kubernetes.io/name=${name}`;
  return {
    ...(kind === 'StatefulSet' && { [kindAnnotation]: kind }),
    ...(isLasting(kind) && !isUsual && { [selectorAnnotation]: text }),
  };
}

function withAnnotations(
  metadata: Readonly<Record<string, unknown>>,
  added: Readonly<Record<string, string>>,
): object {
  if (Object.keys(added).length === 0) return metadata;
  return { ...metadata, annotations: { ...asMap(metadata['annotations']), ...added } };
}

function filled(key: string, value: Readonly<Record<string, unknown>>): object {
  return Object.keys(value).length > 0 ? { [key]: value } : {};
}

function isLasting(kind: string): boolean {
  return kind === 'Deployment' || kind === 'StatefulSet';
}

function typeOf(kind: string, hasPorts: boolean): string {
  if (kind === 'CronJob') return 'cronjob';
  if (kind === 'Job') return 'job';
  return hasPorts ? 'service' : 'worker';
}

/** The labels of companions say again what those of the workload say. */
function headOfCompanion({ reader }: KubernetesObject, of: Readonly<Record<string, unknown>>): void {
  reader.take('apiVersion', 'kind', 'status');
  const metadata = reader.map('metadata');
  metadata.take('name', 'namespace', 'creationTimestamp', 'generation', 'managedFields');
  metadata.take('resourceVersion', 'uid', 'selfLink');
  const kept = asMap(of['labels']) ?? {};
  for (const [key, label] of metadata.map('labels').entries()) {
    if (kept[key] === label.value) continue;
    if (isUsualLabel(key)) tellUsualLabel(label);
    else {
      label.note(t('Its objects have the labels of the Service: add it to metadata.labels if it matters.'));
    }
  }
}

function jobOf(spec: Reader): Reader {
  const template = spec.map('jobTemplate');
  template.map('metadata').take('name', 'creationTimestamp');
  return template.map('spec');
}

/** What runs in a pod. Its labels are those of the workload, or serve only to select it. */
function podOf(
  template: Reader,
  { value: workload }: Reader,
  kept: Readonly<Record<string, unknown>>,
): Reader {
  const metadata = template.map('metadata');
  metadata.take('name', 'namespace', 'creationTimestamp');
  const own = asMap(plain(workload, 'metadata', 'labels')) ?? {};
  const selecting = asMap(plain(workload, 'spec', 'selector', 'matchLabels')) ?? {};
  const labels = metadata.map('labels');
  for (const [key, label] of labels.entries()) {
    const { value } = label;
    if (kept[key] === value || selecting[key] === value) continue;
    if (own[key] === value || isUsualLabel(key)) {
      if (key !== 'app.kubernetes.io/name') tellUsualLabel(label);
      continue;
    }
    labels.drop(
      key,
      t('A Service has no labels for its instances: add it to metadata.labels if it matters.'),
    );
  }
  const annotations = metadata.map('annotations');
  annotations.take(filesAnnotation);
  if (annotations.entries().some(([key]) => key !== filesAnnotation)) {
    metadata.drop(
      'annotations',
      t('A Service has no annotations for its instances; those of the Service are for integrations.'),
    );
  }
  const pod = template.map('spec');
  const usual = /Job$/.test(String(asMap(workload)?.['kind'])) ? 'OnFailure' : 'Always';
  if (![undefined, usual].includes(asMap(pod.value)?.['restartPolicy'] as string | undefined)) {
    pod.drop(
      'restartPolicy',
      t('A Service has no restart policy: it is {0} for what it is.', usual),
      'information',
    );
  }
  pod.take('restartPolicy');
  return pod;
}

function tellStateful(spec: Reader, name: string): void {
  spec.note(
    t(
      'A Service gives its instances no stable names and no volume each: keep the StatefulSet if it needs them.',
    ),
  );
  if (asMap(spec.value)?.['serviceName'] !== name) {
    spec.drop('serviceName', t('The Service that governs it has its name, {0}.', name), 'information');
  }
  spec.take('serviceName');
  for (const key of [
    'podManagementPolicy',
    'updateStrategy',
    'persistentVolumeClaimRetentionPolicy',
    'ordinals',
  ]) {
    spec.drop(key, t('A Service has no order among its instances.'));
  }
}

function deliveryOf(spec: Reader): Readonly<Record<string, string>> {
  if (!spec.has('strategy')) return {};
  const strategy = spec.map('strategy');
  return strategy.text('type') === 'Recreate' ? { strategy: 'Recreate' } : {};
}
