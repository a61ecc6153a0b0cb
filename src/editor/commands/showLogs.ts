import { t } from '../../base/l10n.js';
import type { CommandHandler } from './context.js';
import { pickDeployedEnvironment, pickDeployedService } from './picks.js';
import { targetFrom } from './target.js';

/** Opens the log of a service in an environment and follows it. */
export const showLogs: CommandHandler = async ({ session, prompts, logs }, argument) => {
  const { platform, live } = session.require();
  const target = targetFrom(argument);
  const title = t('Show Logs');
  const service = target.service ?? (await pickDeployedService(prompts, live.snapshot, title));
  if (service === undefined) return;
  const environment =
    target.environment ?? (await pickDeployedEnvironment(prompts, live.snapshot, service, title));
  if (environment === undefined) return;
  await logs.show(platform, service, environment);
};
