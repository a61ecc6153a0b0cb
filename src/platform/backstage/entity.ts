import type { Page } from '../../model/platform.js';
import type { EntityRef } from './entityRef.js';
import { demandObject, misfit, objectAt, objectsAt, textAt, type Json } from './json.js';

export interface Relation {
  readonly type: string;
  /** In full; it may name what is not there. */
  readonly target: string;
}

/** An entity of the catalogue, as much of it as was asked for. */
export interface Entity extends EntityRef {
  /** Empty where it was not asked for. */
  readonly apiVersion: string;
  readonly metadata: Json;
  readonly spec: Json;
  readonly relations: readonly Relation[];
}

export function decodeEntity(value: unknown): Entity {
  const entity = demandObject(value);
  const metadata = objectAt(entity, 'metadata');
  const kind = textAt(entity, 'kind');
  const name = textAt(metadata, 'name');
  if (kind === undefined || name === undefined) throw misfit();
  return {
    apiVersion: textAt(entity, 'apiVersion') ?? '',
    kind,
    name,
    namespace: textAt(metadata, 'namespace') ?? 'default',
    metadata,
    spec: objectAt(entity, 'spec'),
    relations: objectsAt(entity, 'relations').flatMap((relation) => {
      const [type, target] = [textAt(relation, 'type'), textAt(relation, 'targetRef')];
      return type !== undefined && target !== undefined ? [{ type, target }] : [];
    }),
  };
}

export interface EntityPage extends Page<Entity> {
  /** Of all pages. */
  readonly total: number;
}

/** An answer of `entities/by-query`. */
export function decodeEntityPage(value: unknown): EntityPage {
  const answer = demandObject(value);
  const { items, totalItems } = answer;
  if (!Array.isArray(items)) throw misfit();
  const next = textAt(objectAt(answer, 'pageInfo'), 'nextCursor');
  return {
    items: items.map(decodeEntity),
    total: typeof totalItems === 'number' ? totalItems : items.length,
    ...(next !== undefined && { nextPageToken: next }),
  };
}

/** An answer of `entities/by-refs`: in the order asked for, without those that are not there. */
export function decodeEntities(value: unknown): readonly Entity[] {
  const { items } = demandObject(value);
  if (!Array.isArray(items)) throw misfit();
  return items.filter((item) => item !== null).map(decodeEntity);
}

/** The targets of an entity's relations of these types. */
export function targetsOf(entity: Entity, ...types: readonly string[]): readonly string[] {
  return entity.relations.filter(({ type }) => types.includes(type)).map(({ target }) => target);
}

/** An annotation of an entity. */
export function annotationOf({ metadata }: Entity, key: string): string | undefined {
  return textAt(objectAt(metadata, 'annotations'), key);
}
