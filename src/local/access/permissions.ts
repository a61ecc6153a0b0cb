import { t } from '../../base/l10n.js';
import type { Environment, Permission } from '../../model/catalog.js';
import { permissionFor } from '../delivery/permissionFor.js';
import { approvalsNeeded } from '../guards/approvals.js';
import { closureAt } from '../guards/freeze.js';
import type { FreezeWindow } from '../guards/windows.js';
import type { Caller } from '../identity/caller.js';
import type { JsonObject } from '../manifest/json.js';
import type { Access, AccessTarget, PermissionName, AccessDecision } from './access.js';

const kinds = ['Deploy', 'Promote', 'Rollback', 'Restart'] as const;

export interface PermissionContext {
  readonly access: Access;
  readonly caller: Caller;
  readonly windows: readonly FreezeWindow[];
  readonly now: number;
}

/** What a caller may do where a service runs, or in an environment at all. The server decides again at each call. */
export function permissionsAt(
  environment: Environment,
  service: { readonly name: string; readonly manifest: JsonObject } | undefined,
  { access, caller, windows, now }: PermissionContext,
): readonly Permission[] {
  const target = { environment: environment.name, ...(service && { service: service.name }) };
  const changes = kinds.map((kind): Permission => {
    const name = permissionFor(kind);
    const decision = access.decide(caller, name, target);
    if (!decision.allowed) return denied(name, decision);
    const about = { environment: environment.name, action: kind };
    const closure = closureAt(windows, { ...about, ...(service && { manifest: service.manifest }) }, now);
    if (closure) {
      const until = closure.until === undefined ? {} : { until: new Date(closure.until).toISOString() };
      return { name, state: 'Blocked', reason: closure.reason, ...until };
    }
    const needed = approvalsNeeded(environment, kind);
    if (needed === 0) return { name, state: 'Allowed' };
    return { name, state: 'RequiresApproval', reason: t('{0} must approve it.', needed) };
  });
  return [...changes, ...plainPermissions(access, caller, ['logs.read', 'approve'], target)];
}

/** Permissions that no freeze and no approval is about. */
export function plainPermissions(
  access: Access,
  caller: Caller,
  names: readonly PermissionName[],
  target: AccessTarget = {},
): readonly Permission[] {
  return names.map((name) => {
    const decision = access.decide(caller, name, target);
    return decision.allowed ? { name, state: 'Allowed' } : denied(name, decision);
  });
}

function denied(name: string, { why = '', advice = '' }: AccessDecision): Permission {
  return { name, state: 'Denied', reason: `${why} ${advice}` };
}
