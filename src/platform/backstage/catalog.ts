import { t } from '../../base/l10n.js';
import { refusalError } from '../../contract/problem.js';
import type { Service } from '../../model/catalog.js';
import type { PlatformError } from '../../model/errors.js';
import type { CallOptions, Page, PageQuery, ServiceQuery } from '../../model/platform.js';
import type { Client } from '../http/client.js';
import { catalogCalls, type Ancestor, type Conditions, type EntityQuery, type Facet } from './calls.js';
import type { Entity, EntityPage } from './entity.js';
import { fullRef, readRef, type EntityRef } from './entityRef.js';
import type { Json } from './json.js';
import { entityFields, serviceOf } from './service.js';
import { serviceFilter } from './serviceFilter.js';

const defaultSize = 50;
/** Of one page, however much is asked for: nothing ever loads a catalogue at once. */
const maxSize = 500;
/** Pages without anything that fits are passed over, so many at once. */
const mostEmptyPages = 20;

/** The catalogue of a Backstage backend, a page at a time; the server filters. Rejects with `PlatformError`. */
export class Catalog {
  readonly #client: Client;
  readonly #serviceOf: (entity: Entity) => Service;

  /** `app` is where people see Backstage. */
  constructor(client: Client, app?: string) {
    this.#client = client;
    this.#serviceOf = (entity) => serviceOf(entity, app);
  }

  /** One page of entities. */
  query(query: EntityQuery, call?: CallOptions): Promise<EntityPage> {
    return this.#client.send(catalogCalls.query(query), call);
  }

  entity(ref: EntityRef, call?: CallOptions): Promise<Entity> {
    return this.#client.send(catalogCalls.entity(ref), call);
  }

  /** Those of the entities that are there, in the order of their references. */
  byRefs(refs: readonly string[], fields: readonly string[], call?: CallOptions): Promise<readonly Entity[]> {
    return this.#client.send(catalogCalls.byRefs(refs, fields), call);
  }

  /** The values of fields such as `spec.lifecycle` among entities of a kind, and how often each is there. */
  facets(
    keys: readonly string[],
    filter: Conditions,
    call?: CallOptions,
  ): Promise<Readonly<Record<string, readonly Facet[]>>> {
    return this.#client.send(catalogCalls.facets(keys, filter), call);
  }

  /** An entity and the locations that it was read from. */
  ancestry(ref: EntityRef, call?: CallOptions): Promise<readonly Ancestor[]> {
    return this.#client.send(catalogCalls.ancestry(ref), call);
  }

  /** Rejects with `invalid-request`, its errors in words, when the catalogue would not take the entity in. */
  async validate(entity: Json, call?: CallOptions): Promise<void> {
    await this.#client.send(catalogCalls.validate(entity), call);
  }

  /** How many templates there are. */
  async counts(call?: CallOptions): Promise<{ readonly templates: number }> {
    const { total } = await this.query({ filters: [{ kind: 'template' }], limit: 0 }, call);
    return { templates: total };
  }

  /** The page token is the cursor of Backstage, which carries the filter and the order. */
  async list<T>(
    filters: readonly Conditions[],
    fields: readonly string[],
    convert: (entity: Entity) => T,
    { pageSize = 0, pageToken, text }: PageQuery & { readonly text?: string } = {},
    call?: CallOptions,
  ): Promise<Page<T>> {
    const limit = Math.min(pageSize === 0 ? defaultSize : pageSize, maxSize);
    const page = await this.query(
      {
        filters,
        fields,
        limit,
        ...(text !== undefined && { text }),
        ...(pageToken !== undefined && { cursor: pageToken }),
      },
      call,
    );
    const { nextPageToken } = page;
    return { items: page.items.map(convert), ...(nextPageToken !== undefined && { nextPageToken }) };
  }

  /**
   * What the server has no filter for is looked at here: such a page may hold fewer than it could. One of the
   * `alternatives` is to be met besides the query.
   */
  async services(
    query: ServiceQuery = {},
    call?: CallOptions,
    alternatives: readonly Conditions[] = [{}],
  ): Promise<Page<Service>> {
    if (query.tier !== undefined) return { items: [] };
    const { conditions, meetsConditions, fits } = serviceFilter(query);
    const filters = alternatives.map((more) => ({ ...conditions, ...more }));
    if (query.names) {
      const named = await this.#named(query.names, call);
      return { items: named.filter((service) => meetsConditions(service) && fits(service)) };
    }
    const { pageSize = 0, q = '' } = query;
    const text = q.trim();
    let pageToken = query.pageToken;
    for (let pages = 1; ; pages++) {
      const wanted = {
        pageSize,
        ...(pageToken !== undefined && { pageToken }),
        ...(text !== '' && { text }),
      };
      const page = await this.list(filters, entityFields, this.#serviceOf, wanted, call);
      const items = page.items.filter(fits);
      pageToken = page.nextPageToken;
      if (items.length > 0 || pageToken === undefined || pages === mostEmptyPages) return { ...page, items };
    }
  }

  async service(name: string, call?: CallOptions): Promise<Service> {
    return this.#serviceOf(await this.entity(this.refOf(name, 'component'), call));
  }

  /** The entity that a name among those of a kind means. Throws `PlatformError` `not-found` for what is no name. */
  refOf(name: string, kind: string): EntityRef {
    const ref = readRef(name, kind);
    if (ref?.kind === kind) return ref;
    throw noName(name, kind);
  }

  /** The group or user that a reference means; a group unless it says otherwise. Throws as `refOf` does. */
  ownerRef(text: string): EntityRef {
    const ref = readRef(text, 'group');
    if (ref?.kind === 'group' || ref?.kind === 'user') return ref;
    throw noName(text, 'group');
  }

  async #named(names: readonly string[], call?: CallOptions): Promise<readonly Service[]> {
    const refs = names.flatMap((name) => {
      const ref = readRef(name, 'component');
      return ref?.kind === 'component' ? [fullRef(ref)] : [];
    });
    if (refs.length === 0) return [];
    return (await this.byRefs(refs, entityFields, call)).map(this.#serviceOf);
  }
}

function noName(name: string, kind: string): PlatformError {
  const detail = t('"{0}" is not the name of a {1} in Backstage.', name.slice(0, 200), kind);
  return refusalError(
    404,
    { type: '/problems/not-found', title: 'Not found', status: 404, detail },
    undefined,
  );
}
