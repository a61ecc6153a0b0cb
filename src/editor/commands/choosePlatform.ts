import { t } from '../../base/l10n.js';
import type { CommandHandler } from './context.js';
import { platformFor } from './onPlatform.js';
import { targetFrom } from './target.js';

/** Makes a connected platform the one that names, lenses and commands go by. */
export const choosePlatform: CommandHandler<'session' | 'prompts'> = async (context, argument) => {
  const connection = await platformFor(context, targetFrom(argument), t('Choose Platform'));
  if (connection) await context.session.choose(connection.url);
};
