import type { Disposable } from '../../base/lifecycle.js';
import type { LiveState } from '../../model/live.js';
import type { PlatformConnection } from '../../model/localPlatform.js';
import type { Platform } from '../../model/platform.js';

export type PlatformKind = 'local' | 'remote';

/** A platform that the window is bound to, answering or not. */
export interface Connection extends Disposable {
  readonly kind: PlatformKind;
  readonly url: string;
  readonly platform: Platform;
  readonly live: LiveState;
}

/** Binds to a platform: builds the client and its live picture. Nothing is awaited; faults show in the picture. */
export type OpenConnection = (kind: PlatformKind, at: PlatformConnection) => Connection;

/**
 * What the views and the welcome text go by.
 * `connecting`: nothing read yet · `offline`: no answer and nothing known · `empty`: connected, no service anywhere.
 */
export type ConnectionState =
  'none' | 'starting' | 'connecting' | 'connected' | 'offline' | 'unauthenticated' | 'failed' | 'empty';

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
    case 'failed':
      return status;
  }
}
