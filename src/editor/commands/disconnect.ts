import { t } from '../../base/l10n.js';
import type { CommandHandler } from './context.js';
import { platformFor } from './onPlatform.js';
import { targetFrom } from './target.js';

/** Leaves a platform. Who is signed in there stays so: the next connection asks for nothing. */
export const disconnect: CommandHandler<'session' | 'prompts'> = async (context, argument) => {
  if (!context.session.connection) return;
  const connection = await platformFor(context, targetFrom(argument), t('Disconnect from Platform'));
  if (connection) await context.session.disconnect(connection.url);
};
