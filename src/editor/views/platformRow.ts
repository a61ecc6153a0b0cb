import { t } from '../../base/l10n.js';
import { nameOf, stateOf, type Connection, type ConnectionState } from '../session/connection.js';
import { knownServices, type Picture } from './picture.js';
import type { Row } from './row.js';
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
}

/** What the row of a platform shows where there are several: its name and how it is, whatever the others do. */
export function platformRow({ connection, isChosen, picture }: PlatformPicture): Row {
  const label = nameOf(connection);
  const state = stateOf(connection.live, picture ? knownServices(picture).size : 0);
  const words = [wordsOf(state, connection, picture), ...(isChosen ? [t('chosen')] : [])];
  const description = words.filter((word) => word !== '').join(' · ');
  return {
    label,
    description,
    look: { icon: iconOf(state, connection) },
    spoken: t('Platform {0}, {1}', label, description),
    tags: ['platform', connection.kind, ...(state === 'unauthenticated' ? ['unauthenticated'] : [])],
    // The editor keeps how a row was first shown: one that has nothing yet may have it soon.
    children: 'expanded',
  };
}

export function platformTooltip({ connection }: PlatformPicture): Tooltip {
  const { url, account, live } = connection;
  const { error } = live.snapshot;
  return {
    title: nameOf(connection),
    lines: [
      [t('Address'), url],
      ...(account ? [[t('Signed in as'), account.label] as const] : []),
      ...(error ? [[t('Last fault'), error.message] as const] : []),
    ],
  };
}

function wordsOf(state: ConnectionState, { live }: Connection, picture: Picture | undefined): string {
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
      return services === 1 ? t('1 service') : t('{0} services', services);
    }
  }
}

function iconOf(state: ConnectionState, { kind, live }: Connection): string {
  if (state === 'unauthenticated') return 'key';
  if (state === 'forbidden') return 'lock';
  if (state === 'failed') return 'warning';
  if (state === 'offline' || live.snapshot.status === 'stale') return 'debug-disconnect';
  return kind === 'local' ? 'vm' : 'cloud';
}
