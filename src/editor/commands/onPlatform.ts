import { t } from '../../base/l10n.js';
import { nameOf, type Connection } from '../session/connection.js';
import type { CommandContext } from './context.js';
import type { Target } from './target.js';

/**
 * The platform that a command is to work on: the one its argument names, the only one, or the one that the person
 * picks. Throws `UserError` when there is none.
 */
export async function platformFor(
  { session, prompts }: Pick<CommandContext, 'session' | 'prompts'>,
  { platform }: Target,
  title: string,
): Promise<Connection | undefined> {
  const chosen = session.require(platform);
  const { connections } = session;
  if (platform !== undefined || connections.length === 1) return chosen;
  return prompts.pick({
    id: 'platform',
    title,
    placeholder: t('On which platform?'),
    choices: [chosen, ...connections.filter((each) => each !== chosen)].map(platformChoice),
  });
}

/** A platform as one line to choose from. */
export function platformChoice(connection: Connection): {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly value: Connection;
} {
  const { url, account, kind } = connection;
  const { host } = new URL(url);
  return {
    label: nameOf(connection),
    description: account ? `${host} · ${account.label}` : host,
    icon: kind === 'local' ? 'vm' : 'cloud',
    value: connection,
  };
}
