import { t } from '../../base/l10n.js';
import { runDelivery } from '../delivery/runDelivery.js';
import { deployedPlace } from '../delivery/servicePlace.js';
import type { CommandHandler } from './context.js';
import { targetFrom } from './target.js';

/** Starts what runs anew, the same release with its configuration as it is now. */
export const restart: CommandHandler = async (context, argument) => {
  const place = await deployedPlace(context, targetFrom(argument), t('Restart'));
  if (!place) return;
  const { connection, service, environment } = place;
  await runDelivery(context, connection, {
    service,
    environment,
    kind: 'Restart',
    headline: t('Restart {0} in {1}', service, environment),
    title: t('Restarting {0} in {1}', service, environment),
    wanted: () => Promise.resolve({}),
  });
};
