import { t } from '../../base/l10n.js';
import type { components } from '../../contract/generated/wire.js';
import { sloStatus, standardLimits } from '../../model/slo.js';
import type { Counts } from './minuteRing.js';
import type { Objective } from './objectives.js';

export type Slo = components['schemas']['Slo'];

const windows = [
  ['5m', 300],
  ['30m', 1_800],
  ['1h', 3_600],
  ['6h', 21_600],
] as const;

/** A fast burn pages, a slow one does too, but later. */
const alerts = [
  { name: 'fast-burn', severity: 'page', above: standardLimits.fast, long: '1h', short: '5m' },
  { name: 'slow-burn', severity: 'page', above: standardLimits.slow, long: '6h', short: '30m' },
] as const;

/** An objective as it stands; `sum` gives the probes of the last seconds. No probes are no data, not 100 %. */
export function evaluate(
  objective: Objective,
  environment: string,
  sum: (seconds: number) => Counts,
  now: number,
): Slo {
  const { name, description, targetPercent, timeWindow, windowSeconds, indicator } = objective;
  const base = {
    name,
    environment,
    targetPercent,
    timeWindow,
    evaluatedAt: new Date(now).toISOString(),
  };
  const whole = sum(windowSeconds);
  if (indicator.kind === 'elsewhere' || whole.total === 0) {
    const why = indicator.kind === 'elsewhere' ? indicator.why : t('No probe was made in this time.');
    return { ...base, status: 'NoData', description: [description, why].filter(Boolean).join(' ') };
  }
  const allowed = 1 - targetPercent / 100;
  const ratio = ({ total, good }: Counts): number => (total - good) / total;
  const rates = windows.flatMap(([window, seconds]) => {
    const counts = sum(seconds);
    return counts.total === 0 ? [] : [{ window, rate: round(ratio(counts) / allowed) }];
  });
  const rateOf = (window: string): number => rates.find((item) => item.window === window)?.rate ?? 0;
  const found = alerts.map(({ name: alert, severity, above, long, short }) => {
    const isLong = rateOf(long) > above;
    const isShort = rateOf(short) > above;
    return { name: alert, severity, state: isLong && isShort ? 'firing' : isShort ? 'pending' : 'inactive' };
  });
  const left = round(100 * (1 - ratio(whole) / allowed));
  return {
    ...base,
    ...(description !== undefined && { description }),
    status: sloStatus(left, rates),
    currentPercent: round(100 * (1 - ratio(whole))),
    budgetRemainingPercent: left,
    burnRates: rates,
    alerts: found,
  };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
