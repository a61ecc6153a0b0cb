import { isScalar, isSeq, visit } from 'yaml';
import { t } from '../../../base/l10n.js';
import { written } from '../../edits/style.js';
import type { Notes, SourceDocument } from '../notes.js';
import { ConfigMaps } from './configMaps.js';
import { notAnObject, objectsIn, type KubernetesObject } from './objects.js';
import { reasonFor } from './reasons.js';
import { autoscales } from './scaling.js';
import { selects, serviceOf } from './workload.js';

const workloads = ['Deployment', 'StatefulSet', 'CronJob', 'Job'];

/** The workloads among Kubernetes documents as Services, each with the Services and autoscaler that belong to it. */
export function kubernetesToServices(
  documents: readonly SourceDocument[],
  notes: Notes,
): { name: string; text: string }[] {
  const objects = objectsIn(documents, notes);
  const configMaps = new ConfigMaps(objects);
  const used = new Set<KubernetesObject>();
  const made = objects
    .filter(({ kind, from }) => workloads.includes(kind) && !from.isContext)
    .flatMap((workload) => {
      const services = objects.filter((one) => selects(one, workload));
      const autoscaler = objects.find((one) => autoscales(one, workload));
      for (const one of [workload, ...services, ...(autoscaler ? [autoscaler] : [])]) used.add(one);
      const service = serviceOf(workload, { services, autoscaler, configMaps });
      return service ? [{ name: service.name, text: manifestText(service.value) }] : [];
    });
  configMaps.tellOthers();
  for (const object of objects) {
    if (used.has(object)) object.reader.rest(reasonFor);
    else if (!object.from.isContext) tellUnused(object, configMaps);
  }
  for (const document of documents) {
    if (!document.isContext && !objects.some(({ from }) => from === document)) {
      notes.add(document, [], notAnObject(), 'information');
    }
  }
  return made;
}

/** As a person writes it: short lists of words on one line. */
function manifestText(value: object): string {
  const document = written(value);
  visit(document, {
    Seq: (_, node) => {
      const words = node.items.map((item) => (isScalar(item) ? String(item.value) : undefined));
      const isShort = words.every((word) => word !== undefined && !word.includes('\n'));
      if (isSeq(node) && isShort && words.join(', ').length < 60) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function tellUnused(object: KubernetesObject, configMaps: ConfigMaps): void {
  const { kind, reader } = object;
  if (configMaps.isUsed(object)) {
    reader.note(t('Its texts are written into the Service; the object itself is not kept.'), 'information');
    return;
  }
  const refused = refusal(kind);
  if (refused !== undefined) reader.note(refused, 'error');
  else if (kind === 'Service' || kind === 'HorizontalPodAutoscaler') {
    reader.note(t('It belongs to no workload among the files: give the file of that workload, too.'));
  } else reader.note(reasonOfKind(kind));
}

/** Why a workload of some kinds cannot be a Service. */
function refusal(kind: string): string | undefined {
  switch (kind) {
    case 'DaemonSet':
      return t(
        'A DaemonSet runs on every machine of a cluster; a Service cannot say that. Leave it to the platform team.',
      );
    case 'Pod':
    case 'ReplicaSet':
    case 'ReplicationController':
      return t(
        'A {0} is made by a workload: convert the Deployment, StatefulSet, Job or CronJob instead.',
        kind,
      );
    default:
      return undefined;
  }
}

function reasonOfKind(kind: string): string {
  switch (kind) {
    case 'Ingress':
    case 'HTTPRoute':
      return t('How a Service is reached from outside is a resource of type route or dns in its workload.');
    case 'Secret':
      return t('Values of secrets stay out of manifests: put them in the secret store of the platform.');
    case 'ConfigMap':
      return t('No workload among the files uses it.');
    case 'PersistentVolumeClaim':
      return t('Storage is a resource of type volume; its size and class are chosen by the platform.');
    default:
      return t('A Service has no place for an object of the kind {0}; the platform team keeps it.', kind);
  }
}
