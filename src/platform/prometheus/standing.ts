import { sloStatus, type BurnLimits, type Slo } from '../../model/slo.js';

/** Windows of burn rates, shortest first. */
export const burnWindows = ['5m', '30m', '1h', '6h'] as const;

/** An objective as it was measured; shares are between 0 and 1, and whatever was not measured is no number. */
export interface Measured {
  readonly name: string;
  readonly environment: string | undefined;
  readonly description?: string | undefined;
  /** The share of good events that is promised. */
  readonly target: number;
  readonly timeWindow?: string | undefined;
  /** The share of errors in the window of the objective. */
  readonly errors: number | undefined;
  /** Burn rates by window. */
  readonly rates: ReadonlyMap<string, number>;
  readonly limits?: BurnLimits;
  /** RFC 3339. */
  readonly at: string;
}

/** Tells of an objective only what numbers tell: no events are no data, never 100 %. */
export function standingOf(measured: Measured): Slo {
  const { name, environment, description, target, timeWindow, rates, at, limits } = measured;
  const allowed = 1 - target;
  const errors = shareOf(measured.errors);
  const left = errors === undefined ? undefined : round(100 * budgetLeft(errors, allowed));
  const burnRates = burnWindows.flatMap((window) => {
    const rate = round(rates.get(window) ?? NaN);
    return Number.isFinite(rate) ? [{ window, rate }] : [];
  });
  return {
    name,
    ...(environment !== undefined && { environment }),
    ...(description !== undefined && { description }),
    targetPercent: round(100 * target),
    ...(timeWindow !== undefined && { timeWindow }),
    status: sloStatus(left, burnRates, limits),
    ...(errors !== undefined && { currentPercent: round(100 * (1 - errors)) }),
    ...(left !== undefined && { budgetRemainingPercent: left }),
    ...(burnRates.length > 0 && { burnRates }),
    evaluatedAt: at,
  };
}

/** Of a budget of nothing, nothing is left or all. */
function budgetLeft(errors: number, allowed: number): number {
  if (allowed > 0) return 1 - errors / allowed;
  return errors > 0 ? 0 : 1;
}

/** Counters that are extrapolated may be a little apart: a share is none below 0 nor above 1. */
function shareOf(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : undefined;
}

function round(value: number): number {
  // Without the sign of a zero.
  return Math.round(value * 1_000) / 1_000 + 0;
}
