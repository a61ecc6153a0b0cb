import { t } from '../base/l10n.js';
import type { ServiceEnvironment } from './catalog.js';
import type { Deployment } from './delivery.js';
import type { Incident } from './incident.js';
import { standardLimits, type Slo } from './slo.js';

const minuteMs = 60_000;
/** Longer ago than this, the last deployment is not the first suspect. */
export const suggestWindowMs = 60 * minuteMs;
/** A service may stumble for so long while it settles. */
const degradedMs = 2 * minuteMs;

export interface RollbackFacts {
  /** Of the service in the environment, newest first. */
  readonly deployments: readonly Deployment[];
  readonly place?: ServiceEnvironment | undefined;
  readonly incidents: readonly Incident[];
  /** Its objectives in the environment, where the platform measures them. */
  readonly slos?: readonly Slo[];
  /** ms since the epoch. */
  readonly now: number;
}

/** Whether rolling back may help, with the evidence; else why it is not suggested. It never happens by itself. */
export type RollbackAdvice =
  | { readonly suggested: true; readonly to: Deployment; readonly evidence: readonly string[] }
  | { readonly suggested: false; readonly why: string };

/**
 * Suggests a rollback only if all hold: the last deployment changed the release within the last hour, something went
 * wrong since, an earlier deployment that was good can be restored, nothing between cannot be undone, and no other
 * operation runs.
 */
export function adviseRollback(facts: RollbackFacts): RollbackAdvice {
  const { deployments, place, now } = facts;
  const index = deployments.findIndex(({ state }) => state === 'Deployed' || state === 'Failed');
  const last = deployments[index];
  const at = timeOf(last);
  if (!last || at === undefined || now - at > suggestWindowMs) {
    return not(t('Nothing was deployed there within the last hour.'));
  }
  if (last.kind !== 'Deploy' && last.kind !== 'Promote') {
    return not(t('The last deployment changed no release.'));
  }
  const earlier = deployments.slice(index + 1);
  if (earlier[0]?.release.id === last.release.id) return not(t('The last deployment changed no release.'));
  const evidence = signals(facts, last, at);
  if (evidence.length === 0) return not(t('Nothing is known to have gone wrong since the last deployment.'));
  if (place?.operation !== undefined) return not(t('Another operation is under way there.'));
  const to = earlier.find((deployment) => isGood(deployment, last));
  if (!to) {
    const reason = earlier.find(({ rollback }) => rollback?.reason !== undefined)?.rollback?.reason;
    return not(reason ?? t('There is no earlier deployment that was good and can be restored.'));
  }
  const between = [last, ...earlier.slice(0, earlier.indexOf(to))];
  const hard = between.find(({ release }) => release.reversible === false);
  if (hard) {
    return not(t('{0} cannot be undone, for example because it changed stored data.', hard.release.version));
  }
  return { suggested: true, to, evidence };
}

function signals(
  { place, incidents, slos = [], now }: RollbackFacts,
  last: Deployment,
  at: number,
): string[] {
  const since = Date.parse(
    place?.conditions?.find(({ status }) => status === 'False')?.lastTransitionTime ?? '',
  );
  const start = Number.isNaN(since) ? at : Math.max(since, at);
  const isDegraded = place?.health === 'Degraded' && now - start > degradedMs;
  const opened = incidents.filter(({ createdAt = '' }) => Date.parse(createdAt) >= at);
  return [
    ...(last.state === 'Failed' ? [last.message ?? t('The last deployment failed.')] : []),
    ...(isDegraded ? [place.message ?? t('It is Degraded.')] : []),
    ...slos.flatMap(({ name, burnRates = [] }) => {
      const over = (window: string): number => burnRates.find((each) => each.window === window)?.rate ?? 0;
      const isFast = Math.min(over('1h'), over('5m')) > standardLimits.fast;
      return isFast
        ? [t('{0} burns its error budget {1} times too fast.', name, Math.round(over('1h')))]
        : [];
    }),
    ...opened.map(({ title }) => title),
  ];
}

function isGood({ state, outcome, rollback, release }: Deployment, last: Deployment): boolean {
  return (
    state === 'Superseded' &&
    outcome !== 'Failed' &&
    rollback?.eligible === true &&
    release.id !== last.release.id
  );
}

function timeOf(deployment: Deployment | undefined): number | undefined {
  const time = Date.parse(deployment?.finishedAt ?? deployment?.startedAt ?? deployment?.createdAt ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function not(why: string): RollbackAdvice {
  return { suggested: false, why };
}
