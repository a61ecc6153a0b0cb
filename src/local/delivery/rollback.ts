import { t } from '../../base/l10n.js';
import type { RollbackEligibility } from '../../model/delivery.js';
import { at } from '../manifest/json.js';
import { currentDeployment, findRelease } from '../store/changes.js';
import type { DeploymentRecord, LocalState } from '../store/state.js';

/** Whether an earlier deployment can be restored; only the server knows. */
export function rollbackEligibility(state: LocalState, target: DeploymentRecord): RollbackEligibility {
  const current = currentDeployment(state, target.service, target.environment);
  const no = (reason: string): RollbackEligibility => ({ eligible: false, reason });
  if (current?.id === target.id) return no(t('It is what runs now.'));
  if (target.state !== 'Superseded') return no(t('It never ran successfully.'));
  if (!findRelease(state, target.service, target.releaseId)) return no(t('Its release is no longer kept.'));
  const between = state.deployments
    .slice(state.deployments.indexOf(target) + 1)
    .filter(
      (other) =>
        other.service === target.service &&
        other.environment === target.environment &&
        (other.state === 'Deployed' || other.state === 'Superseded'),
    );
  const breaking = between.some((other) => {
    const release = findRelease(state, other.service, other.releaseId);
    return at(release?.manifest, 'spec', 'delivery', 'schemaMigrations') === 'Breaking';
  });
  if (!breaking) return { eligible: true };
  return {
    eligible: true,
    warnings: [t('A later release made a breaking change of its database, which is not undone.')],
  };
}
