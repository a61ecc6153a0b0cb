import { t } from '../../base/l10n.js';
import type { Actor } from '../../model/actor.js';
import type { Operation, OperationEvent, OperationState } from '../../model/delivery.js';
import type { ConfigSource } from '../../model/engine.js';
import type { ImageChange } from './imageEdits.js';

/** A change that was, or is about to be, pushed as a branch, as it is kept until it is live and a while longer. */
export interface GitChange {
  readonly format: 1;
  readonly id: string;
  /** Idempotency key, and a digest of the request that came with it. */
  readonly key: string;
  readonly request: string;
  readonly service: string;
  readonly environment: string;
  readonly kind: 'Promote' | 'Rollback';
  readonly title: string;
  readonly version: string;
  readonly fromEnvironment?: string;
  readonly toDeployment?: string;
  readonly fingerprint: string;
  readonly source: Pick<ConfigSource, 'repository' | 'path' | 'format' | 'valueFiles'>;
  /** Branch that the engine follows, and its commit that the change is made on. */
  readonly followed: string;
  readonly base: string;
  readonly branch: string;
  readonly commit: string;
  /** What the files are then: ids of their contents, empty for one that is gone. */
  readonly files: Readonly<Record<string, string>>;
  readonly images: readonly ImageChange[];
  /** Where a person opens the pull request. */
  readonly page?: string;
  readonly by: Actor;
  readonly state: OperationState;
  /** CamelCase code behind the state. */
  readonly reason?: 'Superseded' | 'NotFollowed';
  readonly message?: string;
  readonly createdAt: string;
  readonly changedAt: string;
  /** Commit of the followed branch that was looked at last. */
  readonly seen?: string;
  /** Commit of the followed branch that has the change. */
  readonly merged?: string;
  /** Since when the engine runs it, as it says. */
  readonly liveSince?: string;
  /** Of the engine, that brought it. */
  readonly deployment?: string;
  readonly events: readonly OperationEvent[];
}

export function isDone({ state }: Pick<GitChange, 'state'>): boolean {
  return state === 'Succeeded' || state === 'Failed' || state === 'Canceled';
}

/** The change in another state, which is written down as an event. */
export function moved(change: GitChange, state: OperationState, message: string, now: number): GitChange {
  if (state === change.state && message === change.message) return change;
  const time = new Date(now).toISOString();
  const next = { ...change, state, message };
  const event = (type: string): OperationEvent => ({
    id: String(change.events.length + (type === 'done' ? 2 : 1)),
    type,
    time,
    state: next.state,
    message,
  });
  const events = [...change.events, event('state'), ...(isDone(next) ? [event('done')] : [])];
  return { ...next, changedAt: time, events };
}

/** Where the branch waits, in words; from its second day on for how long, since a closed pull request looks the same from here. */
export function waiting({ branch, page, createdAt }: GitChange, now: number): string {
  const words =
    page === undefined
      ? t('The branch {0} waits: open a pull request for it, and merge it.', branch)
      : t('The branch {0} waits for its pull request to be merged: {1}', branch, page);
  const days = Math.floor((now - Date.parse(createdAt)) / dayMs);
  if (days < 1) return words;
  const since = days === 1 ? t('It has waited since yesterday.') : t('It has waited for {0} days.', days);
  return `${words} ${since} ${t('If the pull request was closed, cancel this.')}`;
}

/** How to delete a branch that stays, in words. */
export function staysThere({ branch, source }: GitChange): string {
  return t(
    'The branch {0} stays: close its pull request, and delete it with git push {1} --delete {0}',
    branch,
    source.repository,
  );
}

export const dayMs = 24 * 3_600_000;

export function operationOf(change: GitChange): Operation {
  const {
    id,
    state,
    service,
    environment,
    page,
    deployment,
    by,
    fingerprint,
    createdAt,
    changedAt,
    message,
    reason,
  } = change;
  const done = isDone(change);
  return {
    id,
    kind: 'Deployment',
    state,
    done,
    createdAt,
    startedAt: createdAt,
    ...(done && { finishedAt: changedAt }),
    title: change.title,
    service,
    environment,
    planFingerprint: fingerprint,
    createdBy: by,
    cancelable: state === 'Pending' || state === 'Blocked',
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    ...(state === 'Blocked' && {
      blockedBy: {
        reason: 'ApprovalRequired',
        ...(message !== undefined && { message }),
        name: change.branch,
        // Nobody approves it from here: it is merged where it lies.
        approvers: [t('whoever may merge into {0}', change.followed)],
        ...(page !== undefined && { url: page }),
      },
    }),
    ...(page !== undefined && {
      links: [{ url: page, title: t('Open Pull Request'), type: 'pull-request' }],
    }),
    ...(deployment !== undefined && {
      target: `/services/${encodeURIComponent(service)}/deployments/${encodeURIComponent(deployment)}`,
    }),
    ...(state === 'Failed' && {
      error: {
        type: '/problems/internal',
        title: t('Failed'),
        status: 500,
        ...(message !== undefined && { detail: message }),
      },
    }),
    ...(change.events.length > 0 && { lastEventId: String(change.events.length) }),
  };
}
