import type { LiveSnapshot } from '../../model/live.js';
import type { ServiceEnvironment } from '../../model/catalog.js';
import { permissionAt } from '../../model/permission.js';
import { promotionsOf } from '../../model/promotion.js';
import { waitsForApproval } from '../../platform/writes/follow.js';

const changes = ['deploy', 'rollback', 'restart'] as const;

/**
 * Words that menus match on the row of a service in an environment: what can be done there now, and `no-…` (seen but not
 * to be had), `hides-…` (not seen) and `asks-…` (somebody must approve) by what is known of the person's permissions.
 * What is unknown adds no word: the command stays, and the server decides. Nor does what is frozen: the command says until
 * when, and some may lift it.
 */
export function deliveryTags(
  live: LiveSnapshot,
  service: string,
  environment: string,
  state: ServiceEnvironment | undefined,
): readonly string[] {
  const operation = state?.operation === undefined ? undefined : live.operations.get(state.operation);
  const onward = state?.current ? promotionsOf(live, service, environment) : [];
  const promote = onward.map(({ to }) => permissionAt(live, service, to.name, 'promote')?.state);
  return [
    ...(state?.operation === undefined ? [] : ['operating']),
    ...(operation && waitsForApproval(operation) ? ['waiting'] : []),
    ...(state?.suggestion?.kind === 'Rollback' ? ['suggests-rollback'] : []),
    ...(onward.length > 0 ? ['promotable'] : []),
    ...changes.flatMap((name) => permissionTag(name, permissionAt(live, service, environment, name)?.state)),
    // Of several ways onward one that is open is enough.
    ...permissionTag('promote', promote.every((each) => each === promote[0]) ? promote[0] : undefined),
  ];
}

function permissionTag(name: string, state: string | undefined): readonly string[] {
  switch (state) {
    case 'Denied':
      return [`no-${name}`];
    case 'Hidden':
      return [`hides-${name}`];
    case 'RequiresApproval':
      return [`asks-${name}`];
    default:
      return [];
  }
}
