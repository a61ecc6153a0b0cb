import type { Environment, Service } from '../../model/catalog.js';
import type { Deployment } from '../../model/delivery.js';
import type { Incident } from '../../model/incident.js';
import type { DoraMetrics, PortfolioMetrics } from '../../model/metrics.js';
import type { PipelineRun } from '../../model/pipelineRun.js';
import type { ScorecardResult } from '../../model/scorecard.js';
import type { Slo } from '../../model/slo.js';

/**
 * One section of a dashboard, read by itself so that a slow or refused one holds up no other.
 * `absent`: this platform does not offer it · `stale` on a value: why it could not be read again.
 */
export type Part<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'absent' }
  | { readonly state: 'ready'; readonly value: T; readonly stale?: string }
  | { readonly state: 'failed'; readonly message: string };

/** How the platform answers, for the whole page. */
export interface Standing {
  readonly state:
    'live' | 'loading' | 'slow' | 'offline' | 'unauthenticated' | 'forbidden' | 'failed' | 'gone';
  /** One sentence for the person; absent while all is well. */
  readonly message?: string;
}

interface Dashboard {
  /** What people call the platform. */
  readonly platform: string;
  readonly standing: Standing;
  /** When what is shown was true, and when it was sent; ms since 1970. */
  readonly asOf?: number;
  readonly now: number;
}

/** A service that this one needs or that needs this one. */
export interface Neighbour {
  readonly name: string;
  /** How it is referred to, where that is more than its name. */
  readonly reference?: string;
  readonly direction: 'needs' | 'neededBy';
  /** The worst health anywhere; absent for what is no service of this platform. */
  readonly health?: string;
}

/** Everything of one service. */
export interface ServiceDashboard extends Dashboard {
  readonly kind: 'service';
  readonly name: string;
  readonly service?: Service;
  /** What people call its owner. */
  readonly owner?: string;
  /** In promotion order. */
  readonly environments: readonly Environment[];
  readonly neighbours: readonly Neighbour[];
  readonly slos: Part<readonly Slo[]>;
  readonly incidents: Part<readonly Incident[]>;
  readonly deployments: Part<readonly Deployment[]>;
  readonly runs: Part<readonly PipelineRun[]>;
  readonly dora: Part<DoraMetrics>;
  readonly scorecards: Part<readonly ScorecardResult[]>;
}

/** How well the golden path carries one owner's or one system's services; never several side by side. */
export interface PathDashboard extends Dashboard {
  readonly kind: 'path';
  readonly by: 'owner' | 'system';
  /** Entity reference of the owner, or name of the system. */
  readonly subject: string;
  /** What people call it. */
  readonly title: string;
  readonly days: number;
  readonly figures: Part<PortfolioMetrics>;
}

export type DashboardModel = ServiceDashboard | PathDashboard;

/** Spans of time that the golden path dashboard offers, in days. */
export const spans = [30, 90, 365] as const;

/** What the extension sent, if it is one of these; anything else is not drawn. */
export function readDashboard(model: unknown): DashboardModel | undefined {
  if (typeof model !== 'object' || model === null || !('kind' in model) || !('standing' in model)) {
    return undefined;
  }
  return model.kind === 'service' || model.kind === 'path' ? (model as DashboardModel) : undefined;
}
