import { t } from '../../base/l10n.js';
import type { CommandHandler } from './context.js';
import type { CommandId } from './ids.js';

interface Verb {
  readonly id: CommandId;
  readonly label: string;
  readonly icon: string;
  readonly detail: string;
}

/** What belongs to delivery and is wanted less often than deploying, promoting and rolling back. */
export const delivery: CommandHandler = async (context, argument) => {
  const chosen = await context.prompts.pick({
    id: 'delivery.verb',
    title: t('Delivery'),
    placeholder: t('What do you want to see or do?'),
    choices: verbs().map(({ id, ...line }) => ({ ...line, value: id })),
  });
  if (chosen) await context.run(chosen, argument);
};

function verbs(): readonly Verb[] {
  return [
    {
      id: 'goldenPath.planDeployment',
      label: t('Plan…'),
      icon: 'diff',
      detail: t('What a deployment would change; nothing is done'),
    },
    {
      id: 'goldenPath.whatRunsWhere',
      label: t('What Runs Where…'),
      icon: 'globe',
      detail: t('Which environments contain a commit, or the last change of this file'),
    },
    {
      id: 'goldenPath.watchPush',
      label: t('Watch My Push'),
      icon: 'eye',
      detail: t('Follow the commit that was pushed until it is live'),
    },
    {
      id: 'goldenPath.deploymentHistory',
      label: t('Deployment History…'),
      icon: 'history',
      detail: t('Who deployed what and when, and how it ended'),
    },
    {
      id: 'goldenPath.compareEnvironments',
      label: t('Compare Environments…'),
      icon: 'split-horizontal',
      detail: t('Version, configuration and resources of two environments, side by side'),
    },
    {
      id: 'goldenPath.showDrift',
      label: t('Show Drift…'),
      icon: 'git-compare',
      detail: t('What runs against the manifest, and the service against its template'),
    },
    {
      id: 'goldenPath.restart',
      label: t('Restart…'),
      icon: 'debug-restart',
      detail: t('The same release, started anew'),
    },
    {
      id: 'goldenPath.requestApproval',
      label: t('Request Approval…'),
      icon: 'person-add',
      detail: t('Ask for a change that somebody must approve'),
    },
    {
      id: 'goldenPath.cancelOperation',
      label: t('Cancel…'),
      icon: 'stop-circle',
      detail: t('Call off what is under way or waits'),
    },
  ];
}
