import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { KubernetesObject } from './objects.js';
import type { Reader } from '../reader.js';

/** How many instances run: as the autoscaler wants it, else as many as the workload says. */
export function scalingOf(
  spec: Reader,
  autoscaler: KubernetesObject | undefined,
): Readonly<Record<string, number>> {
  if (autoscaler) {
    spec.drop('replicas', t('The autoscaler decides how many instances run.'), 'information');
    return autoscaled(autoscaler.reader.map('spec'));
  }
  const replicas = spec.whole('replicas');
  return replicas === undefined || replicas === 1 || replicas < 0 ? {} : { minReplicas: replicas };
}

function autoscaled(spec: Reader): Record<string, number> {
  spec.take('scaleTargetRef');
  const least = Math.max(0, spec.whole('minReplicas') ?? 1);
  const most = spec.whole('maxReplicas') ?? least;
  const scaling: Record<string, number> = { minReplicas: least };
  if (most >= Math.max(1, least)) scaling['maxReplicas'] = most;
  else {
    spec.note(t('It allows at most {0} instances, but wants at least {1}: the least is kept.', most, least));
  }
  const isOld = spec.has('targetCPUUtilizationPercentage');
  const target = spec.whole('targetCPUUtilizationPercentage') ?? cpuMetric(spec);
  if (isOld && target !== undefined) {
    spec
      .map('targetCPUUtilizationPercentage')
      .note(t('autoscaling/v2 writes it as a metric.'), 'information');
  }
  if (target !== undefined && target >= 1 && target <= 100) {
    scaling['targetCPUUtilizationPercentage'] = target;
  } else if (target !== undefined) {
    spec.note(t('A target above 100% of the CPU cannot be said in a Service.'));
  }
  spec.drop('behavior', t('How fast instances come and go is for the platform to decide.'));
  return scaling;
}

/** The average use of the CPU among the metrics of `autoscaling/v2`; a Service knows no other. */
function cpuMetric(spec: Reader): number | undefined {
  let found: number | undefined;
  for (const metric of spec.list('metrics')) {
    const resource = metric.map('resource');
    const target = resource.map('target');
    const use = target.whole('averageUtilization');
    const isCpu = resource.text('name') === 'cpu' && use !== undefined;
    metric.take('type', 'resource', 'pods', 'object', 'external', 'containerResource');
    if (isCpu) found = use;
    else metric.note(t('A Service scales by the average use of the CPU only: this metric is left out.'));
  }
  return found;
}

export function autoscales(
  { kind, namespace, reader }: KubernetesObject,
  workload: KubernetesObject,
): boolean {
  if (kind !== 'HorizontalPodAutoscaler' || namespace !== workload.namespace) return false;
  // Looked at, not read: several workloads ask, and the reader counts what is read as taken piece by piece.
  const target = asMap(asMap(asMap(reader.value)?.['spec'])?.['scaleTargetRef']);
  return target?.['kind'] === workload.kind && target['name'] === workload.name;
}
