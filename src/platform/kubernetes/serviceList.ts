import { t } from '../../base/l10n.js';
import { fieldRefusal } from '../../contract/refusal.js';
import type { Page, PageQuery } from '../../model/call.js';
import type { Service } from '../../model/catalog.js';
import { fitsLabels, readLabelSelector } from '../../model/labelSelector.js';
import type { ServiceQuery } from '../../model/platform.js';
import type { Picture } from './picture.js';

const defaultSize = 50;
const maxSize = 200;

/** One page of the services of a picture. Throws `PlatformError` `invalid-request` for a selector that cannot be read. */
export function servicesOf(picture: Picture, query: ServiceQuery = {}): Page<Service> {
  const demands = readLabelSelector(query.labelSelector ?? '', (part) =>
    fieldRefusal('/labelSelector', t('Cannot read "{0}". Write a=b,c in (d,e),!f.', part)),
  );
  // Of these a cluster knows nothing.
  const isForeign = [query.owner, query.tier, query.lifecycle, query.repository].some(
    (one) => one !== undefined,
  );
  if (isForeign) return { items: [] };
  const text = query.q?.trim().toLowerCase() ?? '';
  const names = (query.names ?? picture.services).filter((name) => name.toLowerCase().includes(text));
  const isNarrow = [query.system, query.type, query.environment, query.health].some(
    (one) => one !== undefined,
  );
  if (!isNarrow && demands.length === 0 && !query.names) {
    const page = pageOf(names, query);
    return { ...page, items: page.items.flatMap((name) => picture.service(name) ?? []) };
  }
  const fitting = names
    .flatMap((name) => picture.service(name) ?? [])
    .filter(
      (service) =>
        (query.system === undefined || service.system === query.system) &&
        (query.type === undefined || service.type === query.type) &&
        fitsLabels(demands, service.labels ?? {}) &&
        hasPlace(service, query),
    );
  return pageOf(fitting, query);
}

/** The page token counts what went before. Throws as `servicesOf` does. */
export function pageOf<T>(all: readonly T[], { pageSize = 0, pageToken = '0' }: PageQuery = {}): Page<T> {
  const from = Number(pageToken);
  if (!Number.isSafeInteger(from) || from < 0) {
    throw fieldRefusal('/pageToken', t('The page token is none of this list.'));
  }
  const end = from + Math.min(pageSize === 0 ? defaultSize : pageSize, maxSize);
  const items = all.slice(from, end);
  return { items, ...(end < all.length && { nextPageToken: String(end) }) };
}

function hasPlace({ environments = [] }: Service, { environment, health }: ServiceQuery): boolean {
  if (environment === undefined && health === undefined) return true;
  return environments.some(
    (place) =>
      (environment === undefined || place.environment === environment) &&
      (health === undefined || place.health === health),
  );
}
