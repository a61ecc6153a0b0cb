import type { Disposable } from '../../base/lifecycle.js';

/** Where the browser comes back to after a sign-in, and what it brings. */
export interface Redirect extends Disposable {
  /** Sent to the authorization server, which compares it with what was registered. */
  readonly uri: string;
  /** The first return that carries `state`; others are turned away and never end the wait. Rejects when aborted. */
  returned(state: string, signal: AbortSignal): Promise<URL>;
}
