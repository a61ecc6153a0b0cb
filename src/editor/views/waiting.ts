import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
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

/** What waits for a person, by what it is. */
export interface Waiting {
  readonly approvals: number;
  /** Open incidents that they were called to and that nobody has acknowledged. */
  readonly incidents: number;
}

/** How much waits for the person, and for nobody else, on platforms. */
export function waitingOn(pictures: readonly Picture[]): Waiting {
  const incidents = pictures.flatMap(({ live, me }) =>
    [...(live.incidents?.values() ?? [])].filter(
      ({ status, assignees = [] }) => status === 'Triggered' && assignees.some(({ id }) => me?.has(id)),
    ),
  );
  const approvals = pictures.flatMap((picture) => waitingForMe(picture));
  return { approvals: approvals.length, incidents: incidents.length };
}

/** The same in a sentence; `undefined` when nothing waits. */
export function waitingSentence({ approvals, incidents }: Waiting): string | undefined {
  const parts = [
    ...(approvals === 0
      ? []
      : [
          approvals === 1
            ? t('1 change waits for your approval')
            : t('{0} changes wait for your approval', counted(approvals)),
        ]),
    ...(incidents === 0
      ? []
      : [
          incidents === 1
            ? t('1 incident waits for you')
            : t('{0} incidents wait for you', counted(incidents)),
        ]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
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
