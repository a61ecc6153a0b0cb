import type { Open } from './open.js';

/** The five measures of software delivery of one service in one environment (dora.dev). */
export interface DoraMetrics {
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  readonly deployments: number;
  readonly deploymentFrequencyPerDay?: number;
  readonly changeLeadTimeSecondsP50?: number;
  readonly changeFailRate?: number;
  readonly failedDeploymentRecoveryTimeSecondsP50?: number;
  readonly deploymentReworkRate?: number;
  readonly series?: readonly DoraPoint[];
  /** What is missing and why a figure is absent. */
  readonly notes?: readonly string[];
}

export interface DoraPoint {
  readonly from: string;
  readonly to: string;
  readonly deployments: number;
  readonly failed?: number;
}

/** The same over many services, and what to look at first. */
export interface PortfolioMetrics {
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
  readonly deploymentFrequencyPerDay?: number;
  readonly changeLeadTimeSecondsP50?: number;
  readonly changeFailRate?: number;
  readonly failedDeploymentRecoveryTimeSecondsP50?: number;
  readonly deploymentReworkRate?: number;
  readonly series?: readonly DoraPoint[];
  /** What to look at first, worst first; at most 50. */
  readonly attention?: readonly Attention[];
  /** What is missing and why a figure is absent. */
  readonly notes?: readonly string[];
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
