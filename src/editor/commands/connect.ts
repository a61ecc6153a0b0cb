import { t } from '../../base/l10n.js';
import { PlatformError, UserError } from '../../model/errors.js';
import type { Account } from '../../platform/auth/account.js';
import { parseServerUrl } from '../../platform/http/url.js';
import type { PlatformType } from '../../platform/platformRoot.js';
import { platformsSetting } from '../session/settings.js';
import { signIn } from '../auth/signIn.js';
import { withNotification } from '../windowPrompts.js';
import type { CommandContext, CommandHandler } from './context.js';

type Needed = Pick<CommandContext, 'session' | 'prompts' | 'authentication' | 'signInHost'>;

export interface Destination {
  readonly url: string;
  readonly name?: string;
  readonly type?: PlatformType;
}

/** Asks for a platform's address, has the person sign in where it wants that, and connects. */
export const connect: CommandHandler = async (context) => {
  const destination = await askWhere(context);
  if (destination) await connectTo(context, destination);
};

/** Connects to a platform with whoever is signed in there, or else after a sign-in. */
export async function connectTo(context: Needed, destination: Destination): Promise<void> {
  const { session, authentication } = context;
  const given = destination.url;
  const { auth, isOpen, url, type } = await underway(given, (signal) => session.inquire(given, signal));
  const found: Destination = { ...destination, url, type };
  const known = await authentication.current(new URL(url).origin);
  if (known || isOpen) {
    try {
      await underway(url, (signal) => session.connect(found, signal));
      return;
    } catch (error) {
      if (!PlatformError.is(error, 'unauthenticated')) throw error;
    }
  }
  await signInTo(context, found, auth);
}

/** The account that a person signs in with at `url`, or at the chosen platform. Rejects with `AbortError` when they turn it away. */
export async function connectAs(context: Needed, url: string | undefined): Promise<Account> {
  const { session } = context;
  const { connection, connections } = session;
  const remote =
    connection?.kind === 'remote' ? connection : connections.find(({ kind }) => kind === 'remote');
  const address = url ?? remote?.url;
  if (address === undefined) {
    throw new UserError(
      'session.none',
      t('No platform is connected that one signs in to. Connect to one first.'),
    );
  }
  const at = parseServerUrl(address);
  const { auth, url: root, type } = await underway(at, (signal) => session.inquire(at, signal));
  const done = await signInTo(context, { url: root, type }, auth);
  const account = done ? await context.authentication.current(new URL(at).origin) : undefined;
  if (!account) throw new DOMException(t('Canceled'), 'AbortError');
  return account;
}

/** Signs in anew and connects as that account. Gives whether the person went through with it. */
export async function signInTo(
  { session, prompts, authentication, signInHost }: Needed,
  destination: Destination,
  auth: Parameters<typeof signIn>[2],
): Promise<boolean> {
  const { url } = destination;
  const ports = { prompts, host: signInHost, servers: authentication.servers };
  const account = await signIn(ports, new URL(url).origin, auth);
  if (!account) return false;
  await underway(url, (signal) => session.connect(destination, signal, account));
  prompts.tell('info', t('Signed in to {0} as {1}.', destination.name ?? new URL(url).host, account.label));
  return true;
}

function underway<T>(url: string, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withNotification(t('Connecting to {0}', new URL(url).host), (_report, signal) => task(signal));
}

async function askWhere({
  prompts,
  session,
}: Pick<CommandContext, 'prompts' | 'session'>): Promise<Destination | undefined> {
  const title = t('Connect to Platform');
  const named = platformsSetting();
  if (named.length > 0) {
    const picked = await prompts.pick<Destination | 'other'>({
      id: 'connect.platform',
      title,
      placeholder: t('Which platform?'),
      choices: [
        ...named.map((each) => ({
          label: each.name,
          description: new URL(each.url).host,
          icon: 'cloud',
          value: each,
        })),
        { label: t('Another address…'), icon: 'add', value: 'other' },
      ],
    });
    if (picked !== 'other') return picked;
  }
  const { connection } = session;
  const address = await prompts.input({
    id: 'connect.url',
    title,
    prompt: t('Address of the platform API, including its version, or of a Backstage backend.'),
    placeholder: 'https://platform.example.com/v1',
    value: named.length === 0 && connection?.kind === 'remote' ? connection.url : '',
    check: faultOf,
  });
  return address === undefined ? undefined : { url: parseServerUrl(address) };
}

function faultOf(address: string): string | undefined {
  try {
    parseServerUrl(address);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
