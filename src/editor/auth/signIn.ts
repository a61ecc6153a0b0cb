import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { SignInInfo } from '../../model/platform.js';
import { accountOfToken, type Account } from '../../platform/auth/account.js';
import type { AuthServer, AuthServers } from '../../platform/auth/authServer.js';
import { signInByBrowser } from '../../platform/auth/browserSignIn.js';
import { signInByDevice, type DeviceCode } from '../../platform/auth/deviceSignIn.js';
import { accountOf, type Tokens } from '../../platform/auth/tokens.js';
import { registrationOf, scopesOf, waysOf, type SignInWay } from '../../platform/auth/ways.js';
import type { Choice, Prompts } from '../prompts.js';
import { withNotification } from '../windowPrompts.js';
import type { SignInHost } from './signInHost.js';

export interface SignInPorts {
  readonly prompts: Prompts;
  readonly host: SignInHost;
  readonly servers: AuthServers;
}

/**
 * Asks a person to sign in at the platform of `origin`, in one of the ways that it announces. `undefined` when they turn
 * it away. Rejects with `UserError`, `PlatformError`, or `AbortError` after Cancel.
 */
export async function signIn(
  { prompts, host, servers }: SignInPorts,
  origin: string,
  info: SignInInfo | undefined,
): Promise<Account | undefined> {
  const registration = registrationOf(info);
  const server = registration && (await reach(servers, registration));
  const way = await chooseWay(prompts, host, origin, waysOf(info, server));
  if (way === undefined) return undefined;
  if (way === 'token' || !server) return pasted(prompts, host, origin, info);
  const scopes = scopesOf(info, server);
  const tokens =
    way === 'device'
      ? await byDevice(prompts, host, server, scopes)
      : await byBrowser(host, server, scopes, info?.redirect);
  return accountOf(origin, server.registration, tokens, t('Signed in'));
}

function reach(servers: AuthServers, registration: Parameters<AuthServers['discover']>[0]) {
  const { host } = new URL(registration.issuer);
  return withNotification(t('Asking {0} how to sign in', host), (_report, signal) =>
    servers.discover(registration, signal),
  );
}

async function chooseWay(
  prompts: Prompts,
  host: SignInHost,
  origin: string,
  offered: readonly SignInWay[],
): Promise<SignInWay | undefined> {
  // A browser far away finds its way back only where the platform team registered the editor's own address.
  const ways = host.isNear ? offered : [...offered].sort((one, other) => rank(one) - rank(other));
  if (ways.length === 0) {
    throw new UserError(
      'sign-in.none',
      t(
        '{0} announces no way to sign in that this editor knows. Ask the platform team.',
        new URL(origin).host,
      ),
    );
  }
  if (ways.length === 1) return ways[0];
  return prompts.pick({
    id: 'signIn.way',
    title: t('Sign In to {0}', new URL(origin).host),
    placeholder: t('How do you want to sign in?'),
    choices: ways.map(choiceOf),
  });
}

function rank(way: SignInWay): number {
  return ['device', 'browser', 'token'].indexOf(way);
}

function choiceOf(way: SignInWay): Choice<SignInWay> {
  switch (way) {
    case 'browser':
      return {
        label: t('Sign in with the browser'),
        detail: t('A page opens; this window goes on by itself.'),
        icon: 'globe',
        value: way,
      };
    case 'device':
      return {
        label: t('Sign in with a code'),
        detail: t('Type a short code on a page, on any device.'),
        icon: 'device-mobile',
        value: way,
      };
    case 'token':
      return {
        label: t('Paste a token'),
        detail: t('One that you made on a page of the platform.'),
        icon: 'key',
        value: way,
      };
  }
}

function byBrowser(
  host: SignInHost,
  server: AuthServer,
  scopes: readonly string[],
  wanted: string | undefined,
): Promise<Tokens> {
  return withNotification(t('Waiting for you to sign in at {0}', server.host), async (_report, signal) => {
    const redirect = await host.redirect(wanted);
    try {
      return await signInByBrowser(server, { scopes, redirect, open: (url) => host.open(url) }, signal);
    } finally {
      redirect.dispose();
    }
  });
}

function byDevice(
  prompts: Prompts,
  host: SignInHost,
  server: AuthServer,
  scopes: readonly string[],
): Promise<Tokens> {
  return withNotification(t('Signing in at {0}', server.host), async (report, signal) => {
    const show = (code: DeviceCode): void => {
      report(t('Waiting for the code {0} on {1}', code.userCode, new URL(code.page).host));
      void offerCode(prompts, host, code);
    };
    return signInByDevice(server, { scopes, show }, signal);
  });
}

/** Shows the code large, to be copied and typed; the flow goes on meanwhile. */
async function offerCode(
  prompts: Prompts,
  host: SignInHost,
  { userCode, page, filledPage, expiresAt }: DeviceCode,
): Promise<void> {
  const minutes = Math.max(1, Math.round((expiresAt - Date.now()) / 60_000));
  const go = await prompts.confirm(
    'signIn.code',
    t('Your code is {0}', userCode),
    t('Type it at {0}, on this or any other device. It is good for {1} minutes.', page, minutes),
    t('Copy Code and Open Page'),
    'info',
  );
  if (!go) return;
  await host.copy(userCode);
  await host.open(filledPage ?? page);
}

async function pasted(
  prompts: Prompts,
  host: SignInHost,
  origin: string,
  info: SignInInfo | undefined,
): Promise<Account | undefined> {
  const title = t('Sign In to {0}', new URL(origin).host);
  if (info?.tokenHelpUrl !== undefined) {
    const ready = await prompts.pick({
      id: 'signIn.haveToken',
      title,
      placeholder: t('Do you have a token?'),
      choices: [
        { label: t('I have a token'), icon: 'key', value: true },
        { label: t('Open the page that makes one'), icon: 'link-external', value: false },
      ],
    });
    if (ready === undefined) return undefined;
    if (!ready) await host.open(info.tokenHelpUrl);
  }
  const typed = await prompts.input({
    id: 'connect.token',
    title,
    prompt: t(
      'Token for {0}. It is kept in the secret storage of the editor and sent to this host only.',
      new URL(origin).host,
    ),
    secret: true,
    check: (value) => (/^[\x21-\x7e]+$/.test(value.trim()) ? undefined : t('That is no token.')),
  });
  const token = typed?.trim();
  return token ? accountOfToken(origin, token, t('Token')) : undefined;
}
