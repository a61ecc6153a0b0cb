import { byName } from '../../base/byName.js';
import type { Environment, Service, ServiceEnvironment } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { OwnerTitles } from '../../model/reference.js';

/** Everything a view renders: the platform's live picture and the services this workspace describes. */
export interface Picture {
  readonly live: LiveSnapshot;
  /** Names of the services whose source is open here. */
  readonly workspace: ReadonlySet<string>;
  /** Entity references of the person and their groups; absent where the platform does not tell. */
  readonly me?: ReadonlySet<string>;
  /** What the catalogue calls owners, as far as it was asked. */
  readonly owners?: OwnerTitles;
}

/** The platform's services and those that only this workspace knows yet, in no order: sorting thousands takes time. */
export function knownServices({ live, workspace }: Picture): ReadonlySet<string> {
  return new Set([...live.services.keys(), ...workspace]);
}

/** The same by name. */
export function serviceNames(picture: Picture): readonly string[] {
  return [...knownServices(picture)].sort(byName);
}

/** Environments in promotion order; those without a position come last, in the platform's order. */
export function environmentsInOrder(live: LiveSnapshot): readonly Environment[] {
  return [...live.environments.values()].sort(
    (one, other) => (one.order ?? Number.MAX_SAFE_INTEGER) - (other.order ?? Number.MAX_SAFE_INTEGER),
  );
}

/**
 * Names of the environments a service is or could be in: the platform's, then any only the service tells of. One that
 * was made for another service's pull request is no place for it.
 */
export function environmentNames(live: LiveSnapshot, service: Service | undefined): readonly string[] {
  const names = environmentsInOrder(live)
    .filter(({ ephemeral }) => !ephemeral || (service && ephemeral.service === service.name))
    .map(({ name }) => name);
  return [
    ...new Set([
      ...names,
      ...(service?.environments ?? []).filter(isDeployed).map((state) => state.environment),
    ]),
  ];
}

/** The service's state in one environment; `undefined` where it is not deployed. */
export function deployedState(
  service: Service | undefined,
  environment: string,
): ServiceEnvironment | undefined {
  const state = service?.environments?.find((candidate) => candidate.environment === environment);
  return state && isDeployed(state) ? state : undefined;
}

function isDeployed(state: ServiceEnvironment): boolean {
  return state.current !== undefined || state.operation !== undefined;
}
