import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { parsePlatformUrl } from '../../platform/http/url.js';
import { platformUrlSetting } from '../session/settings.js';
import { withNotification } from '../windowPrompts.js';
import type { CommandContext, CommandHandler } from './context.js';

/** Asks for a platform's address and token, tries both, and connects. */
export const connect: CommandHandler = async (context) => {
  const { prompts, session } = context;
  const current = session.connection;
  const title = t('Connect to Platform');
  const address = await prompts.input({
    id: 'connect.url',
    title,
    prompt: t('Address of the platform API, including its version.'),
    placeholder: 'https://platform.example.com/v1',
    value: platformUrlSetting() || (current?.kind === 'remote' ? current.url : ''),
    check: faultOf,
  });
  if (address === undefined) return;
  const url = parsePlatformUrl(address);
  const token = await prompts.input({
    id: 'connect.token',
    title,
    prompt: t(
      'Token for {0}. It is kept in the secret storage of the editor and sent to this host only.',
      new URL(url).host,
    ),
    placeholder: t('Leave empty for the token kept already, or for none'),
    secret: true,
  });
  if (token === undefined) return;
  await tryConnect(context, url, token.trim());
};

async function tryConnect(context: CommandContext, url: string, typed: string): Promise<void> {
  const token = typed || (await context.tokens.get(url));
  await withNotification(t('Connecting to {0}', new URL(url).host), (_report, signal) =>
    context.session.connect({ url, token }, signal),
  );
}

function faultOf(address: string): string | undefined {
  try {
    parsePlatformUrl(address);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
