import { t } from '../../base/l10n.js';
import type { OwnerTitles } from '../../model/reference.js';
import { ailing, type PartHealth } from '../../model/partHealth.js';
import { nameOf, stateOf, type Connection, type ConnectionState } from '../session/connection.js';
import { knownServices, type Picture } from './picture.js';
import type { Row } from './row.js';
import { servicesWord } from './servicesWord.js';
import { staleMessage } from './statusText.js';
import type { Tooltip } from './tooltips.js';

/** One of the platforms that a window is bound to, as the trees show it. */
export interface PlatformPicture {
  readonly url: string;
  readonly connection: Connection;
  /** Whether this is the one that names, lenses and commands go by. */
  readonly isChosen: boolean;
  /** What is known of it; absent where it is nothing yet. */
  readonly picture?: Picture;
  /** What its catalogue calls owners, once it was asked. */
  readonly owners?: () => Promise<OwnerTitles>;
}

/**
 * What the row of a platform shows where there are several: its name and how it is, whatever the others do. `hasRows`:
 * something hangs below it.
 */
export function platformRow({ connection, isChosen, picture }: PlatformPicture, hasRows: boolean): Row {
  const label = nameOf(connection);
  const state = stateOf(connection.live, picture ? knownServices(picture).size : 0);
  const words = [wordsOf(state, connection, picture), ...(isChosen ? [t('chosen')] : [])];
  const description = words.filter((word) => word !== '').join(' · ');
  return {
    label,
    description,
    look: { icon: iconOf(state, connection) },
    spoken: t('Platform {0}, {1}', label, description),
    tags: ['platform', connection.kind, ...signInTags(state, connection)],
    // The editor keeps how a row was first shown: one that has nothing yet may have it soon.
    children: hasRows || state === 'connecting' ? 'expanded' : 'none',
  };
}

/** The row offers Sign In beside its name. */
function signInTags(state: ConnectionState, connection: Connection): readonly string[] {
  if (state === 'unauthenticated') return ['unauthenticated'];
  return isPartSignedOut(connection) ? ['partly-unauthenticated'] : [];
}

/** Whether a part wants another account, while others of the platform may go on. */
export function isPartSignedOut(connection: Pick<Connection, 'platform' | 'live'>): boolean {
  return partsOf(connection).some(({ state }) => state === 'SignedOut');
}

export function platformTooltip({ connection }: PlatformPicture): Tooltip {
  const { url, account, live, partAccounts = [] } = connection;
  const { error } = live.snapshot;
  const parts = partsOf(connection);
  return {
    title: nameOf(connection),
    lines: [
      ...(parts.length > 0 ? parts.map(partLine) : [[t('Address'), url] as const]),
      ...partAccounts.map(
        ({ label, origin }) => [t('Signed in as'), `${label} · ${new URL(origin).host}`] as const,
      ),
      ...(account ? [[t('Signed in as'), account.label] as const] : []),
      ...(error ? [[t('Last fault'), error.message] as const] : []),
    ],
  };
}

function wordsOf(state: ConnectionState, connection: Connection, picture: Picture | undefined): string {
  const { live } = connection;
  switch (state) {
    case 'connecting':
    case 'starting':
    case 'none':
      return t('connecting');
    case 'offline':
      return t('not reachable');
    case 'unauthenticated':
      return t('sign-in needed');
    case 'forbidden':
      return t('not allowed');
    case 'failed':
      return t('not a platform');
    case 'empty':
    case 'connected': {
      if (staleMessage(live.snapshot) !== undefined) return t('not reachable, last known');
      const services = picture ? knownServices(picture).size : 0;
      const sick = ailing(partsOf(connection));
      if (sick.length > 0) return t('without {0}', sick.map(({ title }) => title).join(', '));
      return servicesWord(services);
    }
  }
}

/** How the parts of a platform are now; none of one that is whole. */
export function partsOf({ platform, live }: Pick<Connection, 'platform' | 'live'>): readonly PartHealth[] {
  return platform.parts?.() ?? live.snapshot.info?.parts ?? [];
}

/** The line above the Services view while a part is away; `undefined` while all are well. */
export function partsMessage(connection: Pick<Connection, 'platform' | 'live'>): string | undefined {
  const [first, ...others] = ailing(partsOf(connection));
  if (!first) return undefined;
  if (others.length > 0) return t('Without {0}.', [first, ...others].map(({ title }) => title).join(', '));
  return t('Without {0}: {1}', first.title, first.sentence ?? partState(first.state));
}

/** Parts by what they tell: what runs, and what is under way. */
export const tellers = {
  environments: ['contract', 'argocd', 'kubernetes'],
  activity: ['contract', 'argocd', 'kubernetes', 'backstage'],
} as const;

/** The word above another view, whose rows a part that is away would tell; the reason stands above Services. */
export function absenceWord(
  connection: Pick<Connection, 'platform' | 'live'>,
  types: readonly string[],
): string | undefined {
  if (staleMessage(connection.live.snapshot) !== undefined) return t('Last known.');
  const away = ailing(partsOf(connection)).filter(({ type }) => types.includes(type));
  return away.length > 0 ? t('Without {0}.', away.map(({ title }) => title).join(', ')) : undefined;
}

function partLine({ title, url, state, sentence }: PartHealth): readonly [string, string] {
  const host = URL.parse(url)?.host ?? '';
  return [title, sentence ?? [partState(state), host].filter((word) => word !== '').join(' · ')];
}

function partState(state: string): string {
  switch (state) {
    case 'Ok':
      return t('connected');
    case 'SignedOut':
      return t('sign-in needed');
    case 'Forbidden':
      return t('not allowed');
    case 'Unreachable':
      return t('not reachable');
    case 'Failed':
      return t('failed');
    default:
      return t('not asked yet');
  }
}

function iconOf(state: ConnectionState, { kind, live }: Connection): string {
  if (state === 'unauthenticated') return 'key';
  if (state === 'forbidden') return 'lock';
  if (state === 'failed') return 'warning';
  if (state === 'offline' || live.snapshot.status === 'stale') return 'debug-disconnect';
  return kind === 'local' ? 'vm' : 'cloud';
}
