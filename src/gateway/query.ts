import { t } from '../base/l10n.js';
import { problemOf, type ProblemCode } from '../contract/problem.js';
import { PlatformError } from '../model/errors.js';
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
    throw refused('invalid-request', t('pageSize is a whole number from 0.'), '/pageSize');
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
    throw refused(
      'invalid-request',
      t('At most {0} services can be named at once.', maxNames),
      '/names',
      400,
    );
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

/** What a caller is refused with; the pointer says where its request is wrong. */
export function refused(code: ProblemCode, detail: string, pointer?: string, status?: number): PlatformError {
  const errors = pointer === undefined ? undefined : [{ pointer, detail }];
  const problem = problemOf(code, {
    detail,
    ...(errors && { errors }),
    ...(status !== undefined && { status }),
  });
  return new PlatformError(code, detail, { problem });
}
