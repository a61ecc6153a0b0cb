import type { Service } from '../../model/catalog.js';
import type { CatalogEntry } from '../../model/engine.js';

/** What engines go by to find their objects of a service. */
export function entryOf({ name, labels, annotations }: Service): CatalogEntry {
  return { service: name, ...(labels && { labels }), ...(annotations && { annotations }) };
}
