import { t } from '../../base/l10n.js';
import type { Service } from '../../model/catalog.js';
import type { Operation } from '../../model/delivery.js';
import type { DeploymentKind } from '../../model/deployment.js';
import { failureLine } from '../../model/failureLine.js';
import { branchOf } from '../../model/pullRequest.js';
import { shortReference } from '../../model/reference.js';
import type { FollowUi } from '../../platform/writes/follow.js';
import type { CommandContext } from '../commands/context.js';
import type { Action } from '../prompts.js';
import { linksOf } from '../runs/runLinks.js';
import type { Connection } from '../session/connection.js';
import { deployedState } from '../views/picture.js';
import { noticeEnd } from '../walkthrough/milestones.js';
import { stepSentence } from './stepSentence.js';

export interface DeliveryTarget {
  readonly service: string;
  readonly environment: string;
}

/** Tells each step of an operation in a notification. */
export function followUi(report: (step: string) => void, started: (operation: Operation) => void): FollowUi {
  return {
    started: (operation) => {
      started(operation);
      report(t('Accepted'));
    },
    event: (event) => {
      const step = stepSentence(event);
      if (step) report(step);
    },
  };
}

/** Says how a deployment ended, with what one may want to do next. */
export async function tellResult(
  context: CommandContext,
  connection: Connection,
  target: DeliveryTarget & { readonly kind: DeploymentKind },
  operation: Operation,
): Promise<void> {
  const { service, environment } = target;
  const showLogs: Action = {
    label: t('Show Logs'),
    run: () => context.run('goldenPath.showLogs', target),
  };
  noticeEnd(operation, target.kind);
  if (operation.state === 'Succeeded') {
    const state = deployedState(await freshService(connection, service), environment);
    const open: Action = { label: t('Open'), run: () => context.run('goldenPath.openUrl', target) };
    context.prompts.tell(
      'info',
      t('{0} {1} is live in {2}.', service, state?.current?.version ?? '', environment).replace('  ', ' '),
      [...(state?.urls?.length ? [open] : []), showLogs],
    );
    return;
  }
  if (operation.state === 'Canceled') {
    const why = operation.reason === undefined ? undefined : operation.message;
    context.prompts.tell(
      'info',
      why === undefined
        ? t('{0} to {1} was canceled. What ran before still runs.', service, environment)
        : t('{0} to {1} is over: {2}', service, environment, why),
    );
    return;
  }
  if (operation.approvals?.some(({ decision }) => decision === 'Rejected')) {
    // Nothing failed: there is nothing to look for in a log, and nothing to go back from.
    context.prompts.tell(
      'info',
      t('{0} to {1} was not let through: {2}', service, environment, operation.message ?? operation.state),
    );
    return;
  }
  const why = operation.error?.detail ?? operation.error?.title ?? operation.message ?? operation.state;
  context.prompts.tell(
    'error',
    t('{0} did not get live in {1}: {2}', service, environment, failureLine(why)),
    [showLogs, { label: t('Roll Back…'), run: () => context.run('goldenPath.rollback', target) }],
  );
}

/** Says that a change waits for somebody, and for whom; the result is told when it is known. */
export function tellWaiting(context: CommandContext, connection: Connection, operation: Operation): void {
  const { service = '', environment = '', blockedBy } = operation;
  const who = blockedBy?.approvers?.map(shortReference).join(', ');
  const links = linksOf(operation);
  const sentence = who
    ? t('{0} to {1} waits for approval by {2}. You are told how it ends.', service, environment, who)
    : t('{0} to {1} waits for an approval. You are told how it ends.', service, environment);
  // Where no page can be opened, what to do is said instead: a branch is to be merged, or nobody is named.
  const isUntold = !who || branchOf(operation) !== undefined;
  const how = links.length === 0 && isUntold ? (blockedBy?.message ?? '') : '';
  context.prompts.tell('info', [sentence, how].filter((words) => words !== '').join(' '), [
    ...links,
    {
      label: t('Cancel It…'),
      run: () =>
        context.run('goldenPath.cancelOperation', { platform: connection.url, operation: operation.id }),
    },
  ]);
}

/** The service as it is now: the live picture may be a moment behind the operation. */
function freshService({ platform, live }: Connection, service: string): Promise<Service | undefined> {
  return platform.getService(service).catch(() => live.snapshot.services.get(service));
}
