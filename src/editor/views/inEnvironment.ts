import { knownHealth, severityOf, worstHealth, type Service } from '../../model/catalog.js';
import { deployedState, type Picture } from './picture.js';

/** The state of what only this workspace could deploy to an environment. */
export const notDeployed = '';

/** Names of services by the word of their health, the worst word first, `notDeployed` last; names in no order. */
export type ServicesByState = ReadonlyMap<string, readonly string[]>;

/** What runs in an environment by its health, and what of this workspace could run there. */
export function servicesByState(picture: Picture, environment: string): ServicesByState {
  const deployed = deployedByState(picture.live.services).get(environment) ?? new Map<string, string[]>();
  const absent = [...picture.workspace].filter(
    (name) => !deployedState(picture.live.services.get(name), environment),
  );
  const states = [...deployed].sort(
    ([one], [other]) => severityOf(knownHealth(other)) - severityOf(knownHealth(one)),
  );
  return new Map(absent.length > 0 ? [...states, [notDeployed, absent]] : states);
}

/** How many services run there, whatever their state. */
export function deployedCount(states: ServicesByState): number {
  return [...states].reduce((sum, [state, names]) => sum + (state === notDeployed ? 0 : names.length), 0);
}

/** The worst health there; `undefined` where nothing runs. */
export function worstState(states: ServicesByState): ReturnType<typeof worstHealth> {
  return worstHealth([...states.keys()].filter((state) => state !== notDeployed));
}

type Index = ReadonlyMap<string, Map<string, string[]>>;

/** Thousands of services are gone through once for each picture of them, not once for each row. */
const indexes = new WeakMap<ReadonlyMap<string, Service>, Index>();

function deployedByState(services: ReadonlyMap<string, Service>): Index {
  const known = indexes.get(services);
  if (known) return known;
  const index = new Map<string, Map<string, string[]>>();
  for (const service of services.values()) {
    for (const state of service.environments ?? []) {
      if (state.current === undefined && state.operation === undefined) continue;
      let states = index.get(state.environment);
      if (!states) index.set(state.environment, (states = new Map<string, string[]>()));
      const names = states.get(state.health);
      if (names) names.push(service.name);
      else states.set(state.health, [service.name]);
    }
  }
  indexes.set(services, index);
  return index;
}
