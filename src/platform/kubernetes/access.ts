import { t } from '../../base/l10n.js';
import type { AccessEvaluationRequest, AccessEvaluationResponse } from '../../model/access.js';
import type { CallOptions } from '../../model/call.js';
import type { Permission } from '../../model/catalog.js';
import type { Me } from '../../model/me.js';
import { isObject, objectAt, objectsAt, textsAt, type Json } from '../json.js';
import { askCall } from './calls.js';
import type { Cluster } from './cluster.js';
import { misfit } from './objects.js';
import type { Picture, Workload } from './picture.js';

/** What may be done with an object of a kind. */
interface Question {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace: string;
}

/** What somebody may do in a namespace, as far as the server's authorizers can list it. */
interface Rules {
  readonly rules: readonly Json[];
  /** Some authorizers only answer questions, such as those of most managed clusters. */
  readonly isWhole: boolean;
}

const root = '/apis/authorization.k8s.io/v1';
const keptMs = 60_000;
/** What was asked so long ago is still of now: many workloads of a namespace are looked at together. */
const togetherMs = 1_000;

/** What the user of a context may do, asked of the API server once for a namespace and remembered for a minute. */
export class Access {
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly until: number; readonly answer: Promise<unknown> }>();

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

  /** What each act would be answered, where the service runs; what is not known is not denied. */
  async evaluate(
    { evaluations }: AccessEvaluationRequest,
    picture: Picture,
    call?: CallOptions,
  ): Promise<AccessEvaluationResponse> {
    const answers = evaluations.map(async ({ action, resource, context }) => {
      const environment = context?.['environment'];
      const [main] = picture.workloads(
        resource.id,
        typeof environment === 'string' ? environment : undefined,
      );
      const permissions = main ? await this.permissions(main, call) : [];
      const { state = 'Unknown', reason } = permissions.find(({ name }) => name === action.name) ?? {};
      return { decision: state !== 'Denied', context: { state, ...(reason !== undefined && { reason }) } };
    });
    return { evaluations: await Promise.all(answers) };
  }

  /** By the rules of the namespace; where these are not all, by a question about the one act. */
  async #may(cluster: Cluster, question: Question, call?: CallOptions): Promise<Permission['state']> {
    const { namespace } = question;
    const listed = await this.#ask(cluster, 'SelfSubjectRulesReview', { namespace }, decodeRules, call);
    if (listed?.rules.some((rule) => allows(rule, question))) return 'Allowed';
    if (listed?.isWhole) return 'Denied';
    const spec = { resourceAttributes: question };
    return (await this.#ask(cluster, 'SelfSubjectAccessReview', spec, decodeState, call)) ?? 'Unknown';
  }

  /** `undefined` where the server does not answer. */
  async #ask<T>(
    cluster: Cluster,
    kind: string,
    spec: object,
    decode: (value: unknown) => T,
    call?: CallOptions,
  ): Promise<T | undefined> {
    const key = JSON.stringify([cluster.options.context, kind, spec]);
    const known = this.#known.get(key);
    const now = this.#now();
    const least = now + (call?.fresh === true ? keptMs - togetherMs : 0);
    if (known && known.until > least) return (await known.answer) as T | undefined;
    for (const [old, { until }] of this.#known) if (until <= now) this.#known.delete(old);
    const body = { apiVersion: 'authorization.k8s.io/v1', kind, spec };
    const answer = cluster
      .send(askCall(`${root}/${kind.toLowerCase()}s`, body, decode))
      .catch(() => undefined);
    this.#known.set(key, { until: now + keptMs, answer });
    return await answer;
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

function decodeRules(value: unknown): Rules {
  const status = objectAt(isObject(value) ? value : {}, 'status');
  return { rules: objectsAt(status, 'resourceRules'), isWhole: status['incomplete'] === false };
}

/** A rule of single objects says nothing of the others. */
function allows(rule: Json, { verb, group, resource, subresource }: Question): boolean {
  const has = (key: string, ...wanted: readonly string[]): boolean =>
    textsAt(rule, key).some((one) => one === '*' || wanted.includes(one));
  const parts = subresource === undefined ? [resource] : [`${resource}/${subresource}`, `*/${subresource}`];
  const isOfAll = textsAt(rule, 'resourceNames').length === 0;
  return isOfAll && has('verbs', verb) && has('apiGroups', group) && has('resources', ...parts);
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
