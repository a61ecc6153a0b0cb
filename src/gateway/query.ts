import { t } from '../base/l10n.js';
import { fieldRefusal, refusal } from '../contract/refusal.js';
import type { PageQuery, ServiceQuery } from '../model/platform.js';

const maxPageSize = 200;
const maxNames = 100;
const filters = [
  'owner',
  'system',
  'type',
  'tier',
  'lifecycle',
  'environment',
  'health',
  'repository',
  'q',
  'labelSelector',
] as const;

/** Throws `PlatformError` `invalid-request` for a size that is none. */
export function pageQuery(query: URLSearchParams): PageQuery {
  const wanted = Number(query.get('pageSize') ?? 0);
  if (!Number.isInteger(wanted) || wanted < 0) {
    throw fieldRefusal('/pageSize', t('pageSize is a whole number from 0.'));
  }
  return {
    ...(wanted > 0 && { pageSize: Math.min(wanted, maxPageSize) }),
    ...texts(query, ['pageToken']),
  };
}

/** All filters of `GET /services`. Throws as `pageQuery` does. */
export function servicesQuery(query: URLSearchParams): ServiceQuery {
  const names = query
    .get('names')
    ?.split(',')
    .filter((name) => name !== '');
  if (names && names.length > maxNames) {
    const detail = t('At most {0} services can be named at once.', maxNames);
    throw refusal('invalid-request', detail, { errors: [{ pointer: '/names', detail }], status: 400 });
  }
  return { ...pageQuery(query), ...texts(query, filters), ...(names && { names }) };
}

/** Those of the parameters that are given. */
export function texts<K extends string>(
  query: URLSearchParams,
  keys: readonly K[],
): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const value = query.get(key);
    if (value !== null && value !== '') found[key] = value;
  }
  return found;
}
