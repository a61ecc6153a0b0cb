import { t } from '../base/l10n.js';
import type { Permission, Service } from './catalog.js';
import type { DeploymentKind } from './deployment.js';
import { UserError } from './errors.js';
import type { LiveSnapshot } from './live.js';

/** The permission that a kind of change asks for. */
export function permissionOf(kind: DeploymentKind): string {
  switch (kind) {
    case 'Deploy':
      return 'deploy';
    case 'Promote':
      return 'promote';
    case 'Rollback':
      return 'rollback';
    case 'Restart':
      return 'restart';
  }
}

/** What is known of a permission, the nearest first; `undefined` is Unknown, which is never Denied. */
export function permissionAt(
  live: Pick<LiveSnapshot, 'services' | 'environments'>,
  service: string,
  environment: string,
  name: string,
): Permission | undefined {
  const known: Service | undefined = live.services.get(service);
  const places = [
    known?.environments?.find((state) => state.environment === environment)?.permissions,
    live.environments.get(environment)?.permissions,
    known?.permissions,
  ];
  for (const permissions of places) {
    const found = permissions?.find((permission) => permission.name === name);
    if (found) return found;
  }
  return undefined;
}

/**
 * Why a person need not even try, from what is known already; `undefined` where the server is to decide: of freezes it
 * knows who may lift them, and what is unknown is not denied.
 */
export function earlyRefusal(
  live: LiveSnapshot,
  service: string,
  environment: string,
  kind: DeploymentKind,
): UserError | undefined {
  if (live.status !== 'live') return undefined;
  const permission = permissionAt(live, service, environment, permissionOf(kind));
  if (permission?.state !== 'Denied' && permission?.state !== 'Hidden') return undefined;
  return new UserError(
    'permission.denied',
    permission.reason === undefined
      ? t('You may not do this with {0} in {1}. Ask its owner or the platform team.', service, environment)
      : t('You may not do this with {0} in {1}: {2}', service, environment, permission.reason),
  );
}
