import { t } from '../../../base/l10n.js';
import type { CallOptions } from '../../../model/call.js';
import type { Condition, Link, Permission, ServiceEnvironment } from '../../../model/catalog.js';
import type { Deployment } from '../../../model/delivery.js';
import type { LogLine, LogQuery } from '../../../model/platform.js';
import type { PlatformEvent } from '../../../model/platformEvent.js';
import { componentsOf, explained } from '../../kubernetes/components.js';
import { eventsOf } from '../../kubernetes/events.js';
import { historyOf } from '../../kubernetes/history.js';
import { logsOf } from '../../kubernetes/logs.js';
import type { Picture, Workload } from '../../kubernetes/picture.js';
import { readOnly, shownDeployment, shownPlace, type Look } from './plugin.js';

const title = 'Kubernetes';

export interface KubernetesSight {
  readonly service: string;
  readonly picture: Picture;
  /** Clusters that could not be read, and why. */
  readonly faults: readonly { readonly cluster: string; readonly fault: string }[];
  readonly dashboards: readonly { readonly cluster: string; readonly url: string }[];
  readonly hasProxy: boolean;
  readonly now: number;
}

/** What the plugin answered of one service, told as the clusters themselves would be. */
export class KubernetesLook implements Look {
  readonly environments: readonly ServiceEnvironment[];
  readonly logs?: NonNullable<Look['logs']>;
  readonly events?: NonNullable<Look['events']>;
  readonly #sight: KubernetesSight;
  readonly whole: readonly ServiceEnvironment[];

  private constructor(sight: KubernetesSight, whole: readonly ServiceEnvironment[]) {
    this.#sight = sight;
    this.whole = whole;
    this.environments = whole.map(({ components: _components, ...place }) => place);
    if (!sight.hasProxy) return;
    this.logs = (environment, query, call) => this.#logs(environment, query, call);
    this.events = (environment) => this.#events(environment);
  }

  /** The pods are in the answer: what they say of a place that is not well is no further question. */
  static async of(sight: KubernetesSight): Promise<KubernetesLook> {
    const { picture, service } = sight;
    const whole = picture.placesOf(service).map(async (place) => {
      const workloads = picture.workloads(service, place.environment);
      const parts = await Promise.all(workloads.map((workload) => componentsOf(workload)));
      return explained(shown(place, workloads, sight), parts.flat(), true);
    });
    return new KubernetesLook(sight, await Promise.all(whole));
  }

  async deployments(environment?: string): Promise<readonly Deployment[]> {
    const all = await historyOf(this.#workloads(environment));
    return all.map((deployment) => shownDeployment(deployment, title));
  }

  async #events(environment: string): Promise<readonly PlatformEvent[]> {
    const all = await Promise.all(this.#workloads(environment).map((workload) => eventsOf(workload)));
    return all.flat().sort((one, other) => other.time.localeCompare(one.time));
  }

  #logs(environment: string, query: LogQuery, { signal }: CallOptions = {}): AsyncIterable<LogLine> {
    return logsOf(this.#workloads(environment), { ...query, ...(signal && { signal }) });
  }

  #workloads(environment?: string): readonly Workload[] {
    return this.#sight.picture.workloads(this.#sight.service, environment);
  }
}

function shown(
  place: ServiceEnvironment,
  workloads: readonly Workload[],
  sight: KubernetesSight,
): ServiceEnvironment {
  const conditions = [...(place.conditions ?? []), ...faultConditions(sight)];
  const links = linksOf(workloads, sight);
  return {
    ...shownPlace(place, permissionsOf(sight)),
    ...(conditions.length > 0 && { conditions }),
    ...(links.length > 0 && { links }),
  };
}

function permissionsOf({ hasProxy }: KubernetesSight): readonly Permission[] {
  if (hasProxy) return readOnly(title);
  const reason = t(
    'Backstage does not let you through to its clusters; that takes the permission kubernetes.proxy.',
  );
  return [...readOnly(title), { name: 'logs', state: 'Denied', reason }];
}

/** What a cluster that cannot be read runs is not told here. */
function faultConditions({ faults, now }: KubernetesSight): readonly Condition[] {
  return faults.map(({ cluster, fault }) => ({
    type: `${cluster}/Available`,
    status: 'False',
    reason: 'NotRead',
    message: t('Backstage cannot read the cluster {0}: {1}.', cluster, fault),
    lastTransitionTime: new Date(now).toISOString(),
  }));
}

function linksOf(workloads: readonly Workload[], { dashboards }: KubernetesSight): readonly Link[] {
  const clusters = new Set(workloads.map(({ cluster }) => cluster.options.clusterName));
  return dashboards
    .filter(({ cluster }) => clusters.has(cluster))
    .map(({ cluster, url }) => ({ url, title: t('Dashboard of {0}', cluster), type: 'dashboard' }));
}
