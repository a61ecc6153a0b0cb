import { t } from '../../base/l10n.js';
import type { PartHealth } from '../../model/partHealth.js';
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
  if (!part) return;
  if (!('url' in part.config)) return readAgain(context, connection, part);
  const { origin, host } = new URL(part.config.url);
  const account = await signInTo(context, part, origin);
  if (!account) return;
  await withNotification(t('Connecting to {0}', host), (_report, signal) =>
    context.session.probe(part, signal, account),
  );
  await context.authentication.keep(account);
  context.prompts.tell('info', t('Signed in to {0} as {1}.', host, account.label));
}

/** Of clusters the kubeconfig has who somebody is: asked anew, it may have been renewed, or its command be allowed. */
async function readAgain(
  { session, prompts }: Context,
  connection: Connection,
  part: NamedConfig,
): Promise<void> {
  const title = partHealth(connection).get(part.name)?.title ?? part.name;
  await withNotification(t('Connecting to {0}', title), (_report, signal) => session.probe(part, signal));
  await session.reopen(connection);
  prompts.tell('info', t('{0} is connected.', title));
}

function partHealth({ platform }: Connection): ReadonlyMap<string, PartHealth> {
  return new Map(platform.parts?.().map((part) => [part.name, part]));
}

async function meant(
  { prompts }: Context,
  connection: Connection,
  parts: CompositionConfig,
): Promise<NamedConfig | undefined> {
  const { partAccounts = [] } = connection;
  const health = partHealth(connection);
  const all = namedParts(parts);
  const waiting = all.filter(({ name }) => health.get(name)?.state === 'SignedOut');
  const candidates = waiting.length > 0 ? waiting : all.filter(({ config }) => 'url' in config);
  if (candidates.length <= 1) return candidates[0];
  return prompts.pick({
    id: 'signIn.part',
    title: t('Sign In'),
    placeholder: t('At which of its parts?'),
    choices: candidates.map((part) => {
      const url = 'url' in part.config ? new URL(part.config.url) : undefined;
      const account = partAccounts.find(({ origin }) => origin === url?.origin);
      return {
        label: health.get(part.name)?.title ?? part.name,
        description: account?.label ?? url?.host ?? t('by your kubeconfig'),
        icon: 'account',
        value: part,
      };
    }),
  });
}
