import type { Actor } from './actor.js';
import type { DeploymentSummary } from './deployment.js';
import type { Open } from './open.js';

export const healthStates = [
  'Healthy',
  'Progressing',
  'Degraded',
  'Suspended',
  'Missing',
  'Unknown',
] as const;
/** Argo CD's health words. */
export type Health = (typeof healthStates)[number];
/** Argo CD's sync words: does what runs agree with what was last deployed from its source? */
export type Sync = 'Synced' | 'OutOfSync' | 'Unknown';

export interface Link {
  readonly url: string;
  readonly title?: string;
  readonly type?: string;
}

/** Kubernetes `metav1.Condition`. */
export interface Condition {
  readonly type: string;
  readonly status: Open<'True' | 'False' | 'Unknown'>;
  readonly reason: string;
  readonly message?: string;
  readonly lastTransitionTime: string;
}

export interface Replicas {
  readonly desired: number;
  readonly ready: number;
  readonly updated?: number;
}

/** What the caller may do. `Unknown` is not `Denied`: the command stays and the server decides. */
export interface Permission {
  readonly name: string;
  readonly state: Open<'Allowed' | 'RequiresApproval' | 'Blocked' | 'Denied' | 'Hidden' | 'Unknown'>;
  readonly reason?: string;
  readonly until?: string;
}

/** How the objectives of a service fare in one environment. */
export interface SloSummary {
  readonly worstStatus: Open<'Met' | 'AtRisk' | 'Breached' | 'NoData'>;
  readonly minBudgetRemainingPercent?: number;
}

/** What a person might do now, and why. Nothing is done by itself. */
export interface Suggestion {
  readonly kind: Open<'Rollback' | 'Retry' | 'Promote' | 'Approve' | 'ViewLogs'>;
  readonly message: string;
  readonly toDeployment?: string;
  readonly evidence?: readonly string[];
}

/** What a service is made of where it runs: a workload, an instance, a route. */
export interface RuntimeComponent {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** Id of the component that it belongs to. */
  readonly parent?: string;
  readonly health: Open<Health>;
  readonly message?: string;
  readonly image?: string;
  readonly restarts?: number;
  readonly startedAt?: string;
}

/** A service in one environment: the leaf of the tree. Times are RFC 3339. */
export interface ServiceEnvironment {
  readonly environment: string;
  readonly health: Open<Health>;
  readonly sync?: Open<Sync>;
  readonly message?: string;
  readonly current?: DeploymentSummary;
  /** Id of the operation in progress, if any. */
  readonly operation?: string;
  readonly replicas?: Replicas;
  readonly urls?: readonly string[];
  readonly slo?: SloSummary;
  readonly openIncidents?: number;
  readonly conditions?: readonly Condition[];
  /** Only in the detail of one service in one environment. */
  readonly components?: readonly RuntimeComponent[];
  readonly suggestion?: Suggestion;
  readonly links?: readonly Link[];
  readonly permissions?: readonly Permission[];
  readonly observedAt?: string;
}

export interface Repository {
  readonly url: string;
  /** Folder of the service in the repository; empty for the root. */
  readonly path?: string;
  readonly defaultBranch?: string;
}

/** Where a service came from, and whether its template has moved on. */
export interface TemplateLineage {
  readonly ref?: string;
  readonly version?: string;
  readonly latestVersion?: string;
  readonly status?: Open<'UpToDate' | 'UpdateAvailable' | 'SecurityUpdate' | 'Unsupported' | 'Unknown'>;
}

export interface Service {
  readonly name: string;
  readonly namespace?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: Open<'service' | 'website' | 'worker' | 'job' | 'cronjob'>;
  readonly owner?: string;
  readonly system?: string;
  readonly lifecycle?: string;
  readonly tier?: Open<'critical' | 'high' | 'medium' | 'low'>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Of its entity: what tells engines which of their objects are its. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  readonly links?: readonly Link[];
  readonly repository?: Repository;
  readonly dependsOn?: readonly string[];
  readonly template?: TemplateLineage;
  /** In promotion order of the platform; absent in the view `Basic`. */
  readonly environments?: readonly ServiceEnvironment[];
  readonly openIncidents?: number;
  readonly permissions?: readonly Permission[];
  readonly etag?: string;
  readonly updatedAt?: string;
}

/** Advisory: admission of a deployment is the sole arbiter. */
export interface FreezeStatus {
  readonly closed: boolean;
  readonly reason?: string;
  readonly nextOpen?: string;
  readonly nextClose?: string;
  readonly nextCloseReason?: string;
}

/** Who must agree to a change before it is made. */
export interface ApprovalPolicy {
  readonly minApprovals?: number;
  /** Entity references; nobody named: whoever may deploy. */
  readonly approvers?: readonly string[];
  readonly preventSelfApproval?: boolean;
  /** Kinds of deployment that wait. */
  readonly actions?: readonly string[];
  /** A duration such as `24h`. */
  readonly expireAfter?: string;
}

/** Where an environment with a time to live comes from. */
export interface Ephemeral {
  readonly template?: string;
  readonly service?: string;
  readonly pullRequest?: { readonly url: string; readonly number?: number; readonly title?: string };
  readonly branch?: string;
  readonly revision?: string;
  readonly createdAt?: string;
  readonly createdBy?: Actor;
  /** When the platform deletes it. */
  readonly expiresAt?: string;
}

export type Confirmation = 'None' | 'Confirm' | 'TypeName';

export interface Environment {
  readonly name: string;
  readonly title?: string;
  readonly type: Open<'development' | 'test' | 'staging' | 'production' | 'ephemeral'>;
  readonly production: boolean;
  /** Position in the promotion order; lower is earlier. */
  readonly order?: number;
  readonly promotesFrom?: readonly string[];
  readonly confirmation?: Open<Confirmation>;
  readonly requireReason?: boolean;
  readonly approvals?: ApprovalPolicy;
  readonly freeze?: FreezeStatus;
  /** Of one that lives for a while: where it comes from, and until when. */
  readonly ephemeral?: Ephemeral;
  readonly url?: string;
  readonly permissions?: readonly Permission[];
}

/** A group or user that owns services. `ref` is a Backstage entity reference, e.g. `group:default/payments`. */
export interface Owner {
  readonly ref: string;
  readonly displayName?: string;
  readonly type?: Open<'group' | 'user'>;
  readonly title?: string;
  readonly description?: string;
  /** Entity reference of the group above. */
  readonly parent?: string;
  /** How many users are in it, and how many services it owns. */
  readonly members?: number;
  readonly services?: number;
  readonly email?: string;
  readonly links?: readonly Link[];
}

/** A group of services that belong together. `name` is that among systems. */
export interface System {
  readonly name: string;
  readonly namespace?: string;
  readonly title?: string;
  readonly description?: string;
  /** Entity reference. */
  readonly owner?: string;
  readonly domain?: string;
  /** How many services belong to it. */
  readonly services?: number;
  readonly links?: readonly Link[];
}

/** The known health words; anything else reads as `Unknown`. */
export function knownHealth(health: string | undefined): Health {
  return healthStates.find((known) => known === health) ?? 'Unknown';
}

const severity: Readonly<Record<Health, number>> = {
  Degraded: 5,
  Missing: 4,
  Unknown: 3,
  Progressing: 2,
  Suspended: 1,
  Healthy: 0,
};

/** How bad a health word is; higher is worse. */
export function severityOf(health: Health): number {
  return severity[health];
}

/** The worst of several health words, `undefined` for none: Degraded, Missing, Unknown, Progressing, Suspended, Healthy. */
export function worstHealth(all: Iterable<string>): Health | undefined {
  let worst: Health | undefined;
  for (const health of all) {
    const known = knownHealth(health);
    if (worst === undefined || severity[known] > severity[worst]) worst = known;
  }
  return worst;
}
