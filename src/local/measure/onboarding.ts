import { t } from '../../base/l10n.js';
import type { DeploymentRecord } from '../store/state.js';
import { median } from './median.js';

/**
 * From the first commit of a service to its first deployment to production: the median over services whose first one
 * finished between `from` and `to` (ms since 1970). Without any, or without commit times, a note says why.
 */
export function onboardingOf(
  inProduction: readonly DeploymentRecord[],
  firstCommits: ReadonlyMap<string, number>,
  from: number,
  to: number,
): { readonly secondsP50?: number; readonly note?: string } {
  const arrivals = firstArrivals(inProduction);
  const fresh = [...arrivals].filter(([, time]) => time >= from && time < to);
  if (fresh.length === 0) {
    return { note: t('No service reached production for the first time in this time.') };
  }
  const seconds = fresh.flatMap(([service, time]) => {
    const began = firstCommits.get(service);
    return began === undefined || began > time ? [] : [(time - began) / 1_000];
  });
  if (seconds.length === 0) return { note: t('No onboarding time: the first commits are not known.') };
  return { secondsP50: Math.round(median(seconds)) };
}

/** When each service was in production first, ms since 1970. */
export function firstArrivals(inProduction: readonly DeploymentRecord[]): ReadonlyMap<string, number> {
  const arrivals = new Map<string, number>();
  for (const { service, state, finishedAt } of inProduction) {
    if ((state !== 'Deployed' && state !== 'Superseded') || finishedAt === undefined) continue;
    const time = Date.parse(finishedAt);
    arrivals.set(service, Math.min(time, arrivals.get(service) ?? Infinity));
  }
  return arrivals;
}
