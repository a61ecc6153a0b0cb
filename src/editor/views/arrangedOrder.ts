import { byName } from '../../base/byName.js';
import { knownHealth, severityOf } from '../../model/catalog.js';
import { groupOf } from './arranged.js';
import { ownerName } from '../../model/reference.js';
import { environmentsInOrder, type Picture } from './picture.js';

const tiers: readonly string[] = ['critical', 'high', 'medium', 'low'];

/** Names with the pinned ones first. */
export function servicesInOrder(names: readonly string[], pins: readonly string[]): readonly string[] {
  const pinned = new Set(pins);
  return [...names].sort(
    (one, other) => Number(pinned.has(other)) - Number(pinned.has(one)) || byName(one, other),
  );
}

/** Groups as a person looks for them: the worst health, the gravest tier, the first environment first; the rest last. */
export function groupsInOrder(
  keys: Iterable<string>,
  { live, owners }: Pick<Picture, 'live' | 'owners'>,
): readonly string[] {
  const environments = environmentsInOrder(live).map(({ name }) => name);
  const ranked = [...keys].map((key) => {
    const { grouping, value } = groupOf(key);
    const name = grouping === 'owner' ? ownerName(value, owners) : value;
    return { key, name, rank: value === '' ? Infinity : rankOf(grouping, value, environments) };
  });
  ranked.sort((one, other) => {
    if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1;
    return byName(one.name, other.name);
  });
  return ranked.map(({ key }) => key);
}

function rankOf(grouping: string, value: string, environments: readonly string[]): number {
  switch (grouping) {
    case 'health':
      return -severityOf(knownHealth(value));
    case 'tier':
      return placeIn(tiers, value);
    case 'environment':
      return placeIn(environments, value);
    default:
      return 0;
  }
}

function placeIn(list: readonly string[], value: string): number {
  const at = list.indexOf(value);
  return at < 0 ? list.length : at;
}
