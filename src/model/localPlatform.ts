import type { Disposable } from '../base/lifecycle.js';

/** By this name the local platform tells what it is. */
export const localPlatformName = 'local';

/** Where a platform is and the token it wants. */
export interface PlatformConnection {
  /** API root including the version. */
  readonly url: string;
  readonly token: string;
}

/** The port to the local platform: one per user, shared by windows through leases. */
export interface LocalPlatformHost extends Disposable {
  /** The running one, without starting it. Takes a lease when it is there. */
  find(signal?: AbortSignal): Promise<PlatformConnection | undefined>;
  /** Finds the running one or starts it, and holds a lease until `dispose`. Rejects with `UserError`. */
  start(signal?: AbortSignal): Promise<PlatformConnection>;
  /** Stops it and every service it runs, whoever else holds a lease. */
  stop(signal?: AbortSignal): Promise<void>;
}
