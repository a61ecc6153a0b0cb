import type { Open } from './open.js';
import type { Remediation } from './problem.js';

/** The five measures of software delivery (dora.dev). */
export interface DeliveryMeasures {
  readonly deploymentFrequencyPerDay?: number;
  readonly changeLeadTimeSecondsP50?: number;
  readonly changeFailRate?: number;
  readonly failedDeploymentRecoveryTimeSecondsP50?: number;
  readonly deploymentReworkRate?: number;
  readonly series?: readonly DoraPoint[];
  /** What is missing and why a figure is absent. */
  readonly notes?: readonly string[];
}

/** Those of one service in one environment. */
export interface DoraMetrics extends DeliveryMeasures {
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  readonly deployments: number;
}

export interface DoraPoint {
  readonly from: string;
  readonly to: string;
  readonly deployments: number;
  readonly failed?: number;
}

/** The same over many services, and what to look at first. */
export interface PortfolioMetrics extends DeliveryMeasures {
  readonly owner?: string;
  readonly system?: string;
  readonly from: string;
  readonly to: string;
  readonly services: number;
  readonly health?: readonly HealthCount[];
  readonly slos?: SloCount;
  readonly openIncidents?: number;
  readonly scorecards?: readonly ScorecardCount[];
  readonly templates?: readonly TemplateCount[];
  readonly deployments?: number;
  /** What to look at first, worst first; at most 50. */
  readonly attention?: readonly Attention[];
  /** How these services fare at each check, those that most fail first. */
  readonly checks?: readonly CheckCount[];
  /** Median from a service's first commit to its first deployment to production, of those that came there in this time. */
  readonly onboardingSecondsP50?: number;
  /** Of the changes that succeeded, the share that nobody but who asked for them had to act for. */
  readonly selfServiceShare?: number;
  /** Ratings of feedback, oldest first. */
  readonly satisfaction?: readonly SatisfactionPoint[];
}

export interface HealthCount {
  readonly environment: string;
  readonly health: Open<'Healthy' | 'Progressing' | 'Degraded' | 'Suspended' | 'Missing' | 'Unknown'>;
  readonly services: number;
}

export interface SloCount {
  readonly met?: number;
  readonly atRisk?: number;
  readonly breached?: number;
  readonly noData?: number;
}

export interface ScorecardCount {
  readonly name: string;
  /** Absent for the services below the first level. */
  readonly level?: string;
  readonly services: number;
}

export interface TemplateCount {
  readonly status: Open<'UpToDate' | 'UpdateAvailable' | 'SecurityUpdate' | 'Unsupported' | 'Unknown'>;
  readonly services: number;
}

export interface Attention {
  readonly service: string;
  readonly environment?: string;
  readonly reason: Open<
    | 'Degraded'
    | 'Incident'
    | 'SloBreached'
    | 'SloAtRisk'
    | 'OperationBlocked'
    | 'DeploymentFailed'
    | 'ScorecardFailing'
    | 'TemplateBehind'
  >;
  readonly message: string;
  readonly url?: string;
}

export interface CheckCount {
  readonly scorecard: string;
  readonly check: string;
  readonly title?: string;
  readonly level?: string;
  readonly passed: number;
  readonly failed: number;
  /** Services of which it is not known. */
  readonly unknown?: number;
  /** Names of services that fail it; at most 20. */
  readonly failing?: readonly string[];
  readonly remediation?: Remediation;
}

export interface SatisfactionPoint {
  readonly from: string;
  readonly to: string;
  readonly ratings: number;
  /** 1 to 5; absent where nobody rated. */
  readonly average?: number;
}
