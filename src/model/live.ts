import type { Event } from '../base/events.js';
import type { Disposable } from '../base/lifecycle.js';
import type { Environment, Service } from './catalog.js';
import type { PlatformError } from './errors.js';
import type { Operation } from './delivery.js';
import type { PlatformInfo } from './platform.js';

/**
 * How true the picture is.
 * - `loading`: nothing read yet · `live`: read, and changes arrive
 * - `stale`: the platform does not answer, or something else does; the last known picture is kept, `asOf` tells its age
 * - `unauthenticated`: the platform wants another token · `failed`: it answered, but not as a platform, and never did
 */
export type LiveStatus = 'loading' | 'live' | 'stale' | 'unauthenticated' | 'failed';

/** One immutable picture of the platform. Maps are by name, in the platform's order. */
export interface LiveSnapshot {
  readonly status: LiveStatus;
  readonly info?: PlatformInfo;
  readonly services: ReadonlyMap<string, Service>;
  readonly environments: ReadonlyMap<string, Environment>;
  /** Operations seen in this session, by id. */
  readonly operations: ReadonlyMap<string, Operation>;
  /** When the picture was last confirmed, ms since the epoch. */
  readonly asOf?: number;
  readonly error?: PlatformError;
}

/** What differs from the snapshot before. `all` when names do not tell (first load, status change). */
export interface LiveChange {
  readonly all: boolean;
  readonly services: ReadonlySet<string>;
  readonly environments: ReadonlySet<string>;
}

/** The one live picture that every view renders; views never call the platform for state. */
export interface LiveState extends Disposable {
  readonly snapshot: LiveSnapshot;
  /** Coalesced: at most four times a second. */
  readonly onDidChange: Event<LiveChange>;
  /** Reads everything again now. */
  refresh(signal?: AbortSignal): Promise<void>;
}
