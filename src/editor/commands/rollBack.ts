import { t } from '../../base/l10n.js';
import type { Deployment } from '../../model/delivery.js';
import { UserError } from '../../model/errors.js';
import type { Platform } from '../../model/platform.js';
import { runDelivery } from '../delivery/runDelivery.js';
import type { Choice } from '../prompts.js';
import { shortAge } from '../views/age.js';
import type { CommandHandler } from './context.js';
import { platformFor } from './onPlatform.js';
import { pickDeployedEnvironment, pickDeployedService } from './picks.js';
import { targetFrom } from './target.js';

/** Restores an earlier deployment of a service: chosen from those the platform can go back to. */
export const rollBack: CommandHandler = async (context, argument) => {
  const { prompts } = context;
  const target = targetFrom(argument);
  const title = t('Roll Back');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const { snapshot } = connection.live;
  const service = target.service ?? (await pickDeployedService(prompts, snapshot, title));
  if (service === undefined) return;
  const environment =
    target.environment ?? (await pickDeployedEnvironment(prompts, snapshot, service, title));
  if (environment === undefined) return;
  const earlier = await eligible(connection.platform, service, environment);
  const chosen = await prompts.pick({
    id: 'rollback.deployment',
    title: t('Roll back {0} in {1}', service, environment),
    placeholder: t('To which earlier deployment?'),
    choices: earlier.map(toChoice),
  });
  if (!chosen) return;
  await runDelivery(context, connection, {
    service,
    environment,
    headline: t('Roll back {0} in {1}', service, environment),
    title: t('Rolling {0} back in {1}', service, environment),
    wanted: () => Promise.resolve({ kind: 'Rollback', toDeployment: chosen.id }),
  });
};

async function eligible(
  platform: Platform,
  service: string,
  environment: string,
): Promise<readonly Deployment[]> {
  const { items } = await platform.listDeployments(service, { environment, pageSize: 50 });
  const able = items.filter((deployment) => deployment.rollback?.eligible === true);
  if (able.length > 0) return able;
  const why = items.find((deployment) => deployment.rollback?.reason)?.rollback?.reason;
  throw new UserError(
    'rollback.none',
    why
      ? t('{0} has nothing to go back to in {1}: {2}', service, environment, why)
      : t('{0} has no earlier deployment in {1} to go back to.', service, environment),
  );
}

function toChoice(deployment: Deployment): Choice<Deployment> {
  const at = deployment.finishedAt ?? deployment.startedAt ?? deployment.createdAt;
  const by = deployment.createdBy?.displayName ?? deployment.createdBy?.id;
  const message = deployment.release.commit?.message?.split('\n', 1)[0];
  const warnings = deployment.rollback?.warnings ?? [];
  return {
    label: deployment.release.version,
    icon: 'history',
    description: [shortAge(at, Date.now()), by].filter((word) => word).join(' · '),
    detail: [whatItWas(deployment), message, ...warnings].filter((word) => word).join(' · '),
    value: deployment,
  };
}

/** The kinds of the contract in words; a platform's own kind is shown as it is. */
function whatItWas({ kind, promotedFrom }: Deployment): string {
  switch (kind) {
    case 'Deploy':
      return t('Deployed');
    case 'Promote':
      return promotedFrom === undefined ? t('Promoted') : t('Promoted from {0}', promotedFrom);
    case 'Rollback':
      return t('Rolled back to');
    case 'Restart':
      return t('Restarted');
    default:
      return kind;
  }
}
