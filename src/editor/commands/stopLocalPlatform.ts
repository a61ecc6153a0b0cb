import { t } from '../../base/l10n.js';
import type { CommandHandler } from './context.js';

/** Stops the local platform with every service it runs, after asking. What was deployed runs again at the next start. */
export const stopLocalPlatform: CommandHandler = async ({ session, prompts }) => {
  const go = await prompts.confirm(
    'stopLocalPlatform',
    t('Stop the local platform?'),
    t('Every service it runs stops, in all windows. The next start runs them again.'),
    t('Stop'),
  );
  if (go) await session.stopLocal();
};
