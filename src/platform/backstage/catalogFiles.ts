import { t } from '../../base/l10n.js';
import { refusalError } from '../../contract/problem.js';
import type { CatalogFiles } from '../../model/portal.js';
import type { Catalog } from './catalog.js';
import { readable } from './entityFile.js';
import { fullRef, readRef, type EntityRef } from './entityRef.js';
import { entityText } from './entityText.js';
import { firstEntity } from './firstEntity.js';
import type { Locations } from './locations.js';

const mostTold = 500;
const origin = 'metadata.annotations.backstage.io/managed-by-origin-location';

/** The files that the catalogue of a Backstage is read from. */
export function catalogFiles(entities: Catalog, locations: Locations): CatalogFiles {
  return {
    entity: async (ref, call) => readable(await entities.entity(demandRef(ref), call)),
    plan: (url, call) => locations.plan(url, call),
    register: (url, call) => locations.register(url, call),
    refresh: (ref, call) => locations.refresh(fullRef(demandRef(ref)), call),
    broughtBy: async (url, call) => {
      const fields = ['kind', 'metadata.name', 'metadata.namespace'];
      const page = { pageSize: mostTold };
      const { items } = await entities.list([{ [origin]: `url:${url}` }], fields, fullRef, page, call);
      return items.filter((ref) => !ref.startsWith('location:'));
    },
    unregister: async (url, call) => {
      await locations.unregister(url, call);
    },
    first: async ({ url, folder, owner }, call) => {
      const found = url === undefined ? undefined : await locations.analyse(url, call);
      const [there] = found?.existing ?? [];
      if (there !== undefined) {
        throw refused(409, t('The repository has one already: {0}. Register it.', there));
      }
      return entityText(firstEntity(found?.entity, folder, owner));
    },
  };
}

function demandRef(text: string): EntityRef {
  const ref = readRef(text, 'component');
  if (ref) return ref;
  throw refused(404, t('“{0}” is no reference to an entity. Write it as kind:namespace/name.', text));
}

function refused(status: number, detail: string): Error {
  const type = status === 404 ? '/problems/not-found' : '/problems/invalid-request';
  return refusalError(status, { type, title: 'Refused', status, detail }, undefined);
}
