import type { CallOptions } from '../../model/call.js';
import { PlatformError } from '../../model/errors.js';
import type { Cluster } from './cluster.js';
import type { Discovery, ServedKind } from './discovery.js';
import { keeperOf } from './keeper.js';
import type { KubeObject } from './objects.js';
import type { WantedObject } from './tryObject.js';

/** What an earlier deployment of a manifest brought, and the manifest has no more. */
export interface Leftover {
  readonly cluster: Cluster;
  readonly kind: ServedKind;
  readonly object: KubeObject;
}

/** Kinds that manifests become and that hold nothing which would be lost: claims and secrets stay. */
const kinds = [
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['batch/v1', 'CronJob'],
  ['batch/v1', 'Job'],
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['networking.k8s.io/v1', 'Ingress'],
] as const;

/** By the labels that every rendered object has, in the namespace of the workload. */
export async function leftovers(
  wanted: readonly WantedObject[],
  service: string,
  discovery: Discovery,
  call?: CallOptions,
): Promise<readonly Leftover[]> {
  const [first] = wanted;
  if (!first) return [];
  const { cluster, namespace } = first;
  const name = service.slice(service.lastIndexOf('/') + 1);
  const labelSelector = `app.kubernetes.io/managed-by=golden-path,app.kubernetes.io/instance=${name}`;
  const found = await Promise.all(
    kinds.map(async ([apiVersion, kindName]) => {
      const kind = await discovery.find(cluster, apiVersion, kindName, call);
      if (!kind) return [];
      const { items } = await cluster
        .list(kind, { namespace, labelSelector }, { ...call, fresh: true })
        .catch((error: unknown) => {
          // Who may not look there has not brought anything there.
          if (PlatformError.is(error, 'forbidden')) return { items: [] };
          throw error;
        });
      return items.map((object) => ({ cluster, kind, object }));
    }),
  );
  return found
    .flat()
    .filter(
      ({ kind, object }) =>
        !keeperOf(object) &&
        !wanted.some((one) => one.kind.plural === kind.plural && one.name === object.metadata.name),
    );
}
