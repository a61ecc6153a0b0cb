import { durationSeconds } from '../../language/schedule/duration.js';
import { t } from '../../base/l10n.js';
import type { ApprovalPolicy, Environment } from '../../model/catalog.js';
import type { Approval } from '../../model/delivery.js';
import type { Block } from '../../model/problem.js';

/** How many must agree to a kind of change in an environment; 0: nobody. */
export function approvalsNeeded({ approvals }: Environment, kind: string): number {
  if (!approvals || !(approvals.actions ?? ['Deploy', 'Promote']).includes(kind)) return 0;
  return approvals.minApprovals ?? 0;
}

export interface ApproverQuestion {
  readonly policy: ApprovalPolicy;
  /** Id of who asked for the change. */
  readonly requester: string;
  /** Id of who wants to decide. */
  readonly by: string;
  readonly isPerson: boolean;
  /** All that the decider is: itself and its groups. */
  readonly identities: ReadonlySet<string>;
}

/** Why someone may not decide about a change; `undefined` when they may. */
export function approverFault(question: ApproverQuestion): string | undefined {
  const { policy, requester, by, isPerson, identities } = question;
  const approvers = policy.approvers ?? [];
  if (!isPerson) return t('Only a person may approve or reject.');
  if (policy.preventSelfApproval !== false && by === requester) {
    return t('Whoever asks for a change cannot approve it: {0}', askWhom(approvers));
  }
  if (approvers.length === 0 || approvers.some((reference) => identities.has(reference))) return undefined;
  return t('You are no approver here: {0}', askWhom(approvers));
}

function askWhom(approvers: readonly string[]): string {
  return approvers.length === 0 ? t('ask someone else.') : t('ask {0}.', approvers.join(', '));
}

/** The block of a change that waits; `createdAt` in RFC 3339. */
export function approvalBlock(policy: ApprovalPolicy, given: number, createdAt: string): Block {
  const needed = policy.minApprovals ?? 0;
  const approvers = policy.approvers ?? [];
  const expiry = expiryOf(policy, createdAt);
  return {
    reason: 'ApprovalRequired',
    name: 'approvals',
    message:
      approvers.length === 0
        ? t('It waits for approval: {0} of {1} given.', given, needed)
        : t('It waits for approval by {0}: {1} of {2} given.', approvers.join(', '), given, needed),
    ...(approvers.length > 0 && { approvers }),
    ...(expiry !== undefined && { until: new Date(expiry).toISOString() }),
  };
}

/** When a change that waits is given up, in ms since 1970. */
export function expiryOf({ expireAfter }: ApprovalPolicy, createdAt: string): number | undefined {
  const seconds = durationSeconds(expireAfter);
  return seconds === undefined ? undefined : Date.parse(createdAt) + seconds * 1_000;
}

/** People who approved, each counted once. */
export function approvers(approvals: readonly Approval[]): ReadonlySet<string> {
  return new Set(approvals.filter(({ decision }) => decision === 'Approved').map(({ by }) => by.id));
}
