import { t } from '../../base/l10n.js';
import type { Account } from '../../platform/auth/account.js';
import type { Connection } from '../session/connection.js';
import { signInToPart } from '../connect/signInToPart.js';
import { connect, signInTo, type Destination } from './connect.js';
import type { CommandContext, CommandHandler } from './context.js';
import { platformChoice } from './onPlatform.js';
import { targetFrom } from './target.js';

/** Signs in at a connected platform, or goes over to another account there; connects first where there is none. */
export const signInCommand: CommandHandler = async (context, argument) => {
  const remote = context.session.connections.filter(({ kind }) => kind === 'remote');
  if (remote.length === 0) return connect(context);
  const connection = await meant(context, remote, targetFrom(argument).platform);
  if (!connection) return;
  if (connection.parts) return signInToPart(context, connection, connection.parts);
  const { url, name, type } = connection;
  const destination: Destination = { url, ...(type && { type }), ...(name !== undefined && { name }) };
  const account = await chooseAccount(context, connection);
  if (account === undefined) return;
  if (account === 'new') await signInTo(context, destination, await authOf(context, connection));
  else await context.authentication.keep(account);
};

/** The one named, the only one, the only one that asks for it, or the one picked. */
async function meant(
  { prompts, session }: Pick<CommandContext, 'prompts' | 'session'>,
  remote: readonly Connection[],
  url: string | undefined,
): Promise<Connection | undefined> {
  if (url !== undefined) return session.require(url);
  const waiting = remote.filter(
    ({ live, platform }) =>
      live.snapshot.status === 'unauthenticated' ||
      platform.parts?.().some(({ state }) => state === 'SignedOut'),
  );
  const candidates = waiting.length > 0 ? waiting : remote;
  if (candidates.length === 1) return candidates[0];
  return prompts.pick({
    id: 'platform',
    title: t('Sign In'),
    placeholder: t('At which platform?'),
    choices: candidates.map(platformChoice),
  });
}

async function chooseAccount(
  { prompts, authentication }: Pick<CommandContext, 'prompts' | 'authentication'>,
  { url, account, live }: Connection,
): Promise<Account | 'new' | undefined> {
  const known = await authentication.of(new URL(url).origin);
  if (known.length === 0 || live.snapshot.status === 'unauthenticated') return 'new';
  return prompts.pick<Account | 'new'>({
    id: 'signIn.account',
    title: t('Sign In to {0}', new URL(url).host),
    placeholder: t('As whom?'),
    choices: [
      ...known.map((each) => ({
        label: each.label,
        icon: 'account',
        ...(each.id === account?.id && { description: t('in use') }),
        value: each,
      })),
      { label: t('Another account…'), icon: 'add', value: 'new' },
    ],
  });
}

async function authOf({ session }: Pick<CommandContext, 'session'>, { url, live }: Connection) {
  const info = live.snapshot.info ?? (await session.inquire(url));
  return info.auth;
}
