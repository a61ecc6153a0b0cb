import type { Actor } from './actor.js';
import type { Link } from './catalog.js';
import type { Step } from './delivery.js';
import type { Commit } from './deployment.js';
import type { Open } from './open.js';

/** A build, test or scan of one commit. */
export interface PipelineRun {
  readonly id: string;
  readonly service: string;
  readonly kind: Open<'Build' | 'Test' | 'Scan'>;
  readonly title?: string;
  readonly number?: number;
  readonly state: Open<'Pending' | 'Running' | 'Blocked' | 'Succeeded' | 'Failed' | 'Canceled'>;
  readonly done: boolean;
  /** CamelCase code behind the state; open. */
  readonly reason?: string;
  readonly message?: string;
  readonly commit?: Commit;
  readonly branch?: string;
  readonly pullRequest?: PullRequest;
  readonly trigger?: Open<'Push' | 'PullRequest' | 'Manual' | 'Schedule' | 'Deployment'>;
  /** Id of the release it made. */
  readonly release?: string;
  readonly steps?: readonly Step[];
  readonly tests?: TestSummary;
  /** The run in the build system. */
  readonly url?: string;
  readonly links?: readonly Link[];
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly createdBy?: Actor;
  readonly lastEventId?: string;
}

export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped?: number;
}

export interface PullRequest {
  readonly url: string;
  readonly number?: number;
  readonly title?: string;
}
