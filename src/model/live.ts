import type { Event } from '../base/events.js';
import type { Disposable } from '../base/lifecycle.js';
import type { Environment, Service } from './catalog.js';
import type { PlatformError } from './errors.js';
import type { Operation } from './delivery.js';
import type { Incident } from './incident.js';
import type { PlatformInfo, ServiceQuery } from './platform.js';

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
  /** Of two pictures with the same roster it is known that they have the same services in the same order, whatever these are like. */
  readonly roster?: object;
  readonly environments: ReadonlyMap<string, Environment>;
  /**
   * By id, those that began first in front: all in flight and the recent ones, of everybody and the caller's own, where
   * the platform lists them (`operations`); elsewhere those seen in this session. `createdBy` tells whose.
   */
  readonly operations: ReadonlyMap<string, Operation>;
  /** Those not resolved, by id, in the platform's order; absent where it does not tell of incidents, or not now. */
  readonly incidents?: ReadonlyMap<string, Incident>;
  /** The platform has more services than these; `LiveState.show` brings others. */
  readonly hasMore?: boolean;
  /** When the picture was last confirmed, ms since the epoch. */
  readonly asOf?: number;
  readonly error?: PlatformError;
}

/** What differs from the snapshot before. `all` when names do not tell (first load, status change). */
export interface LiveChange {
  readonly all: boolean;
  readonly services: ReadonlySet<string>;
  readonly environments: ReadonlySet<string>;
  /** Ids. */
  readonly operations: ReadonlySet<string>;
  readonly incidents: ReadonlySet<string>;
}

/** Who looks at the picture: somebody, somebody with another window in front, or nobody. */
export type Attention = 'full' | 'background' | 'none';

/** Those who look, as the live picture asks: where there is no stream of changes, only for them is the platform polled. */
export interface Audience {
  readonly attention: Attention;
  readonly onDidChangeAttention: Event<void>;
}

/** Which services of a long catalogue are looked at; the platform finds them. */
export type ServicesWanted = { readonly more: true } | Pick<ServiceQuery, 'q' | 'owner' | 'system'>;

/** The one live picture that every view renders; views never call the platform for state. */
export interface LiveState extends Disposable {
  readonly snapshot: LiveSnapshot;
  /** Coalesced: at most four times a second. */
  readonly onDidChange: Event<LiveChange>;
  /** Reads everything again now. */
  refresh(signal?: AbortSignal): Promise<void>;
  /** Of a catalogue that is read in part: which services the picture has from now on. Others are always there. */
  show?(wanted: ServicesWanted): void;
}
