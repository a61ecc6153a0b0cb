import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions } from '../../model/call.js';
import { PlatformError } from '../../model/errors.js';
import type { SchemaInfo } from '../../model/platform.js';
import { isObject, type Json } from '../json.js';
import { listCall } from './calls.js';
import type { Cluster } from './cluster.js';
import type { Kind } from './objects.js';

const definitions: Kind = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
};
/** They are large: so many at a time keep an answer within its limit. */
const pageSize = 25;
const keptMs = 60_000;

interface Served {
  readonly info: SchemaInfo;
  readonly schema: Json;
}

/** The kinds that the cluster was taught, with the structural schemas that it serves them by. */
export class CustomKinds {
  readonly #cluster: Cluster;
  readonly #now: () => number;
  #known: { readonly until: number; readonly served: Promise<ReadonlyMap<string, Served>> } | undefined;

  constructor(cluster: Cluster, now: () => number) {
    this.#cluster = cluster;
    this.#now = now;
  }

  async areThere(call?: CallOptions): Promise<boolean> {
    try {
      const { items } = await this.#cluster.send(listCall(definitions, {}, undefined, 1), call);
      return items.length > 0;
    } catch (error) {
      if (PlatformError.is(error, 'forbidden', 'not-found', 'not-a-platform')) return false;
      throw error;
    }
  }

  async infos(): Promise<readonly SchemaInfo[]> {
    return [...(await this.#read()).values()].map(({ info }) => info);
  }

  /** Rejects with `not-found` for a kind that the cluster does not have. */
  async schema(id: string): Promise<Json> {
    const found = (await this.#read()).get(id);
    if (found) return found.schema;
    throw refusal('not-found', t('The cluster has no kind {0}.', id.slice(0, 200)));
  }

  /** They come one after the other for each schema, so that the list is kept for a while. */
  #read(): Promise<ReadonlyMap<string, Served>> {
    if (this.#known && this.#known.until > this.#now()) return this.#known.served;
    const served = this.#readNow();
    this.#known = { until: this.#now() + keptMs, served };
    served.catch(() => (this.#known = undefined));
    return served;
  }

  async #readNow(): Promise<ReadonlyMap<string, Served>> {
    const served = new Map<string, Served>();
    let next: string | undefined;
    do {
      const page = await this.#cluster.send(listCall(definitions, {}, next, pageSize));
      for (const { spec } of page.items) {
        for (const one of servedBy(isObject(spec) ? spec : {})) served.set(one.info.id, one);
      }
      next = page.next;
    } while (next !== undefined);
    return served;
  }
}

/** One a version that is served. */
function servedBy({ group, names, versions }: Json): readonly Served[] {
  const kind = isObject(names) ? names['kind'] : undefined;
  if (typeof group !== 'string' || typeof kind !== 'string' || !Array.isArray(versions)) return [];
  return versions.filter(isObject).flatMap(({ name, served, schema }) => {
    const structural = isObject(schema) ? schema['openAPIV3Schema'] : undefined;
    if (typeof name !== 'string' || served !== true || !isObject(structural)) return [];
    const apiVersion = `${group}/${name}`;
    // As the API server's own OpenAPI tells that a schema is that of a kind of Kubernetes.
    const mark = { 'x-kubernetes-group-version-kind': [{ group, version: name, kind }] };
    return [
      { info: { id: `${group}.${name}.${kind}`, apiVersion, kind }, schema: { ...structural, ...mark } },
    ];
  });
}
