import { t } from '../../../base/l10n.js';
import { refusal } from '../../../contract/refusal.js';
import type { CallOptions } from '../../../model/call.js';
import type { Service } from '../../../model/catalog.js';
import type { Clock } from '../../../model/clock.js';
import { environmentIn, type EnvironmentRules } from '../../../model/engine.js';
import type { PlatformInfo } from '../../../model/platform.js';
import type { Client } from '../../http/client.js';
import { get } from '../../kubernetes/calls.js';
import { Cluster, type ClusterOptions } from '../../kubernetes/cluster.js';
import { namespaceKind, rollouts, workloadKinds, type KubeObject } from '../../kubernetes/objects.js';
import { Picture, type Seen } from '../../kubernetes/picture.js';
import { read, send } from '../calls.js';
import { fullRef, readRef } from '../entityRef.js';
import { demandObject, objectsAt, textAt } from '../json.js';
import { KubernetesLook } from './kubernetesLook.js';
import type { Look, RunsPlugin } from './plugin.js';
import { Presence } from './presence.js';
import { decodeAnswers, SeenCluster, type ClusterAnswer } from './seenCluster.js';

export interface KubernetesPluginOptions {
  /** Of the backend. */
  readonly client: Client;
  /** Of a cluster behind the plugin's proxy. */
  readonly clientOf: (cluster: string) => Client;
  readonly rules: EnvironmentRules;
  readonly clock: Clock;
}

interface Found {
  /** Whether the caller gets through to the clusters: logs and events come that way. */
  readonly hasProxy: boolean;
}

const root = '/api/kubernetes';
/** Labels of namespaces are looked at again after so long. */
const namespacesMs = 5 * 60_000;
/** So many clusters are tried for a way through. */
const mostTried = 3;

/** The plugin `@backstage/plugin-kubernetes-backend`: what an entity's annotations select, in all clusters of the backend. */
export class KubernetesPlugin implements RunsPlugin {
  readonly name = 'kubernetes';
  readonly title = 'Kubernetes';
  readonly annotations = ['id', 'label-selector', 'namespace', 'cluster'].map(
    (name) => `backstage.io/kubernetes-${name}`,
  );
  readonly #options: KubernetesPluginOptions;
  readonly #presence = new Presence<Found>(() => this.#find());
  readonly #namespaces = new Map<
    string,
    { readonly at: number; readonly list: Promise<readonly KubeObject[]> }
  >();

  constructor(options: KubernetesPluginOptions) {
    this.#options = options;
  }

  async offer(call?: CallOptions): Promise<PlatformInfo['capabilities'] | undefined> {
    const found = await this.#presence.get(call);
    return found && (found.hasProxy ? { logs: { level: 'Stream' }, events: { level: 'Read' } } : {});
  }

  async look(service: Service, call?: CallOptions): Promise<Look> {
    const { hasProxy = false } = (await this.#presence.get(call)) ?? {};
    const answers = await this.#ask(service, call);
    const faults = answers.flatMap(({ cluster, faults: [fault] }) =>
      fault === undefined ? [] : [{ cluster, fault }],
    );
    const seen = await Promise.all(answers.map((answer) => this.#seenIn(answer, service, hasProxy)));
    const binding = { serviceOf: () => service.name, has: () => true };
    const picture = new Picture(seen.flat(), binding, this.#options.rules);
    const [failed] = faults;
    if (failed && picture.environments.length === 0) {
      const { cluster, fault } = failed;
      throw refusal('unavailable', t('Backstage cannot read the cluster {0}: {1}.', cluster, fault));
    }
    const dashboards = answers.flatMap(({ cluster, dashboardUrl: url }) =>
      url === undefined ? [] : [{ cluster, url }],
    );
    return KubernetesLook.of({
      service: service.name,
      picture,
      faults,
      dashboards,
      hasProxy,
      now: this.#now(),
    });
  }

  /** The plugin finds the entity itself, and goes by its annotations. */
  #ask({ name }: Service, { signal }: CallOptions = {}): Promise<readonly ClusterAnswer[]> {
    const ref = readRef(name, 'component');
    const body = { entityRef: ref && fullRef(ref), auth: {} };
    const question = { ...send(`${root}/resources/workloads/query`, body, decodeAnswers), isRead: true };
    return this.#options.client.send(question, { signal });
  }

  async #seenIn(
    { cluster: name, objects }: ClusterAnswer,
    service: Service,
    hasProxy: boolean,
  ): Promise<readonly Seen[]> {
    const again = async (call: CallOptions): Promise<ClusterAnswer['objects']> =>
      (await this.#ask(service, call)).find(({ cluster }) => cluster === name)?.objects ?? new Map();
    const cluster = new SeenCluster(this.#clusterOf(name), objects, again);
    const namespaces = hasProxy ? await this.#namespacesOf(name) : [];
    return [
      ...namespaces.map((object) => ({ cluster, kind: namespaceKind, object })),
      ...[...workloadKinds, rollouts].flatMap((kind) =>
        cluster.all(kind).map((object) => ({ cluster, kind, object })),
      ),
    ];
  }

  #clusterOf(name: string): ClusterOptions {
    const { clientOf, rules } = this.#options;
    return {
      context: name,
      clusterName: name,
      client: clientOf(name),
      namespaces: undefined,
      namespace: 'default',
      environment: undefined,
      placeOf: (namespace) => environmentIn(namespace, rules) ?? environmentIn(name, rules),
    };
  }

  /** For their labels; nothing where the backend may not see them. */
  #namespacesOf(name: string): Promise<readonly KubeObject[]> {
    const known = this.#namespaces.get(name);
    if (known && this.#now() - known.at < namespacesMs) return known.list;
    const list = new Cluster(this.#clusterOf(name)).list(namespaceKind).then(
      ({ items }) => items,
      () => [],
    );
    this.#namespaces.set(name, { at: this.#now(), list });
    return list;
  }

  async #find(): Promise<Found | undefined> {
    const clusters = await this.#options.client.send(read(`${root}/clusters`, namesIn));
    if (clusters.length === 0) return undefined;
    const tries = clusters
      .slice(0, mostTried)
      .map((name) => this.#options.clientOf(name).send(get('/version', demandObject)));
    return {
      hasProxy: await Promise.any(tries).then(
        () => true,
        () => false,
      ),
    };
  }

  #now(): number {
    return this.#options.clock.now();
  }
}

function namesIn(value: unknown): readonly string[] {
  return objectsAt(demandObject(value), 'items').flatMap((cluster) => textAt(cluster, 'name') ?? []);
}
