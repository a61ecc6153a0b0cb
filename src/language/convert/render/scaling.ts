import { t } from '../../../base/l10n.js';
import type { Reader } from '../reader.js';
import type { Head } from './head.js';
import type { RenderedObject } from './rendered.js';

export interface Scaling {
  /** Absent where an autoscaler decides. */
  readonly replicas: number | undefined;
  readonly objects: readonly RenderedObject[];
}

/** How many instances run: a number, or an autoscaler where a most is given; two or more never go away together. */
export function scalingOf(spec: Reader, kind: string, head: Head): Scaling {
  const scaling = spec.map('scaling');
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return { replicas: undefined, objects: [] };
  const least = scaling.whole('minReplicas') ?? 1;
  const most = scaling.whole('maxReplicas');
  const use = scaling.whole('targetCPUUtilizationPercentage');
  if (most === undefined) {
    if (use !== undefined) scaling.note(t('Without maxReplicas nothing scales: the target is left out.'));
    return { replicas: least, objects: disruptionBudget(least, head) };
  }
  if (least === 0) scaling.note(t('An autoscaler of Kubernetes keeps at least one instance.'));
  const autoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: head.named(head.name),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind, name: head.name },
      minReplicas: Math.max(1, least),
      maxReplicas: Math.max(1, most),
      ...(use !== undefined && {
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: use } },
          },
        ],
      }),
    },
  };
  return { replicas: undefined, objects: [autoscaler, ...disruptionBudget(least, head)] };
}

function disruptionBudget(least: number, head: Head): RenderedObject[] {
  if (least < 2) return [];
  const spec = { maxUnavailable: 1, selector: { matchLabels: head.selector } };
  return [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: head.named(head.name), spec }];
}
