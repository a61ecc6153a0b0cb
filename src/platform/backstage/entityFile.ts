import type { EntityText } from '../../model/portal.js';
import { annotationOf, type Entity } from './entity.js';
import { entityText } from './entityText.js';

/** An entity as people read it: what its file says, then what relates it to others. */
export function readable(entity: Entity): EntityText {
  const { apiVersion, kind, metadata, spec, relations } = entity;
  const text = entityText({
    apiVersion,
    kind,
    metadata,
    spec,
    ...(relations.length > 0 && {
      relations: relations.map(({ type, target }) => ({ type, targetRef: target })),
    }),
  });
  const origin = originOf(entity);
  return { text, ...(origin !== undefined && { origin }) };
}

/** URL of the file that was registered and brought an entity. */
export function originOf(entity: Entity): string | undefined {
  const origin = annotationOf(entity, 'backstage.io/managed-by-origin-location');
  return origin?.startsWith('url:') ? origin.slice('url:'.length) : undefined;
}
