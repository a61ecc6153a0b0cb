import type { FormStep } from '../../model/offer.js';
import type { Call } from '../http/call.js';
import { decodeEntities, decodeEntity, decodeEntityPage, type Entity, type EntityPage } from './entity.js';
import type { EntityRef } from './entityRef.js';
import { demandObject, objectAt, objectsAt, textAt, type Json } from './json.js';

/** What fields must be: a value, one of several, or `true` for any at all. */
export type Conditions = Readonly<Record<string, string | readonly string[] | true>>;

export interface EntityQuery {
  /** Conditions of one set hold together; one of the sets is enough. */
  readonly filters: readonly Conditions[];
  readonly fields?: readonly string[];
  readonly text?: string;
  readonly limit: number;
  /** The next page of the query before; it carries filter, text and order. */
  readonly cursor?: string;
}

export interface Facet {
  readonly value: string;
  readonly count: number;
}

export interface Ancestor {
  readonly entity: Entity;
  /** Entity references of what it was read from. */
  readonly parents: readonly string[];
}

const catalog = '/api/catalog';
const searched = 'metadata.name,metadata.title,metadata.description';

export const catalogCalls = {
  query: ({ filters, fields, text, limit, cursor }: EntityQuery): Call<EntityPage> => {
    const search = new URLSearchParams({ limit: String(limit) });
    if (fields) search.set('fields', fields.join(','));
    if (cursor !== undefined) search.set('cursor', cursor);
    else {
      for (const filter of filters) search.append('filter', conditions(filter));
      search.set('orderField', 'metadata.name,asc');
      if (text !== undefined) {
        search.set('fullTextFilterTerm', text);
        search.set('fullTextFilterFields', searched);
      }
    }
    return read(`${catalog}/entities/by-query`, decodeEntityPage, search);
  },
  entity: (ref: EntityRef): Call<Entity> => read(`${catalog}/entities/by-name/${pathOf(ref)}`, decodeEntity),
  byRefs: (entityRefs: readonly string[], fields: readonly string[]): Call<readonly Entity[]> =>
    send(`${catalog}/entities/by-refs`, { entityRefs, fields }, decodeEntities),
  facets: (keys: readonly string[], filter: Conditions): Call<Readonly<Record<string, readonly Facet[]>>> => {
    const search = new URLSearchParams(keys.map((key): [string, string] => ['facet', key]));
    if (Object.keys(filter).length > 0) search.append('filter', conditions(filter));
    return read(`${catalog}/entity-facets`, decodeFacets, search);
  },
  /** The location is only told in errors: nothing is read from it. */
  validate: (entity: Json): Call<undefined> =>
    told(`${catalog}/validate-entity`, { entity, location: 'url:https://localhost/catalog-info.yaml' }),
  ancestry: (ref: EntityRef): Call<readonly Ancestor[]> =>
    read(`${catalog}/entities/by-name/${pathOf(ref)}/ancestry`, decodeAncestry),
  parameters: (ref: EntityRef): Call<readonly FormStep[]> =>
    read(`/api/scaffolder/v2/templates/${pathOf(ref, true)}/parameter-schema`, decodeParameters),
};

/** A GET below the root of the backend. */
export function read<T>(path: string, decode: (value: unknown) => T, search?: URLSearchParams): Call<T> {
  return { method: 'GET', path, query: search?.toString() ?? '', decode };
}

/** A POST with a JSON body below the root of the backend. */
export function send<T>(path: string, body: unknown, decode: (value: unknown) => T): Call<T> {
  return {
    method: 'POST',
    path,
    query: '',
    body: { type: 'application/json', text: JSON.stringify(body) },
    decode,
  };
}

/** A POST that is answered without a word. */
export function told(path: string, body: unknown): Call<undefined> {
  return { ...send(path, body, () => undefined), mayBeEmpty: true };
}

/** The scaffolder names the namespace first, the catalogue the kind. */
function pathOf({ kind, namespace, name }: EntityRef, namespaceFirst = false): string {
  const parts = namespaceFirst ? [namespace, kind, name] : [kind, namespace, name];
  return parts.map(encodeURIComponent).join('/');
}

/** A key that comes again means that either value will do (Backstage, "GET /entities/by-query"). */
function conditions(filter: Conditions): string {
  return Object.entries(filter)
    .flatMap(([key, wanted]) =>
      wanted === true ? [key] : [wanted].flat().map((value) => `${key}=${value.replaceAll(',', ' ')}`),
    )
    .join(',');
}

function decodeFacets(value: unknown): Readonly<Record<string, readonly Facet[]>> {
  const facets = objectAt(demandObject(value), 'facets');
  const listed = Object.keys(facets).map((key) => [
    key,
    objectsAt(facets, key).map(({ value: word, count }) => ({ value: String(word), count: Number(count) })),
  ]);
  return Object.fromEntries(listed) as Readonly<Record<string, readonly Facet[]>>;
}

function decodeAncestry(value: unknown): readonly Ancestor[] {
  return objectsAt(demandObject(value), 'items').map((item) => ({
    entity: decodeEntity(item['entity']),
    parents: Array.isArray(item['parentEntityRefs']) ? item['parentEntityRefs'].map(String) : [],
  }));
}

function decodeParameters(value: unknown): readonly FormStep[] {
  return objectsAt(demandObject(value), 'steps').map((step) => {
    const [title, description] = [textAt(step, 'title'), textAt(step, 'description')];
    return {
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      schema: objectAt(step, 'schema'),
    };
  });
}
