import { t } from '../../base/l10n.js';
import type { Deployment } from '../../model/delivery.js';
import { NothingToDo } from '../../model/errors.js';
import { deploymentChoice } from '../delivery/deploymentChoice.js';
import { commitsOf, historyPage, outcomeOf } from '../delivery/historyPage.js';
import { knownService } from '../delivery/servicePlace.js';
import type { Choice } from '../prompts.js';
import type { CommandContext, CommandHandler } from './context.js';
import { targetFrom } from './target.js';

/** Who deployed what, when, with which commits and how it ended; from there the page of all, or back to one. */
export const deploymentHistory: CommandHandler = async (context, argument) => {
  const target = targetFrom(argument);
  const place = await knownService(context, target, t('Deployment History'));
  if (!place) return;
  const { connection, service } = place;
  const { environment } = target;
  const where = environment === undefined ? {} : { environment };
  const { items } = await connection.platform.listDeployments(service, { ...where, pageSize: 100 });
  if (items.length === 0) {
    throw new NothingToDo(
      'history.none',
      environment === undefined
        ? t('{0} was never deployed.', service)
        : t('{0} was never deployed in {1}.', service, environment),
    );
  }
  const chosen = await context.prompts.pick<Deployment | 'page'>({
    id: 'history',
    title:
      environment === undefined
        ? t('Deployments of {0}', service)
        : t('Deployments of {0} in {1}', service, environment),
    placeholder: t('Choose one to see it, or to go back to it'),
    choices: [
      { label: t('Open All as a Page'), icon: 'open-preview', value: 'page' },
      ...items.map((deployment) => historyChoice(deployment, environment === undefined)),
    ],
  });
  if (chosen === 'page') {
    await context.reports.show(t('Deployments of {0}', service), historyPage(service, items));
  } else if (chosen) await lookAt(context, connection.url, chosen);
};

function historyChoice(deployment: Deployment, isNamed: boolean): Choice<Deployment> {
  const { description, ...line } = deploymentChoice(deployment);
  return {
    ...line,
    icon: icons[deployment.state] ?? 'history',
    description: [...(isNamed ? [deployment.environment] : []), description, outcomeOf(deployment)]
      .filter((word) => word)
      .join(' · '),
    value: deployment,
  };
}

const icons: Readonly<Record<string, string>> = {
  Deployed: 'pass-filled',
  Failed: 'error',
  Canceled: 'circle-slash',
  Progressing: 'sync',
  Pending: 'clock',
};

async function lookAt(context: CommandContext, platform: string, deployment: Deployment): Promise<void> {
  const { service, environment, id, rollback, release, state } = deployment;
  const isBack = rollback?.eligible === true && state !== 'Deployed';
  const way = await context.prompts.pick<'page' | 'back'>({
    id: 'history.way',
    title: t('{0} in {1}: {2}', service, environment, release.version),
    placeholder: [outcomeOf(deployment), ...commitsOf(deployment).slice(0, 1)].join(' · '),
    choices: [
      { label: t('Show Details'), icon: 'open-preview', value: 'page' },
      ...(isBack ? [{ label: t('Roll Back to This…'), icon: 'discard', value: 'back' as const }] : []),
    ],
  });
  if (way === 'page') {
    await context.reports.show(t('{0} in {1}', service, environment), historyPage(service, [deployment]));
  } else if (way === 'back') {
    await context.run('goldenPath.rollback', { platform, service, environment, deployment: id });
  }
}
