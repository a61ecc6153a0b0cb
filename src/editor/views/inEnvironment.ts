import { knownHealth, severityOf, worstHealth, type Service } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import { deployedState, type Picture } from './picture.js';

/** The state of what only this workspace could deploy to an environment. */
export const notDeployed = '';

/** Names of services by the word of their health, the worst word first, `notDeployed` last; names in no order. */
export type ServicesByState = ReadonlyMap<string, ReadonlySet<string>>;

/** What runs in an environment by its health, and what of this workspace could run there; true until asked again. */
export function servicesByState(picture: Picture, environment: string): ServicesByState {
  const deployed = deployedByState(picture.live).get(environment) ?? new Map<string, ReadonlySet<string>>();
  const absent = [...picture.workspace].filter(
    (name) => !deployedState(picture.live.services.get(name), environment),
  );
  const states = [...deployed].sort(
    ([one], [other]) => severityOf(knownHealth(other)) - severityOf(knownHealth(one)),
  );
  return new Map(absent.length > 0 ? [...states, [notDeployed, new Set(absent)]] : states);
}

/** How many services run there, whatever their state. */
export function deployedCount(states: ServicesByState): number {
  return [...states].reduce((sum, [state, names]) => sum + (state === notDeployed ? 0 : names.size), 0);
}

/** The worst health there; `undefined` where nothing runs. */
export function worstState(states: ServicesByState): ReturnType<typeof worstHealth> {
  return worstHealth([...states.keys()].filter((state) => state !== notDeployed));
}

type Index = Map<string, Map<string, Set<string>>>;
type Services = LiveSnapshot['services'];

/**
 * By roster: where it is the same, so are the names, and of thousands of services only those are moved that differ from
 * the picture that was asked about before.
 */
const indexes = new WeakMap<object, { readonly services: Services; readonly index: Index }>();

function deployedByState({ services, roster = services }: LiveSnapshot): Index {
  const known = indexes.get(roster);
  const index: Index = known?.index ?? new Map<string, Map<string, Set<string>>>();
  if (known?.services === services) return index;
  // Two pictures of the same services have them in the same order.
  const befores = known?.services.values();
  for (const [name, service] of services) {
    const before = befores?.next().value;
    if (before === service) continue;
    const [places, wasIn] = [placesOf(service), placesOf(before)];
    for (const [environment, health] of wasIn) {
      if (places.get(environment) === health) continue;
      const states = index.get(environment);
      const names = states?.get(health);
      names?.delete(name);
      if (names?.size === 0) states?.delete(health);
    }
    for (const [environment, health] of places) {
      if (wasIn.get(environment) === health) continue;
      let states = index.get(environment);
      if (!states) index.set(environment, (states = new Map<string, Set<string>>()));
      const names = states.get(health);
      if (names) names.add(name);
      else states.set(health, new Set([name]));
    }
  }
  indexes.set(roster, { services, index });
  return index;
}

/** The word of a service's health by each environment where it is. */
function placesOf(service: Service | undefined): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { environment, health, current, operation } of service?.environments ?? []) {
    if (current !== undefined || operation !== undefined) places.set(environment, health);
  }
  return places;
}
