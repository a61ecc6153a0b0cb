import type { Operation } from '../../model/delivery.js';
import type { LiveSnapshot } from '../../model/live.js';
import { deployedState, type Picture } from './picture.js';

/** The operations that wait for somebody's approval. */
export function waitingForApproval({ operations }: LiveSnapshot): readonly Operation[] {
  return [...operations.values()].filter(
    ({ done, state, blockedBy }) => !done && state === 'Blocked' && blockedBy?.reason === 'ApprovalRequired',
  );
}

/** Those of them that the person may approve, and has not yet. */
export function waitingForMe({ live, me }: Pick<Picture, 'live' | 'me'>): readonly Operation[] {
  return waitingForApproval(live).filter(
    (operation) =>
      !isRefused(operation, live) &&
      isApprover(operation, me) &&
      !isOwn(operation, live, me) &&
      operation.approvals?.some(({ by }) => me?.has(by.id)) !== true,
  );
}

/** Where approvers are named, only who is known to be one is called upon. */
function isApprover({ blockedBy }: Operation, me: ReadonlySet<string> | undefined): boolean {
  const approvers = blockedBy?.approvers ?? [];
  return approvers.length === 0 || approvers.some((reference) => me?.has(reference) === true);
}

/** Whoever asked for a change is not called upon to approve it where the environment says so. */
function isOwn(
  { environment, createdBy }: Operation,
  live: LiveSnapshot,
  me: ReadonlySet<string> | undefined,
): boolean {
  const policy = environment === undefined ? undefined : live.environments.get(environment)?.approvals;
  return policy?.preventSelfApproval === true && createdBy !== undefined && me?.has(createdBy.id) === true;
}

function isRefused({ service, environment }: Operation, live: LiveSnapshot): boolean {
  const known = service === undefined ? undefined : live.services.get(service);
  const state = environment === undefined ? undefined : deployedState(known, environment);
  const permission = state?.permissions?.find(({ name }) => name === 'approve');
  return permission !== undefined && ['Denied', 'Blocked', 'Hidden'].includes(permission.state);
}
