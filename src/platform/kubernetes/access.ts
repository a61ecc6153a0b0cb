import { t } from '../../base/l10n.js';
import type { CallOptions } from '../../model/call.js';
import type { Permission } from '../../model/catalog.js';
import type { Me } from '../../model/me.js';
import { isObject } from '../json.js';
import { askCall } from './calls.js';
import type { Cluster } from './cluster.js';
import { misfit } from './objects.js';
import type { Workload } from './picture.js';

/** What may be done with an object of a kind. */
interface Question {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace: string;
}

const root = '/apis/authorization.k8s.io/v1';
const keptMs = 60_000;

/** What the user of a context may do, asked of the API server and remembered for a minute. */
export class Access {
  readonly #now: () => number;
  readonly #known = new Map<
    string,
    { readonly until: number; readonly state: Promise<Permission['state']> }
  >();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `Unknown` where the server does not say: that is not `Denied`. */
  async permissions({ cluster, kind, object }: Workload, call?: CallOptions): Promise<readonly Permission[]> {
    const namespace = object.metadata.namespace ?? '';
    const [change, logs] = await Promise.all([
      this.#may(cluster, { verb: 'patch', group: kind.group, resource: kind.plural, namespace }, call),
      this.#may(cluster, { verb: 'get', group: '', resource: 'pods', subresource: 'log', namespace }, call),
    ]);
    const reason = t('Your role in namespace {0} does not let you change its {1}.', namespace, kind.plural);
    const changes = ['deploy', 'promote', 'rollback', 'restart'].map((name) => ({ name, state: change }));
    return [...changes, { name: 'logs', state: logs }].map((permission) =>
      permission.state === 'Denied' && permission.name !== 'logs' ? { ...permission, reason } : permission,
    );
  }

  async #may(cluster: Cluster, question: Question, call?: CallOptions): Promise<Permission['state']> {
    const key = JSON.stringify([cluster.options.context, question]);
    const known = this.#known.get(key);
    if (known && known.until > this.#now() && call?.fresh !== true) return await known.state;
    const body = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: question },
    };
    const signal = call?.signal ? { signal: call.signal } : {};
    const state = cluster
      .send(askCall(`${root}/selfsubjectaccessreviews`, body, decodeState), signal)
      .catch((): Permission['state'] => 'Unknown');
    this.#known.set(key, { until: this.#now() + keptMs, state });
    return await state;
  }
}

/** Whom the API server takes us for (`SelfSubjectReview`, Kubernetes 1.28). */
export async function readMe(cluster: Cluster, call?: CallOptions): Promise<Me> {
  const kind = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  return await cluster.send(
    askCall('/apis/authentication.k8s.io/v1/selfsubjectreviews', kind, decodeMe),
    call,
  );
}

function decodeState(value: unknown): Permission['state'] {
  const status = isObject(value) && isObject(value['status']) ? value['status'] : {};
  if (status['allowed'] === true) return 'Allowed';
  // An authorizer that failed has not said no.
  return status['evaluationError'] === undefined && status['allowed'] === false ? 'Denied' : 'Unknown';
}

function decodeMe(value: unknown): Me {
  const status = isObject(value) && isObject(value['status']) ? value['status'] : {};
  const info = isObject(status['userInfo']) ? status['userInfo'] : {};
  const { username: id, groups } = info;
  if (typeof id !== 'string') throw misfit();
  return {
    user: { id, type: id.startsWith('system:serviceaccount:') ? 'serviceAccount' : 'user' },
    groups: Array.isArray(groups) ? groups.map(String) : [],
  };
}
