import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { DeploymentRequest, Operation } from '../../model/delivery.js';
import type { Cluster } from './cluster.js';
import { healthOf } from './health.js';
import { jobs, rollouts, workloadKinds, type Kind, type KubeObject } from './objects.js';
import { deploymentId, revisionOf } from './picture.js';

/** Of a workload that an operation changed: which one, and its generation since. */
export interface Target {
  readonly context: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly generation: number;
}

/** What an operation is told by, in its own id. */
export interface Ticket {
  readonly service: string;
  readonly environment: string;
  readonly kind: DeploymentRequest['kind'];
  readonly at: string;
  readonly targets: readonly Target[];
  /** Why it stopped half-way. */
  readonly failure?: string;
}

const followed = [...workloadKinds, rollouts, jobs];

/** Whether a kind is one whose progress is told. */
export function isFollowed({ kind }: Kind): boolean {
  return followed.some((one) => one.kind === kind);
}

export function targetOf({ options }: Cluster, { kind }: Kind, { metadata }: KubeObject): Target {
  return {
    context: options.context,
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    generation: metadata.generation ?? 0,
  };
}

/** Throws `PlatformError` `not-found` for a kind that is none of ours. */
export function kindOf({ kind }: Target): Kind {
  const known = followed.find((one) => one.kind === kind);
  if (!known) throw noOperation();
  return known;
}

/** How the workloads of an operation fare. */
export function operationOf(
  id: string,
  ticket: Ticket,
  objects: readonly KubeObject[],
  now: string,
): Operation {
  const { service, environment, kind, at, targets, failure } = ticket;
  const findings = targets.map((target, index) => {
    const object = objects[index];
    if (!object) throw noOperation();
    const isReplaced = (object.metadata.generation ?? 0) > target.generation;
    return { isReplaced, ...healthOf(kindOf(target), object) };
  });
  const message = failure ?? findings.find((finding) => finding.message !== undefined)?.message;
  const has = (health: string): boolean => findings.some((finding) => finding.health === health);
  const isReplaced = findings.some((finding) => finding.isReplaced);
  const isFailed = failure !== undefined || has('Degraded');
  const state = isFailed ? 'Failed' : has('Progressing') && !isReplaced ? 'Running' : 'Succeeded';
  const done = state !== 'Running';
  return {
    id,
    kind: 'Deployment',
    title: t('{0} of {1} to {2}', kind, service, environment),
    service,
    environment,
    state,
    done,
    createdAt: at,
    startedAt: at,
    cancelable: false,
    ...(done && { finishedAt: now, ...madeBy(ticket, objects) }),
    ...(isReplaced && { reason: 'Superseded' }),
    ...(message !== undefined && { message }),
  };
}

/** The deployment that the first of its workloads has since. */
function madeBy(
  { service, targets: [target] }: Ticket,
  [object]: readonly KubeObject[],
): { target?: string } {
  if (!target || !object) return {};
  const id = deploymentId({ object }, revisionOf({ kind: kindOf(target), object }));
  return { target: `/services/${encodeURIComponent(service)}/deployments/${id}` };
}

export function idOf(ticket: Ticket): string {
  return `k8s.${Buffer.from(JSON.stringify(ticket)).toString('base64url')}`;
}

/** Throws `PlatformError` `not-found` for what is no id of ours. */
export function readTicket(id: string): Ticket {
  try {
    const ticket = JSON.parse(
      Buffer.from(id.replace(/^k8s\./, ''), 'base64url').toString('utf8'),
    ) as Partial<Ticket>;
    if (Array.isArray(ticket.targets) && ticket.service !== undefined) return ticket as Ticket;
  } catch {
    throw noOperation();
  }
  throw noOperation();
}

export function noOperation(): Error {
  return refusal('not-found', t('That is no operation of this cluster.'));
}
