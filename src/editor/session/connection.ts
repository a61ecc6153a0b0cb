import { t } from '../../base/l10n.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { LiveState } from '../../model/live.js';
import type { Platform } from '../../model/platform.js';
import type { CompositionConfig } from '../../platform/composed/compositionConfig.js';
import type { PlatformType } from '../../platform/platformRoot.js';
import type { TokenSource } from '../../platform/http/authorized.js';

export type PlatformKind = 'local' | 'remote';

/** Where a platform is. */
export interface PlatformAddress {
  readonly kind: PlatformKind;
  /** API root including the version; of a Backstage, the root of its backend; of one out of parts, no server's. */
  readonly url: string;
  /** What it is made of, where it is made of several systems. */
  readonly parts?: CompositionConfig;
  /** What speaks there; our contract unless said. */
  readonly type?: PlatformType;
  /** What the user's settings call it. */
  readonly name?: string;
  /** Where people see it in the browser, where that is not at `url`. */
  readonly app?: string;
  /** What it called itself last. */
  readonly knownAs?: string;
}

/** A platform that the window is bound to, answering or not. */
export interface Connection extends PlatformAddress, Disposable {
  readonly platform: Platform;
  readonly live: LiveState;
  /** Who is signed in; absent where nobody is, or needs to be. */
  readonly account?: SignedIn;
  /** Who is signed in at its parts, where it is made of several. */
  readonly partAccounts?: readonly (SignedIn & { readonly origin: string })[];
}

interface SignedIn {
  readonly id: string;
  readonly label: string;
}

/**
 * Binds to a platform: builds the client and its live picture. Nothing is awaited; faults show in the picture. `viewer`
 * tells who looks, so that nobody sees what somebody else was shown.
 */
export type OpenConnection = (
  address: PlatformAddress,
  token: TokenSource,
  viewer: string,
) => Omit<Connection, 'account'>;

/** The same for a platform out of parts, whose adapters are loaded first. `token` gives that of an origin. */
export type ComposeConnection = (
  address: PlatformAddress & Required<Pick<PlatformAddress, 'parts'>>,
  token: (origin: string) => TokenSource,
  viewer: string,
) => Promise<Omit<Connection, 'account'>>;

/** What people call a platform: the name of their settings, else its own, else its host. */
export function nameOf({
  kind,
  url,
  name,
  knownAs,
  live,
}: Pick<Connection, 'kind' | 'url' | 'name' | 'knownAs' | 'live'>): string {
  const { info } = live.snapshot;
  const fallback = kind === 'local' ? t('Local Platform') : new URL(url).host;
  return name ?? info?.title ?? info?.name ?? knownAs ?? fallback;
}

/**
 * What the views and the welcome text go by.
 * `connecting`: nothing read yet · `offline`: no answer and nothing known · `empty`: connected, no service anywhere ·
 * `forbidden`: the account may see nothing there · `failed`: it answers, but not as a platform.
 */
export type ConnectionState =
  | 'none'
  | 'starting'
  | 'connecting'
  | 'connected'
  | 'offline'
  | 'unauthenticated'
  | 'forbidden'
  | 'failed'
  | 'empty';

/** The state of a connection as a person sees it. `services`: how many there are to show. */
export function stateOf(live: LiveState, services: number): ConnectionState {
  const { status, asOf, environments } = live.snapshot;
  const known = asOf !== undefined || environments.size > 0 || live.snapshot.services.size > 0;
  switch (status) {
    case 'loading':
      return known ? 'connected' : 'connecting';
    case 'live':
      return services === 0 ? 'empty' : 'connected';
    case 'stale':
      return known ? 'connected' : 'offline';
    case 'unauthenticated':
      return status;
    case 'failed':
      return live.snapshot.error?.code === 'forbidden' ? 'forbidden' : status;
  }
}
