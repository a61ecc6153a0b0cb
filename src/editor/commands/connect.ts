import { t } from '../../base/l10n.js';
import { PlatformError, UserError } from '../../model/errors.js';
import type { Account } from '../../platform/auth/account.js';
import { isWhole } from '../../platform/anyPlatform.js';
import { namedParts, type CompositionConfig } from '../../platform/composed/compositionConfig.js';
import { isCompositionUrl } from '../../platform/composed/compositionUrl.js';
import { addressFault, parseServerUrl } from '../../platform/http/url.js';
import type { Surroundings } from '../connect/readWorkspace.js';
import { connectParts } from '../connect/wizard.js';
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
  // It reads YAML, which nothing else in the host does before an engine is connected.
  const { readSurroundings } = await import('../connect/readWorkspace.js');
  const found = await readSurroundings();
  const destination = await askWhere(context, found);
  if (destination === 'parts') await connectParts(context, found, {});
  else if (destination) await connectTo(context, destination, found);
};

/** Connects to a platform with whoever is signed in there, or else after a sign-in. */
export async function connectTo(
  context: Needed,
  destination: Destination,
  surroundings: Surroundings = nothingFound,
): Promise<void> {
  const { session, authentication } = context;
  if (isCompositionUrl(destination.url)) {
    await session.settingsChanged();
    await session.choose(destination.url);
    return;
  }
  const given = destination.url;
  const { auth, isOpen, url, type } = await underway(given, (signal) => session.inquire(given, signal));
  // What is a part elsewhere is one of a platform here, be it the only one.
  if (!isWhole(type)) {
    await connectParts(context, surroundings, { [type]: url });
    return;
  }
  const found: Destination = { ...destination, url, type };
  const known = await authentication.current(new URL(url).origin);
  if (known || isOpen) {
    try {
      await underway(url, (signal) => session.connect(found, signal));
      offerEngines(context, found, surroundings);
      return;
    } catch (error) {
      if (!PlatformError.is(error, 'unauthenticated')) throw error;
    }
  }
  if (await signInTo(context, found, auth)) offerEngines(context, found, surroundings);
}

const nothingFound: Surroundings = { mentioned: new Set(), contexts: [], insecure: [] };

/** A catalogue alone tells what there is, not how it fares. */
function offerEngines(context: Needed, { type, url }: Destination, found: Surroundings): void {
  if (type !== 'backstage') return;
  context.prompts.tell(
    'info',
    t('Backstage tells what there is. Connect what runs it too, to see how it fares.'),
    [{ label: t('Add Argo CD, Kubernetes…'), run: () => connectParts(context, found, { backstage: url }) }],
  );
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
  const done = isWhole(type) && (await signInTo(context, { url: root, type }, auth));
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

async function askWhere(
  { prompts, session }: Pick<CommandContext, 'prompts' | 'session'>,
  found: Surroundings,
): Promise<Destination | 'parts' | undefined> {
  const title = t('Connect to Platform');
  const named = platformsSetting();
  const isFound = found.contexts.length > 0 || [...found.mentioned].some((kind) => kind !== 'backstage');
  const { connection } = session;
  if (named.length > 0 || isFound || connection?.type === 'backstage') {
    const picked = await prompts.pick<Destination | 'other' | 'parts'>({
      id: 'connect.platform',
      title,
      placeholder: t('Which platform?'),
      choices: [
        ...named.map((each) => ({
          label: each.name,
          description: each.parts ? partsText(each.parts) : new URL(each.url).host,
          icon: 'cloud',
          value: each,
        })),
        {
          label: t('Several systems together…'),
          description: t('Backstage, Argo CD, Kubernetes, Prometheus'),
          icon: 'layers',
          value: 'parts',
        },
        { label: t('Another address…'), icon: 'add', value: 'other' },
      ],
    });
    if (picked !== 'other') return picked;
  }
  const address = await prompts.input({
    id: 'connect.url',
    title,
    prompt: t('Address of the platform API, including its version, of a Backstage backend or of an Argo CD.'),
    placeholder: 'https://platform.example.com/v1',
    value: named.length === 0 && connection?.kind === 'remote' ? connection.url : '',
    check: addressFault,
  });
  return address === undefined ? undefined : { url: parseServerUrl(address) };
}

/** `catalog, argocd` */
function partsText(parts: CompositionConfig): string {
  return namedParts(parts)
    .map(({ name }) => name)
    .join(', ');
}
