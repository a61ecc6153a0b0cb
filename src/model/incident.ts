import type { Actor } from './actor.js';
import type { Link, Permission } from './catalog.js';
import type { Open } from './open.js';

/** Something is wrong with a service. Times are RFC 3339. */
export interface Incident {
  readonly id: string;
  readonly title: string;
  readonly status: Open<'Triggered' | 'Acknowledged' | 'Resolved'>;
  /** Provider wording, for display. */
  readonly phase?: string;
  readonly severity?: string;
  /** 1 is worst. */
  readonly severityRank?: number;
  readonly urgency?: Open<'high' | 'low'>;
  readonly service?: string;
  readonly environment?: string;
  readonly suspectedDeployment?: string;
  readonly createdAt?: string;
  readonly acknowledgedAt?: string;
  readonly resolvedAt?: string;
  readonly description?: string;
  readonly detectedBy?: Open<'Person' | 'Platform'>;
  readonly runbooks?: readonly Runbook[];
  /** Self-service actions that may help. */
  readonly actions?: readonly SuggestedAction[];
  /** Oldest first; only when one incident is read. */
  readonly updates?: readonly IncidentUpdate[];
  readonly assignees?: readonly Actor[];
  readonly links?: readonly Link[];
  readonly permissions?: readonly Permission[];
}

/** One entry of what was done about it. */
export interface IncidentUpdate {
  readonly id?: string;
  readonly time: string;
  readonly type: Open<'Opened' | 'Acknowledged' | 'Comment' | 'ActionRun' | 'Resolved' | 'Reopened'>;
  readonly message?: string;
  readonly by?: Actor;
  readonly operation?: string;
}

/** What to do; page, url or both. */
export interface Runbook {
  readonly title: string;
  /** Id of a documentation page. */
  readonly page?: string;
  readonly url?: string;
  readonly description?: string;
}

export interface SuggestedAction {
  /** Name of a self-service action. */
  readonly action: string;
  readonly title?: string;
  /** Why it may help. */
  readonly message?: string;
  readonly environment?: string;
  /** What the form starts with. */
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface IncidentRequest {
  readonly title: string;
  readonly description?: string;
  readonly service: string;
  readonly environment?: string;
  readonly urgency?: 'high' | 'low';
  readonly suspectedDeployment?: string;
}

export interface IncidentPatch {
  readonly status?: 'Acknowledged' | 'Resolved';
  readonly comment?: string;
}
