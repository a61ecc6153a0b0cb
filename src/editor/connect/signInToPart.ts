import { t } from '../../base/l10n.js';
import {
  namedParts,
  type CompositionConfig,
  type NamedConfig,
} from '../../platform/composed/compositionConfig.js';
import type { CommandContext } from '../commands/context.js';
import type { Connection } from '../session/connection.js';
import { withNotification } from '../windowPrompts.js';
import { signInTo } from './tryPart.js';

type Context = Pick<CommandContext, 'session' | 'prompts' | 'authentication' | 'signInHost'>;

/** Signs in at one part of a platform: the one that asks for it, or the one picked. The account is kept once it is taken. */
export async function signInToPart(
  context: Context,
  connection: Connection,
  parts: CompositionConfig,
): Promise<void> {
  const part = await meant(context, connection, parts);
  if (!part || !('url' in part.config)) return;
  const { origin, host } = new URL(part.config.url);
  const account = await signInTo(context, part, origin);
  if (!account) return;
  await withNotification(t('Connecting to {0}', host), (_report, signal) =>
    context.session.probe(part, signal, account),
  );
  await context.authentication.keep(account);
  context.prompts.tell('info', t('Signed in to {0} as {1}.', host, account.label));
}

async function meant(
  { prompts }: Context,
  { platform, partAccounts = [] }: Connection,
  parts: CompositionConfig,
): Promise<NamedConfig | undefined> {
  const health = new Map(platform.parts?.().map((part) => [part.name, part]));
  const addressed = namedParts(parts).filter(({ config }) => 'url' in config);
  const waiting = addressed.filter(({ name }) => health.get(name)?.state === 'SignedOut');
  const candidates = waiting.length > 0 ? waiting : addressed;
  if (candidates.length <= 1) return candidates[0];
  return prompts.pick({
    id: 'signIn.part',
    title: t('Sign In'),
    placeholder: t('At which of its parts?'),
    choices: candidates.map((part) => {
      const url = 'url' in part.config ? part.config.url : '';
      const account = partAccounts.find(({ origin }) => origin === new URL(url).origin);
      return {
        label: health.get(part.name)?.title ?? part.name,
        description: account?.label ?? new URL(url).host,
        icon: 'account',
        value: part,
      };
    }),
  });
}
