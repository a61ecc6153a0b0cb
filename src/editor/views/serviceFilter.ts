import { worstHealth, type Service } from '../../model/catalog.js';
import type { ServiceQuery } from '../../model/platform.js';
import type { OwnerTitles } from '../../model/reference.js';

/** Whether a service fits a filter. `service` is absent for one that only this workspace knows. */
export type ServiceFilter = (name: string, service: Service | undefined) => boolean;

/**
 * Words that all must occur, whatever their case: anywhere, or in one place with `owner:`, `system:`, `tier:`, `type:`,
 * `health:`, `tag:`, `env:`. An owner is found by the reference and by what the catalogue calls it.
 */
export function serviceFilter(text: string, owners?: OwnerTitles): ServiceFilter {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const tests = words.map((word) => testOf(word, owners));
  return (name, service) => tests.every((test) => test(name, service));
}

type Values = (service: Service, owners: OwnerTitles | undefined) => readonly (string | undefined)[];

const ownerWords: Values = ({ owner }, owners) => [owner, owner && owners?.get(owner)];

const places: Readonly<Record<string, Values>> = {
  owner: ownerWords,
  system: ({ system }) => [system],
  tier: ({ tier }) => [tier],
  type: ({ type }) => [type],
  tag: ({ tags }) => tags ?? [],
  health: ({ environments }) => [worstHealth((environments ?? []).map(({ health }) => health))],
  env: ({ environments }) => (environments ?? []).map(({ environment }) => environment),
};

const anywhere: Values = (service, owners) => {
  const { title, system, tier, tags = [] } = service;
  return [title, ...ownerWords(service, owners), system, tier, ...tags];
};

function testOf(word: string, owners: OwnerTitles | undefined): ServiceFilter {
  const [, place = '', value = ''] = /^(\w+):(.+)$/.exec(word) ?? [];
  const valuesAt = Object.hasOwn(places, place) ? places[place] : undefined;
  if (valuesAt) return (_name, service) => service !== undefined && has(valuesAt(service, owners), value);
  return (name, service) => has([name, ...(service ? anywhere(service, owners) : [])], word);
}

function has(values: readonly (string | undefined)[], part: string): boolean {
  return values.some((value) => value?.toLowerCase().includes(part) === true);
}

/**
 * What a platform is asked for that finds services itself: the longest word that may occur anywhere, else an owner or a
 * system; the one owner that is called so by its reference. What it gives is narrowed by the whole filter all the same.
 */
export function servicesWanted(
  text: string,
  owners: OwnerTitles = new Map(),
): Pick<ServiceQuery, 'q' | 'owner' | 'system'> {
  const words = text.split(/\s+/).filter(Boolean);
  const given = new Map(words.flatMap((word) => placeOf(word)));
  const [q] = words.filter((word) => placeOf(word).length === 0).sort((a, b) => b.length - a.length);
  if (q !== undefined) return { q };
  const [word, system] = [given.get('owner'), given.get('system')];
  const isCalled = (named: readonly string[]): boolean =>
    word !== undefined && has(named, word.toLowerCase());
  const [called, another] = [...owners].filter(isCalled);
  const owner = called && !another ? called[0] : word;
  return { ...(owner !== undefined && { owner }), ...(system !== undefined && { system }) };
}

function placeOf(word: string): readonly (readonly [string, string])[] {
  const [, place = '', value = ''] = /^(\w+):(.+)$/.exec(word) ?? [];
  return Object.hasOwn(places, place) ? [[place, value]] : [];
}
