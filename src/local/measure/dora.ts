import { t } from '../../base/l10n.js';
import type { components } from '../../contract/generated/wire.js';
import type { DeploymentRecord } from '../store/state.js';
import { median } from './median.js';
import { periods } from './periods.js';

export type Dora = Pick<
  components['schemas']['DoraMetrics'],
  | 'deployments'
  | 'deploymentFrequencyPerDay'
  | 'changeLeadTimeSecondsP50'
  | 'changeFailRate'
  | 'failedDeploymentRecoveryTimeSecondsP50'
  | 'deploymentReworkRate'
  | 'series'
  | 'notes'
>;

const dayMs = 86_400_000;

/**
 * DORA's five software delivery metrics over deployments of production environments, between two times in ms since 1970.
 * A figure that cannot be had is left out, and a note says why.
 */
export function doraOf(history: readonly DeploymentRecord[], from: number, to: number): Dora {
  const finished = history
    .filter(({ state, kind }) => (state === 'Deployed' || state === 'Superseded') && kind !== 'Restart')
    .filter(({ finishedAt }) => finishedAt !== undefined)
    .sort((a, b) => finishOf(a) - finishOf(b));
  const counted = finished.filter((deployment) => {
    const time = finishOf(deployment);
    return time >= from && time < to;
  });
  const notes: string[] = [];
  const leads = counted
    .filter(({ kind }) => kind !== 'Rollback')
    .flatMap((deployment) =>
      (deployment.commits ?? []).flatMap(({ committedAt }) => {
        const lead = (finishOf(deployment) - Date.parse(committedAt ?? '')) / 1_000;
        return lead >= 0 ? [lead] : [];
      }),
    );
  const failed = counted.filter(isFailed);
  const recoveries = failed.flatMap((deployment) => recoverySeconds(deployment, finished));
  if (counted.length === 0) notes.push(t('Nothing was deployed to production in this time.'));
  else if (leads.length === 0) {
    notes.push(t('No change lead time: the releases hold no commits, or changes that are in none.'));
  }
  if (failed.length > recoveries.length) {
    const open = failed.length - recoveries.length;
    notes.push(
      open === 1
        ? t('1 failed deployment has not been recovered from.')
        : t('{0} failed deployments have not been recovered from.', open),
    );
  }
  const days = Math.max((to - from) / dayMs, 1 / 24);
  return {
    deployments: counted.length,
    deploymentFrequencyPerDay: round(counted.length / days),
    ...(leads.length > 0 && { changeLeadTimeSecondsP50: round(median(leads)) }),
    ...(counted.length > 0 && {
      changeFailRate: round(failed.length / counted.length),
      deploymentReworkRate: round(
        counted.filter(({ unplanned }) => unplanned === true).length / counted.length,
      ),
    }),
    ...(recoveries.length > 0 && { failedDeploymentRecoveryTimeSecondsP50: round(median(recoveries)) }),
    series: seriesOf(counted, from, to),
    ...(notes.length > 0 && { notes }),
  };
}

/** It needed immediate intervention: it was rolled back, followed by an unplanned one, or linked to an incident. */
function isFailed({ outcome, incidents, unplanned }: DeploymentRecord): boolean {
  return outcome === 'Failed' || (unplanned !== true && (incidents?.length ?? 0) > 0);
}

/** Until the next one that did not fail, in the same place. */
function recoverySeconds(failed: DeploymentRecord, finished: readonly DeploymentRecord[]): readonly number[] {
  const next = finished.find(
    (other) =>
      other.service === failed.service &&
      other.environment === failed.environment &&
      finishOf(other) > finishOf(failed) &&
      !isFailed(other),
  );
  return next ? [(finishOf(next) - finishOf(failed)) / 1_000] : [];
}

function seriesOf(
  counted: readonly DeploymentRecord[],
  from: number,
  to: number,
): NonNullable<Dora['series']> {
  return periods(from, to).map(([start, end]) => {
    const inside = counted.filter((item) => finishOf(item) >= start && finishOf(item) < end);
    return {
      from: new Date(start).toISOString(),
      to: new Date(end).toISOString(),
      deployments: inside.length,
      failed: inside.filter(isFailed).length,
    };
  });
}

function finishOf({ finishedAt }: DeploymentRecord): number {
  return Date.parse(finishedAt ?? '');
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
