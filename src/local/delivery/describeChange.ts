import { t } from '../../base/l10n.js';
import type { DeploymentRequest } from '../../model/delivery.js';
import type { Place } from '../runtime/runtime.js';
import type { DeploymentRecord, LocalState } from '../store/state.js';
import type { Prepared } from './prepare.js';

/** The incidents that a change is made for: the one it names, or for a rollback those that are open at its place. */
export function incidentsOf(
  { service, environment }: Place,
  { kind, incident }: DeploymentRequest,
  { incidents }: LocalState,
): Pick<DeploymentRecord, 'incidents' | 'unplanned'> {
  const open = incidents.filter(
    (item) => item.service === service && item.environment === environment && item.status !== 'Resolved',
  );
  const named = incident === undefined ? [] : [incident];
  const found = kind === 'Rollback' ? [...named, ...open.map(({ id }) => id)] : named;
  return found.length === 0 ? {} : { unplanned: true, incidents: [...new Set(found)] };
}

/** The title of the operation, for a person. */
export function titleOf(
  { service, environment }: Place,
  { release }: Prepared,
  { kind }: DeploymentRequest,
): string {
  switch (kind) {
    case 'Deploy':
    case 'Promote':
      return t('Deploy {0} {1} to {2}', service, release.version, environment);
    case 'Rollback':
      return t('Roll {0} back to {1} in {2}', service, release.version, environment);
    case 'Restart':
      return t('Restart {0} in {1}', service, environment);
  }
}
