import { t } from '../../base/l10n.js';
import type { Suggestion } from '../../model/catalog.js';
import { findRelease } from '../store/changes.js';
import type { DeploymentRecord, IncidentRecord, LocalState } from '../store/state.js';
import { rollbackEligibility } from './rollback.js';

const suggestMs = 60 * 60_000;

/**
 * Whether rolling back may help: the release that runs is new, something has gone wrong since, and there is a good one to
 * return to. It is only ever suggested.
 */
export function suggestionFor(
  state: LocalState,
  current: DeploymentRecord | undefined,
  signs: {
    readonly health: string;
    readonly message?: string;
    readonly incidents: readonly IncidentRecord[];
  },
  now: number,
): Suggestion | undefined {
  if (!current || current.kind === 'Rollback' || current.kind === 'Restart') return undefined;
  if (now - Date.parse(current.finishedAt ?? '') > suggestMs) return undefined;
  const since = signs.incidents.filter(({ createdAt = '' }) => createdAt >= (current.finishedAt ?? ''));
  if (signs.health !== 'Degraded' && since.length === 0) return undefined;
  const target = state.deployments.findLast(
    (item) =>
      item.service === current.service &&
      item.environment === current.environment &&
      item.state === 'Superseded' &&
      item.outcome !== 'Failed' &&
      item.releaseId !== current.releaseId,
  );
  if (!target) return undefined;
  const { eligible, warnings = [] } = rollbackEligibility(state, target);
  if (!eligible || warnings.length > 0) return undefined;
  const version = findRelease(state, target.service, target.releaseId)?.version ?? target.releaseId;
  const isBad = signs.health === 'Degraded';
  return {
    kind: 'Rollback',
    message: t('It went wrong after the last deployment: roll back to {0}?', version),
    toDeployment: target.id,
    evidence: [...(isBad ? [signs.message ?? t('It is Degraded.')] : []), ...since.map(({ title }) => title)],
  };
}
