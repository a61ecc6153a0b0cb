import type { ReleaseSource } from './delivery.js';

/** Either template, or service with pullRequest or branch. */
export interface EnvironmentRequest {
  /** A DNS label; absent: the platform chooses one. */
  readonly name?: string;
  /** Name of a template of type environment; its values are in `values`. */
  readonly template?: string;
  readonly values?: Readonly<Record<string, unknown>>;
  /** Service to deploy there; with pullRequest or branch. */
  readonly service?: string;
  /** URL of the pull request. */
  readonly pullRequest?: string;
  readonly branch?: string;
  /** Full commit id; absent: the newest of the branch or pull request. */
  readonly revision?: string;
  readonly source?: ReleaseSource;
  /** Environment whose settings it takes; absent: the first in promotion order. */
  readonly basedOn?: string;
  /** Time to live, e.g. 8h or 3d; absent: the platform’s own limit. */
  readonly ttl?: string;
  readonly reason?: string;
  readonly planFingerprint?: string;
}
