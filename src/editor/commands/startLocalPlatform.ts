import { t } from '../../base/l10n.js';
import { withNotification } from '../windowPrompts.js';
import type { CommandHandler } from './context.js';

/** Starts the local platform or joins the one that runs, and shows its services. */
export const startLocalPlatform: CommandHandler = async ({ session }) => {
  await withNotification(t('Starting the local platform'), async (_report, signal) => {
    await session.startLocal(signal);
  });
};
