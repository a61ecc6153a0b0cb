import { fullRef, readRef } from './entityRef.js';
import { objectAt, type Json } from './json.js';

/** A reference in a document, in full, and where it stands. */
export interface Reference {
  readonly pointer: string;
  /** As it is written. */
  readonly text: string;
  readonly ref: string;
}

/** The kind that a field of `spec` means unless it names one (Backstage, "Well-known Relations"). */
const fields: Readonly<Record<string, string>> = {
  owner: 'group',
  system: 'system',
  domain: 'domain',
  subdomainOf: 'domain',
  subcomponentOf: 'component',
  parent: 'group',
  children: 'group',
  members: 'user',
  memberOf: 'group',
  dependsOn: 'component',
  dependencyOf: 'component',
  providesApis: 'api',
  consumesApis: 'api',
};

/** What an entity refers to; a name without a namespace is one of the entity's own. */
export function referencesOf(entity: Json): readonly Reference[] {
  const spec = objectAt(entity, 'spec');
  const own = objectAt(entity, 'metadata')['namespace'];
  const namespace = typeof own === 'string' && own !== '' ? own : 'default';
  return Object.entries(fields).flatMap(([field, kind]) => {
    const value: unknown = spec[field];
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.flatMap((text, index): Reference[] => {
      if (typeof text !== 'string' || text.includes('${{')) return [];
      const ref = readRef(text, kind);
      if (!ref) return [];
      const place = Array.isArray(value) ? `/spec/${field}/${index}` : `/spec/${field}`;
      const told = text.includes('/') ? ref : { ...ref, namespace: namespace.toLowerCase() };
      return [{ pointer: place, text, ref: fullRef(told) }];
    });
  });
}
