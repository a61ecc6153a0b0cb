import type { CallOptions } from '../../../model/call.js';
import type { Service } from '../../../model/catalog.js';
import type { PlatformInfo } from '../../../model/platform.js';
import { get } from '../../kubernetes/calls.js';
import { read } from '../calls.js';
import { demandObject, objectsAt, textAt } from '../json.js';
import type { ClusterSights, ClusterSightsOptions } from './clusterSights.js';
import type { Look, RunsPlugin } from './plugin.js';
import { Presence } from './presence.js';

interface Found {
  /** Whether the caller gets through to the clusters: logs and events come that way. */
  readonly hasProxy: boolean;
}

const root = '/api/kubernetes';
/** So many clusters are tried for a way through. */
const mostTried = 3;

/** The plugin `@backstage/plugin-kubernetes-backend`: what an entity's annotations select, in all clusters of the backend. */
export class KubernetesPlugin implements RunsPlugin {
  readonly name = 'kubernetes';
  readonly title = 'Kubernetes';
  readonly annotations = ['id', 'label-selector', 'namespace', 'cluster'].map(
    (name) => `backstage.io/kubernetes-${name}`,
  );
  readonly #options: ClusterSightsOptions;
  readonly #presence: Presence<Found>;
  #sights: Promise<ClusterSights> | undefined;

  constructor(options: ClusterSightsOptions) {
    this.#options = options;
    this.#presence = new Presence(() => this.#find(), options.clock);
  }

  async offer(call?: CallOptions): Promise<PlatformInfo['capabilities'] | undefined> {
    const found = await this.#presence.get(call);
    return found && (found.hasProxy ? { logs: { level: 'Stream' }, events: { level: 'Read' } } : {});
  }

  /** What reads objects of a cluster is loaded now. */
  async look(service: Service, call?: CallOptions): Promise<Look> {
    const { hasProxy = false } = (await this.#presence.get(call)) ?? {};
    this.#sights ??= import('./clusterSights.js').then((loaded) => new loaded.ClusterSights(this.#options));
    return (await this.#sights).look(service, hasProxy, call);
  }

  async #find(): Promise<Found | undefined> {
    const { client, clientOf } = this.#options;
    const clusters = await client.send(read(`${root}/clusters`, namesIn));
    if (clusters.length === 0) return undefined;
    const tries = clusters
      .slice(0, mostTried)
      .map((name) => clientOf(name).send(get('/version', demandObject)));
    return {
      hasProxy: await Promise.any(tries).then(
        () => true,
        () => false,
      ),
    };
  }
}

function namesIn(value: unknown): readonly string[] {
  return objectsAt(demandObject(value), 'items').flatMap((cluster) => textAt(cluster, 'name') ?? []);
}
