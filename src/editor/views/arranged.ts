import { worstHealth, type Service } from '../../model/catalog.js';
import type { Arrangement, Grouping } from './arrangement.js';
import { deployedState, knownServices, type Picture } from './picture.js';
import { serviceFilter } from './serviceFilter.js';

/** The services of a picture put in their places, in no order: sorting thousands takes time. */
export interface Arranged {
  /** The groups that each shown service is in; one that is not shown has no entry. */
  readonly places: ReadonlyMap<string, readonly string[]>;
  /** Names by group; without grouping all are in the group `''`. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** How many services there are without scope and filter. */
  readonly total: number;
}

const together: readonly string[] = [''];

/** Puts every service of a picture that fits scope and filter in its groups. */
export function arrange(picture: Picture, arrangement: Arrangement): Arranged {
  const { live } = picture;
  const fits = serviceFilter(arrangement.filter, picture.owners);
  const pins = new Set(arrangement.pins);
  const known = knownServices(picture);
  const places = new Map<string, readonly string[]>();
  const groups = new Map<string, string[]>();
  for (const name of known) {
    const service = live.services.get(name);
    const isNear = pins.has(name) || inScope(arrangement.scope, name, picture);
    if (!isNear || !fits(name, service)) continue;
    const keys = groupsOf(service, arrangement.grouping);
    places.set(name, keys);
    for (const key of keys) {
      const group = groups.get(key);
      if (group) group.push(name);
      else groups.set(key, [name]);
    }
  }
  return { places, groups, total: known.size };
}

/** Without knowing who the person is, what is theirs is what they work on here. */
function inScope(scope: Arrangement['scope'], name: string, { live, workspace, me }: Picture): boolean {
  if (scope === 'all') return true;
  if (scope === 'workspace' || !me) return workspace.has(name);
  const owner = live.services.get(name)?.owner;
  return owner === undefined ? workspace.has(name) : me.has(owner);
}

/** A group by what it is of and its value, e.g. `owner/group%3Adefault%2Fshop`; the value of `owner/` is not known. */
export function groupKey(grouping: Grouping, value: string): string {
  return `${grouping}/${encodeURIComponent(value)}`;
}

/** The other way round. */
export function groupOf(key: string): { readonly grouping: string; readonly value: string } {
  const at = key.indexOf('/');
  return { grouping: key.slice(0, at), value: decodeURIComponent(key.slice(at + 1)) };
}

function groupsOf(service: Service | undefined, grouping: Grouping): readonly string[] {
  if (grouping === 'none') return together;
  const values = valuesOf(service, grouping);
  return (values.length > 0 ? values : ['']).map((value) => groupKey(grouping, value));
}

function valuesOf(service: Service | undefined, grouping: Exclude<Grouping, 'none'>): readonly string[] {
  if (!service) return [];
  if (grouping === 'owner' || grouping === 'system' || grouping === 'tier') return [service[grouping] ?? ''];
  const deployed = (service.environments ?? []).filter(
    ({ environment }) => deployedState(service, environment) !== undefined,
  );
  if (grouping === 'environment') return deployed.map(({ environment }) => environment);
  return [worstHealth(deployed.map(({ health }) => health)) ?? ''];
}
