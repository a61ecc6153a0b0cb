import { t } from '../../base/l10n.js';
import type { Condition, Link, ServiceEnvironment } from '../../model/catalog.js';
import type { PlatformError } from '../../model/errors.js';
import type { Part } from './part.js';

/** What one part says of one service; with a fault, what it said before. */
export interface Layered {
  readonly part: Pick<Part, 'name' | 'title'>;
  readonly environments: readonly ServiceEnvironment[];
  readonly fault?: PlatformError;
}

/**
 * One service's environments out of what all parts say, those that count more in front: the first health that is known
 * counts, and of everything else the first that says something. A part that is away says so on each environment.
 */
export function laidOver(layers: readonly Layered[], now: string): readonly ServiceEnvironment[] {
  const found = new Map<string, ServiceEnvironment[]>();
  for (const { environments, fault, part } of layers) {
    for (const state of environments) {
      const said = fault ? lastKnown(state, part.title) : state;
      found.set(state.environment, [...(found.get(state.environment) ?? []), said]);
    }
  }
  const faults = layers.flatMap(({ part, fault }) => (fault ? [absence(part.name, fault, now)] : []));
  return [...found.values()].map((states) => merged(states, faults));
}

/** A state that may have changed since: what ran is told, how it fares is not. */
function lastKnown(
  { operation: _operation, suggestion: _suggestion, permissions: _permissions, ...state }: ServiceEnvironment,
  title: string,
): ServiceEnvironment {
  return {
    ...state,
    health: 'Unknown',
    ...(state.sync !== undefined && { sync: 'Unknown' }),
    message: t('{0} does not answer; it was {1} when last seen.', title, state.health),
  };
}

function merged(states: readonly ServiceEnvironment[], faults: readonly Condition[]): ServiceEnvironment {
  const [first] = states;
  // Of thousands, most are told by one part alone.
  if (first && states.length === 1 && faults.length === 0) return first;
  const teller = states.find(({ health }) => health !== 'Unknown') ?? first;
  const known = wordless(states.reduceRight((low, high) => ({ ...low, ...high })));
  const synced = states.find(({ sync }) => sync !== undefined && sync !== 'Unknown')?.sync ?? known.sync;
  const conditions = unique(
    [...states.flatMap((state) => state.conditions ?? []), ...faults],
    ({ type }) => type,
  );
  const links = unique<Link>(
    states.flatMap((state) => state.links ?? []),
    ({ url }) => url,
  );
  const urls = [...new Set(states.flatMap((state) => state.urls ?? []))];
  return {
    ...known,
    health: teller?.health ?? 'Unknown',
    ...(synced !== undefined && { sync: synced }),
    ...(teller?.message !== undefined && { message: teller.message }),
    ...(conditions.length > 0 && { conditions }),
    ...(links.length > 0 && { links }),
    ...(urls.length > 0 && { urls }),
  };
}

/** A message belongs to the health that it explains. */
function wordless({ message: _message, ...state }: ServiceEnvironment): ServiceEnvironment {
  return state;
}

function absence(name: string, { code, message }: PlatformError, now: string): Condition {
  return {
    type: `${name}/Available`,
    status: 'False',
    reason: reasonOf(code),
    message,
    lastTransitionTime: now,
  };
}

/** `not-a-platform` as `NotAPlatform`. */
function reasonOf(code: string): string {
  return code.replace(/(?:^|-)(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

function unique<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const found = new Map<string, T>();
  for (const item of items) if (!found.has(key(item))) found.set(key(item), item);
  return [...found.values()];
}
