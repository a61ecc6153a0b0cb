import type { Link } from './catalog.js';
import type { Open } from './open.js';

/** One objective as it stands. */
export interface Slo {
  readonly name: string;
  readonly environment?: string;
  readonly description?: string;
  readonly targetPercent: number;
  readonly timeWindow?: string;
  readonly status: Open<'Met' | 'AtRisk' | 'Breached' | 'NoData'>;
  readonly currentPercent?: number;
  readonly budgetRemainingPercent?: number;
  readonly burnRates?: readonly BurnRate[];
  readonly alerts?: readonly SloAlert[];
  readonly links?: readonly Link[];
  readonly evaluatedAt?: string;
}

/** How fast the error budget is spent: 1 spends all of it in the window of the objective. */
export interface BurnRate {
  readonly window: string;
  readonly rate: number;
}

export interface SloAlert {
  readonly name: string;
  readonly state: Open<'inactive' | 'pending' | 'firing'>;
  readonly severity?: string;
  readonly since?: string;
}
