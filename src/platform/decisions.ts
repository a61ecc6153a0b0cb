import { t } from '../base/l10n.js';
import type { Environment } from '../model/catalog.js';
import type { Deployment, DeploymentRequest, Operation, Plan } from '../model/delivery.js';
import { PlatformError, NothingToDo, UserError } from '../model/errors.js';
import { guardOf, refusalOf, type Guard, type GuardAnswer } from '../model/guard.js';
import type { Platform } from '../model/platform.js';
import type { PlannedDelivery } from './delivery.js';
import { findEnvironment } from './findEnvironment.js';
import { waitsForApproval } from './writes/follow.js';

export type DecisionKind = 'approve' | 'reject';

/** A change that waits, as it is put before whoever decides about it. */
export interface WaitingChange {
  readonly operation: Operation;
  readonly environment: Environment;
  readonly guard: Guard;
  /** The plan it would carry out now; absent where the platform shows none to this person. */
  readonly planned?: PlannedDelivery;
  /** The plan is no longer the one that approval was asked for. */
  readonly isChanged: boolean;
}

export interface DecisionUi {
  /** Shows the change and asks for what its guard demands; `undefined` when the person turns away. */
  confirm(change: WaitingChange, kind: DecisionKind): Promise<GuardAnswer | undefined>;
}

export type DecisionResult =
  { readonly outcome: 'declined' } | { readonly outcome: 'done'; readonly operation: Operation };

/**
 * Plan → guard → confirm → send, for an approval as for a deployment: what is approved is the plan that was looked at, and
 * only if it is the one that the operation waits with. Rejects with `UserError` or `PlatformError`.
 */
export async function decide(
  platform: Platform,
  operationId: string,
  kind: DecisionKind,
  ui: DecisionUi,
  signal?: AbortSignal,
): Promise<DecisionResult> {
  const call = { fresh: true, ...(signal && { signal }) };
  const { approvals } = platform;
  if (!approvals) {
    throw new UserError(
      'approval.none',
      t('This platform takes no approvals from here. Decide in its portal.'),
    );
  }
  const operation = await platform.getOperation(operationId, call);
  if (!waitsForApproval(operation)) {
    throw new NothingToDo(
      'approval.over',
      t('{0} does not wait for an approval any more: it is {1}.', titleOf(operation), operation.state),
    );
  }
  const change = await waitingChange(platform, operation, signal);
  if (kind === 'approve') refuseUnseen(change);
  const answer = await ui.confirm(change, kind);
  if (!answer) return { outcome: 'declined' };
  const refusal = refusalOf(kind === 'reject' ? { ...change.guard, blocks: [] } : change.guard, answer);
  if (refusal) throw refusal;
  signal?.throwIfAborted();
  const comment = answer.reason?.trim();
  const decision = {
    ...(operation.planFingerprint !== undefined && { planFingerprint: operation.planFingerprint }),
    ...(comment && { comment }),
  };
  return {
    outcome: 'done',
    operation: await approvals[kind](operationId, decision, signal ? { signal } : {}),
  };
}

/** Nobody approves what they could not see. */
function refuseUnseen({ operation, planned, isChanged }: WaitingChange): void {
  if (!planned) {
    throw new UserError(
      'approval.unseen',
      t(
        'The platform does not show you the plan of {0}, so it is not approved from here.',
        titleOf(operation),
      ),
    );
  }
  if (isChanged) {
    throw new UserError(
      'approval.changed',
      t(
        'What {0} would do has changed since approval was asked for. Reject it, and let {1} ask again.',
        titleOf(operation),
        operation.createdBy?.displayName ?? operation.createdBy?.id ?? t('the author'),
      ),
    );
  }
}

async function waitingChange(
  platform: Platform,
  operation: Operation,
  signal: AbortSignal | undefined,
): Promise<WaitingChange> {
  const { service, environment: name } = operation;
  const call = signal ? { signal } : {};
  if (name === undefined) {
    const environment: Environment = { name: titleOf(operation), type: 'unknown', production: true };
    return { operation, environment, guard: decisionGuard(environment, undefined), isChanged: false };
  }
  const environment = await findEnvironment(platform, name, call);
  const deployment =
    service === undefined ? undefined : await deploymentOf(platform, service, name, operation, call);
  const request = deployment && requestOf(deployment);
  const plan = service === undefined || !request ? undefined : await planOf(platform, service, request, call);
  const guard = decisionGuard(environment, plan);
  return {
    operation,
    environment,
    guard,
    ...(service !== undefined &&
      request &&
      plan && { planned: { service, environment, request, plan, guard } }),
    isChanged:
      plan !== undefined &&
      operation.planFingerprint !== undefined &&
      plan.fingerprint !== operation.planFingerprint,
  };
}

/** Of a decision; that the change itself waits or is under way does not stand in its way. */
function decisionGuard(environment: Environment, plan: Plan | undefined): Guard {
  const guard = guardOf(environment, plan ?? { fingerprint: '', summary: {}, changes: [] });
  const blocks = guard.blocks.filter(
    ({ reason }) => reason !== 'ApprovalRequired' && reason !== 'OperationInProgress',
  );
  // Warnings were acknowledged by whoever asked for the change.
  return { ...guard, blocks, acknowledge: [] };
}

async function deploymentOf(
  platform: Platform,
  service: string,
  environment: string,
  { id, target }: Operation,
  call: { readonly signal?: AbortSignal },
): Promise<Deployment | undefined> {
  const made = target?.split('/').at(-1);
  const { items } = await platform.listDeployments(
    service,
    { environment, pageSize: 50 },
    { ...call, fresh: true },
  );
  return items.find((each) => each.operation === id || each.id === made);
}

const kinds: readonly string[] = [
  'Deploy',
  'Promote',
  'Rollback',
  'Restart',
] satisfies DeploymentRequest['kind'][];

function requestOf(deployment: Deployment): DeploymentRequest | undefined {
  const { kind, environment, release, promotedFrom, rolledBackTo } = deployment;
  if (!kinds.includes(kind)) return undefined;
  const request = { kind: kind as DeploymentRequest['kind'], environment };
  if (kind === 'Rollback') {
    return { ...request, ...(rolledBackTo !== undefined && { toDeployment: rolledBackTo }) };
  }
  if (kind === 'Restart') return request;
  return {
    ...request,
    release: release.id,
    ...(promotedFrom !== undefined && { fromEnvironment: promotedFrom }),
  };
}

/** `undefined` where this person may not plan such a change. */
async function planOf(
  platform: Platform,
  service: string,
  request: DeploymentRequest,
  call: { readonly signal?: AbortSignal },
): Promise<Plan | undefined> {
  try {
    return await platform.planDeployment(service, request, call);
  } catch (error) {
    if (PlatformError.is(error, 'forbidden', 'not-implemented', 'not-found', 'invalid-request')) {
      return undefined;
    }
    throw error;
  }
}

/** What a person calls an operation. */
export function titleOf({ title, kind, id }: Operation): string {
  return title ?? `${kind} ${id}`;
}
