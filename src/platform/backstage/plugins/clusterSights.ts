import { t } from '../../../base/l10n.js';
import { refusal } from '../../../contract/refusal.js';
import type { CallOptions } from '../../../model/call.js';
import type { Service } from '../../../model/catalog.js';
import type { Clock } from '../../../model/clock.js';
import { environmentIn, type EnvironmentRules } from '../../../model/engine.js';
import type { Client } from '../../http/client.js';
import { Cluster, type ClusterOptions } from '../../kubernetes/cluster.js';
import { namespaceKind, rollouts, workloadKinds, type KubeObject } from '../../kubernetes/objects.js';
import { Picture, type Seen } from '../../kubernetes/picture.js';
import { send } from '../calls.js';
import { fullRef, readRef } from '../entityRef.js';
import { KubernetesLook } from './kubernetesLook.js';
import type { Look } from './plugin.js';
import { decodeAnswers, SeenCluster, type ClusterAnswer } from './seenCluster.js';

export interface ClusterSightsOptions {
  /** Of the backend. */
  readonly client: Client;
  /** Of a cluster behind the plugin's proxy. */
  readonly clientOf: (cluster: string) => Client;
  readonly rules: EnvironmentRules;
  readonly clock: Clock;
}

const root = '/api/kubernetes';
/** Labels of namespaces are looked at again after so long. */
const namespacesMs = 5 * 60_000;

/** What the plugin answers of services, seen as clusters of their own. */
export class ClusterSights {
  readonly #options: ClusterSightsOptions;
  readonly #namespaces = new Map<
    string,
    { readonly at: number; readonly list: Promise<readonly KubeObject[]> }
  >();

  constructor(options: ClusterSightsOptions) {
    this.#options = options;
  }

  /** Rejects with `PlatformError`, also where no cluster could be read. */
  async look(service: Service, hasProxy: boolean, call?: CallOptions): Promise<Look> {
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
      placeOf: () => environmentIn(name, rules),
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

  #now(): number {
    return this.#options.clock.now();
  }
}
