import { worstHealth, type Service } from '../../model/catalog.js';
import type { ServiceQuery } from '../../model/platform.js';

/** Whether a service fits a filter. `service` is absent for one that only this workspace knows. */
export type ServiceFilter = (name: string, service: Service | undefined) => boolean;

/**
 * Words that all must occur, whatever their case: anywhere, or in one place with `owner:`, `system:`, `tier:`, `type:`,
 * `health:`, `tag:`, `env:`.
 */
export function serviceFilter(text: string): ServiceFilter {
  const tests = text.toLowerCase().split(/\s+/).filter(Boolean).map(testOf);
  return (name, service) => tests.every((test) => test(name, service));
}

const places: Readonly<Record<string, (service: Service) => readonly (string | undefined)[]>> = {
  owner: ({ owner }) => [owner],
  system: ({ system }) => [system],
  tier: ({ tier }) => [tier],
  type: ({ type }) => [type],
  tag: ({ tags }) => tags ?? [],
  health: ({ environments }) => [worstHealth((environments ?? []).map(({ health }) => health))],
  env: ({ environments }) => (environments ?? []).map(({ environment }) => environment),
};

function testOf(word: string): ServiceFilter {
  const [, place = '', value = ''] = /^(\w+):(.+)$/.exec(word) ?? [];
  const valuesAt = Object.hasOwn(places, place) ? places[place] : undefined;
  if (valuesAt) return (_name, service) => service !== undefined && has(valuesAt(service), value);
  return (name, service) =>
    has(
      [name, service?.title, service?.owner, service?.system, service?.tier, ...(service?.tags ?? [])],
      word,
    );
}

function has(values: readonly (string | undefined)[], part: string): boolean {
  return values.some((value) => value?.toLowerCase().includes(part) === true);
}

/**
 * What a platform is asked for that finds services itself: the longest word that may occur anywhere, else an owner or a
 * system. What it gives is narrowed by the whole filter all the same.
 */
export function servicesWanted(text: string): Pick<ServiceQuery, 'q' | 'owner' | 'system'> {
  const words = text.split(/\s+/).filter(Boolean);
  const given = new Map(words.flatMap((word) => placeOf(word)));
  const [q] = words.filter((word) => placeOf(word).length === 0).sort((a, b) => b.length - a.length);
  if (q !== undefined) return { q };
  const [owner, system] = [given.get('owner'), given.get('system')];
  return { ...(owner !== undefined && { owner }), ...(system !== undefined && { system }) };
}

function placeOf(word: string): readonly (readonly [string, string])[] {
  const [, place = '', value = ''] = /^(\w+):(.+)$/.exec(word) ?? [];
  return Object.hasOwn(places, place) ? [[place, value]] : [];
}
