import type { Condition, Link, Permission } from './catalog.js';
import type { Open } from './open.js';

/** Something provisioned: a database, a volume, a queue. */
export interface Resource {
  readonly id: string;
  readonly name?: string;
  readonly type: string;
  readonly class?: string;
  readonly environment: string;
  readonly owner?: string;
  readonly services?: readonly string[];
  readonly state: Open<'Provisioning' | 'Active' | 'Updating' | 'Deleting' | 'Deleted' | 'Failed'>;
  readonly outputs?: readonly ResourceOutput[];
  readonly deletionPolicy?: Open<'Retain' | 'Delete'>;
  readonly conditions?: readonly Condition[];
  readonly links?: readonly Link[];
  readonly permissions?: readonly Permission[];
}

export interface ResourceOutput {
  readonly name: string;
  readonly sensitive?: boolean;
  /** Absent when sensitive. */
  readonly value?: string;
}

export interface ResourceRequest {
  readonly name?: string;
  readonly type: string;
  readonly class?: string;
  readonly environment: string;
  readonly service?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly reason?: string;
  readonly planFingerprint?: string;
}
