import type { CallOptions } from '../../../model/call.js';
import { fitsLabels, readLabelSelector } from '../../../model/labelSelector.js';
import type { ListQuery } from '../../kubernetes/calls.js';
import { Cluster, type ClusterOptions } from '../../kubernetes/cluster.js';
import { decodeObject, type Kind, type KubeObject, type ObjectList } from '../../kubernetes/objects.js';
import { demandObject, objectAt, objectsAt, textAt, type Json } from '../json.js';

/** What the plugin answers of one cluster for one entity. */
export interface ClusterAnswer {
  readonly cluster: string;
  readonly dashboardUrl?: string;
  /** By the plural of their kind. */
  readonly objects: ReadonlyMap<string, readonly KubeObject[]>;
  /** What the plugin could not read there, in a few words. */
  readonly faults: readonly string[];
}

/** A cluster of which only what the plugin answered is seen; anything else goes through the plugin's proxy. */
export class SeenCluster extends Cluster {
  #objects: ClusterAnswer['objects'];
  readonly #again: (call: CallOptions) => Promise<ClusterAnswer['objects']>;

  constructor(
    options: ClusterOptions,
    objects: ClusterAnswer['objects'],
    again: (call: CallOptions) => Promise<ClusterAnswer['objects']>,
  ) {
    super(options);
    this.#objects = objects;
    this.#again = again;
  }

  all({ plural }: Kind): readonly KubeObject[] {
    return this.#objects.get(plural) ?? [];
  }

  override async list(kind: Kind, query: ListQuery = {}, call?: CallOptions): Promise<ObjectList> {
    if (call?.fresh === true) this.#objects = await this.#again(call);
    const { namespace, labelSelector = '' } = query;
    const demands = readLabelSelector(labelSelector, (part) => new Error(part));
    const items = this.all(kind).filter(
      ({ metadata }) =>
        (namespace === undefined || metadata.namespace === namespace) &&
        fitsLabels(demands, metadata.labels ?? {}),
    );
    return { items, resourceVersion: '' };
  }
}

/** The answer of `/resources/workloads/query`. */
export function decodeAnswers(value: unknown): readonly ClusterAnswer[] {
  return objectsAt(demandObject(value), 'items').map((item) => {
    const cluster = objectAt(item, 'cluster');
    const dashboardUrl = textAt(cluster, 'dashboardUrl');
    const objects = new Map<string, KubeObject[]>();
    for (const found of objectsAt(item, 'resources')) {
      for (const resource of objectsAt(found, 'resources')) {
        const plural = pluralOf(textAt(found, 'type') ?? '', resource);
        objects.set(plural, [...(objects.get(plural) ?? []), decodeObject(resource)]);
      }
    }
    return {
      cluster: textAt(cluster, 'name') ?? '',
      ...(dashboardUrl !== undefined && { dashboardUrl }),
      objects,
      faults: objectsAt(item, 'errors').flatMap(faultIn),
    };
  });
}

/** Of custom resources, as many as the configuration names, only the kind is told. */
function pluralOf(type: string, resource: Json): string {
  const kind = textAt(resource, 'kind') ?? '';
  return type === 'customresources' ? `${kind.toLowerCase()}s` : type;
}

/** Metrics, and kinds that a cluster does not have, are not missed. */
function faultIn(error: Json): readonly string[] {
  const path = textAt(error, 'resourcePath') ?? '';
  const { statusCode } = error;
  if (statusCode === 404 || path.includes('/metrics.k8s.io/')) return [];
  const words = [textAt(error, 'message') ?? textAt(error, 'errorType'), statusCode, path];
  return [words.filter((word) => word !== undefined && word !== '').join(' ')];
}
