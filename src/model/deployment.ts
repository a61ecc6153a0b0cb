import type { Actor } from './actor.js';
import type { Open } from './open.js';

export interface Commit {
  readonly id: string;
  readonly message?: string;
  readonly author?: string;
  readonly authoredAt?: string;
  readonly committedAt?: string;
  readonly url?: string;
}

export type DeploymentKind = 'Deploy' | 'Promote' | 'Rollback' | 'Restart';
export type DeploymentState =
  'Pending' | 'Progressing' | 'Deployed' | 'Failed' | 'Canceled' | 'Superseded' | 'Removed';

export interface DeploymentSummary {
  readonly id: string;
  readonly kind?: Open<DeploymentKind>;
  readonly state: Open<DeploymentState>;
  readonly release?: string;
  readonly version: string;
  readonly commit?: Commit;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly by?: Actor;
}
