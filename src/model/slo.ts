import type { Link, SloSummary } from './catalog.js';
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

/** Burn rates above which the budget is at risk: of a fast burn in 1 h and 5 m, of a slow one in 6 h and 30 m. */
export interface BurnLimits {
  readonly fast: number;
  readonly slow: number;
}

/** The pairs of Google's SRE workbook for 30 days. */
export const standardLimits: BurnLimits = { fast: 14.4, slow: 6 };

/** Less than this left of the budget is a risk, in percent. */
const riskBelow = 25;

/** Where an objective stands; `budgetLeft` in percent, `undefined` where its window was not measured. */
export function sloStatus(
  budgetLeft: number | undefined,
  rates: readonly BurnRate[],
  { fast, slow }: BurnLimits = standardLimits,
): 'Met' | 'AtRisk' | 'Breached' | 'NoData' {
  const burns = (limit: number, ...windows: readonly string[]): boolean =>
    windows.every((window) => rates.some((rate) => rate.window === window && rate.rate > limit));
  if (budgetLeft !== undefined && budgetLeft <= 0) return 'Breached';
  if (burns(fast, '1h', '5m') || burns(slow, '6h', '30m')) return 'AtRisk';
  if (budgetLeft === undefined) return 'NoData';
  return budgetLeft < riskBelow ? 'AtRisk' : 'Met';
}

const order: readonly string[] = ['NoData', 'Met', 'AtRisk', 'Breached'];

/** The worst status, and the least budget left, of several objectives; `undefined` for none. */
export function summaryOf(slos: readonly Slo[]): SloSummary | undefined {
  if (slos.length === 0) return undefined;
  const worstStatus = slos.reduce(
    (worst, { status }) => (order.indexOf(status) > order.indexOf(worst) ? status : worst),
    'NoData',
  );
  const left = slos.flatMap(({ budgetRemainingPercent: budget }) => (budget === undefined ? [] : [budget]));
  return { worstStatus, ...(left.length > 0 && { minBudgetRemainingPercent: Math.min(...left) }) };
}
