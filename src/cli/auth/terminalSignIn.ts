import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { SignInInfo } from '../../model/platform.js';
import { accountOfToken, type Account } from '../../platform/auth/account.js';
import type { AuthServer, AuthServers } from '../../platform/auth/authServer.js';
import { signInByBrowser } from '../../platform/auth/browserSignIn.js';
import { signInByDevice, type DeviceCode } from '../../platform/auth/deviceSignIn.js';
import { loopbackRedirect } from '../../platform/auth/loopbackRedirect.js';
import { accountOf, type Tokens } from '../../platform/auth/tokens.js';
import { registrationOf, scopesOf, waysOf } from '../../platform/auth/ways.js';
import type { CommandIo } from '../command.js';
import { oneLine } from '../oneLine.js';
import { readTokenStream } from '../readToken.js';

/** Signs a person at a terminal in: by a code where the platform has that, else by a page on this machine. */
export async function signInAtTerminal(
  servers: AuthServers,
  origin: string,
  info: SignInInfo | undefined,
  io: CommandIo,
): Promise<Account> {
  const registration = registrationOf(info);
  const server = registration && (await servers.discover(registration, io.signal));
  const ways = waysOf(info, server);
  if (server && (ways.includes('device') || ways.includes('browser'))) {
    const scopes = scopesOf(info, server);
    const tokens = ways.includes('device')
      ? await byDevice(server, scopes, io)
      : await byBrowser(server, scopes, info?.redirect, io);
    return accountOf(origin, server.registration, tokens, t('signed in'));
  }
  const help = info?.tokenHelpUrl;
  throw new UserError(
    'cli.token-wanted',
    help === undefined
      ? t('{0} takes a token only. Give it with --token-stdin.', new URL(origin).host)
      : t(
          '{0} takes a token only. Make one at {1}, then give it with --token-stdin.',
          new URL(origin).host,
          help,
        ),
  );
}

/** The account of the token on standard input. Throws `UserError` where there is none. */
export async function tokenFromStdin(origin: string, { stdin }: CommandIo): Promise<Account> {
  return accountOfToken(origin, await readTokenStream(stdin), t('token'));
}

function byDevice(server: AuthServer, scopes: readonly string[], io: CommandIo): Promise<Tokens> {
  const show = ({ userCode, page, filledPage }: DeviceCode): void => {
    say(io, t('Open {0} and type the code {1}', page, userCode));
    if (filledPage !== undefined) say(io, t('or open {0}', filledPage));
    say(io, t('Waiting for you to sign in…'));
  };
  return signInByDevice(server, { scopes, show }, io.signal);
}

async function byBrowser(
  server: AuthServer,
  scopes: readonly string[],
  wanted: string | undefined,
  io: CommandIo,
): Promise<Tokens> {
  const redirect = await loopbackRedirect(wanted);
  const open = (url: string): Promise<void> => {
    say(io, t('Open this page on this machine: {0}', url));
    say(io, t('Waiting for you to sign in…'));
    return Promise.resolve();
  };
  try {
    return await signInByBrowser(server, { scopes, redirect, open }, io.signal);
  } finally {
    redirect.dispose();
  }
}

/** For the person, apart from what a script reads. */
function say(io: CommandIo, line: string): void {
  io.stderr.write(`${oneLine(line)}\n`);
}
