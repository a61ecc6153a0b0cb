import type { Actor } from './actor.js';
import type { Confirmation, Link } from './catalog.js';
import type { Commit, DeploymentKind, DeploymentState, DeploymentSummary } from './deployment.js';
import type { Open } from './open.js';
import type { Block, Problem } from './problem.js';

export interface Artifact {
  /** Package URL (purl). */
  readonly uri: string;
  readonly digest?: string;
  readonly tag?: string;
}

/** Immutable: artifacts plus resolved configuration. */
export interface Release {
  readonly id: string;
  readonly version: string;
  readonly createdAt: string;
  readonly commit?: Commit;
  readonly artifacts?: readonly Artifact[];
  /** sha256 of the resolved manifest. */
  readonly configDigest?: string;
  readonly reversible?: boolean;
  readonly createdBy?: Actor;
  readonly deployedTo?: readonly string[];
}

/** Where a release's code comes from. `folder` (absolute) only on a loopback platform. */
export type ReleaseSource =
  | { readonly folder: string }
  | { readonly repository: string; readonly revision: string; readonly path?: string };

export interface ReleaseRequest {
  /** The Service manifest as an object, its Score body inlined. */
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly source: ReleaseSource;
}

export interface RollbackEligibility {
  readonly eligible: boolean;
  readonly reason?: string;
  readonly warnings?: readonly string[];
}

export interface Deployment {
  readonly id: string;
  readonly service: string;
  readonly environment: string;
  readonly kind: Open<DeploymentKind>;
  readonly state: Open<DeploymentState>;
  readonly release: Release;
  /** CamelCase code behind the state; open. */
  readonly reason?: string;
  readonly message?: string;
  readonly promotedFrom?: string;
  readonly rolledBackTo?: string;
  readonly replaces?: string;
  /** Changes since the deployment it replaces, newest first. */
  readonly commits?: readonly Commit[];
  /** Because of an incident. */
  readonly unplanned?: boolean;
  readonly incidents?: readonly string[];
  readonly changeRef?: string;
  readonly approvals?: readonly Approval[];
  readonly outcome?: Open<'Good' | 'Failed' | 'Unknown'>;
  readonly rollback?: RollbackEligibility;
  readonly reasonText?: string;
  readonly operation?: string;
  readonly createdAt?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly createdBy?: Actor;
  readonly links?: readonly Link[];
}

/** What someone decided about a change that waits. */
export interface Approval {
  readonly by: Actor;
  readonly decision: Open<'Approved' | 'Rejected'>;
  readonly comment?: string;
  readonly at: string;
}

export interface DeploymentRequest {
  readonly environment: string;
  readonly kind: DeploymentKind;
  /** Release id; for Deploy and Promote. */
  readonly release?: string;
  readonly fromEnvironment?: string;
  /** Rollback: the earlier deployment to restore. */
  readonly toDeployment?: string;
  /** What the user saw as live; 409 `stale-basis` when it has changed. */
  readonly expectedCurrentDeployment?: string;
  /** Of the plan the user confirmed; 409 `stale-plan` when the recomputed plan differs. */
  readonly planFingerprint?: string;
  readonly reason?: string;
  readonly changeRef?: string;
  /** The incident that this change is to end. */
  readonly incident?: string;
  /** Reasons of blocks to lift, e.g. `FreezeWindow`; for who may, and only with `reason`. */
  readonly override?: readonly string[];
  /** Codes of the warnings the user accepted. */
  readonly acknowledge?: readonly string[];
}

export interface PlanChange {
  readonly action: Open<'Create' | 'Update' | 'Replace' | 'Delete' | 'NoOp'>;
  /** kind/name */
  readonly resource: string;
  readonly pointer?: string;
  /** Masked when sensitive. */
  readonly before?: string;
  readonly after?: string;
  readonly sensitive?: boolean;
  readonly destructive?: boolean;
  readonly message?: string;
}

export interface PlanFinding {
  readonly code: string;
  readonly severity: Open<'Info' | 'Warning' | 'Error'>;
  readonly message: string;
  readonly mustAcknowledge?: boolean;
}

export interface PlanRequires {
  readonly confirmation?: Open<Confirmation>;
  readonly reason?: boolean;
  readonly approvals?: number;
}

/** What one gate of a stage says. */
export interface GateResult {
  readonly name: string;
  readonly type: Open<
    'Soak' | 'Health' | 'Scorecard' | 'ErrorBudget' | 'Incidents' | 'Approval' | 'FreezeWindow'
  >;
  readonly state: Open<'Passed' | 'Failed' | 'Pending' | 'Unknown'>;
  readonly policy?: Open<'Warn' | 'Block'>;
  readonly message?: string;
  readonly until?: string;
}

export interface PlanSummary {
  readonly create?: number;
  readonly update?: number;
  readonly replace?: number;
  readonly delete?: number;
}

/** What a deployment would do; computed by the server with every check of the real call, without effect. */
export interface Plan {
  readonly fingerprint: string;
  readonly summary: PlanSummary;
  readonly changes: readonly PlanChange[];
  readonly warnings?: readonly PlanFinding[];
  readonly blocks?: readonly Block[];
  readonly requires?: PlanRequires;
  readonly from?: DeploymentSummary;
  readonly toRelease?: Release;
  readonly gates?: readonly GateResult[];
  /** Between what is live and the release, newest first. */
  readonly commits?: readonly Commit[];
  readonly unifiedDiff?: string;
  /** Resolved configuration live now, as YAML, secrets masked; absent when nothing is deployed. */
  readonly before?: string;
  /** Resolved configuration after the deployment, as YAML, secrets masked. */
  readonly after?: string;
  readonly computedAt?: string;
}

export type OperationState = 'Pending' | 'Running' | 'Blocked' | 'Succeeded' | 'Failed' | 'Canceled';

export interface Step {
  readonly id: string;
  readonly name: string;
  readonly state: Open<OperationState | 'Skipped'>;
  readonly message?: string;
  readonly attempt?: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly url?: string;
}

/** Long-running work (AIP-151): `done` with a result, or with `error`. */
export interface Operation {
  readonly id: string;
  readonly kind: Open<'Deployment' | 'TemplateRun' | 'ActionRun' | 'ResourceProvision' | 'ResourceDelete'>;
  readonly state: Open<OperationState>;
  readonly done: boolean;
  readonly createdAt: string;
  readonly title?: string;
  readonly service?: string;
  readonly environment?: string;
  /** Path of the thing it works on or made, e.g. `/services/hello/deployments/dep_1`. */
  readonly target?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly blockedBy?: Block;
  /** Of the plan it carries out; an approval is of this plan. */
  readonly planFingerprint?: string;
  readonly approvals?: readonly Approval[];
  readonly incident?: string;
  readonly progressPercent?: number;
  readonly steps?: readonly Step[];
  /** What it made, when Succeeded. */
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: Problem;
  readonly cancelable?: boolean;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly createdBy?: Actor;
  readonly links?: readonly Link[];
  readonly lastEventId?: string;
}

/** One event of an operation; `id` is opaque, ordered, and the SSE id to resume after. */
export interface OperationEvent {
  readonly id: string;
  readonly type: Open<'state' | 'step' | 'log' | 'done'>;
  readonly time: string;
  readonly step?: string;
  readonly state?: Open<OperationState | 'Skipped'>;
  readonly level?: Open<'debug' | 'info' | 'warn' | 'error'>;
  readonly message?: string;
}
