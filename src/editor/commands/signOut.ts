import { t } from '../../base/l10n.js';
import type { CommandContext, CommandHandler } from './context.js';
import { targetFrom } from './target.js';

/** Ends a session: at the server, and here with everything that was kept of it. */
export const signOutCommand: CommandHandler = async (context, argument) => {
  const { platform } = targetFrom(argument);
  const { authentication, prompts, session } = context;
  const all = await authentication.all();
  // One out of parts has accounts where these are.
  const parts = session.connections.find(({ url }) => url === platform)?.partAccounts;
  const origins = parts?.map(({ origin }) => origin) ?? [platform && new URL(platform).origin];
  const accounts = platform === undefined ? all : all.filter(({ origin }) => origins.includes(origin));
  if (accounts.length === 0) {
    prompts.tell('info', t('Nobody is signed in.'));
    return;
  }
  const account =
    accounts.length === 1
      ? accounts[0]
      : await prompts.pick({
          id: 'signOut.account',
          title: t('Sign Out'),
          placeholder: t('Which account?'),
          choices: accounts.map((each) => ({
            label: each.label,
            description: new URL(each.origin).host,
            icon: 'account',
            value: each,
          })),
        });
  if (account) await signOutOf(context, account.id);
};

/** Signs an account out and forgets what its platform showed it. */
export async function signOutOf(
  { authentication, prompts, forgetKept }: Pick<CommandContext, 'authentication' | 'prompts' | 'forgetKept'>,
  id: string,
): Promise<void> {
  const account = await authentication.signOut(id);
  if (!account) return;
  await forgetKept(account);
  prompts.tell('info', t('{0} is signed out of {1}.', account.label, new URL(account.origin).host));
}
