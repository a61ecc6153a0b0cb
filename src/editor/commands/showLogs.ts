import { t } from '../../base/l10n.js';
import type { CommandHandler } from './context.js';
import { platformFor } from './onPlatform.js';
import { pickDeployedEnvironment, pickDeployedService } from './picks.js';
import { targetFrom } from './target.js';

/** Opens the log of a service in an environment and follows it. */
export const showLogs: CommandHandler = async (context, argument) => {
  const { prompts, logs } = context;
  const target = targetFrom(argument);
  const title = t('Show Logs');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const { platform, live } = connection;
  const service = target.service ?? (await pickDeployedService(prompts, live.snapshot, title));
  if (service === undefined) return;
  const environment =
    target.environment ?? (await pickDeployedEnvironment(prompts, live.snapshot, service, title));
  if (environment === undefined) return;
  await logs.show(platform, service, environment);
};
