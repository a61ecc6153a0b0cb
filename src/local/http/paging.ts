import { t } from '../../base/l10n.js';
import type { Page } from '../../model/platform.js';
import { fieldRefusal } from '../../contract/refusal.js';
import { sha256 } from '../releases/contentDigest.js';

const defaultSize = 50;
export const maxPageSize = 200;

/** One page of a list. The token is bound to the other parameters, which must stay the same. */
export function pageOf<T>(items: readonly T[], query: URLSearchParams): Page<T> {
  const wanted = Number(query.get('pageSize') ?? 0);
  if (!Number.isInteger(wanted) || wanted < 0) {
    throw fieldRefusal('/pageSize', t('pageSize is a whole number from 0.'));
  }
  const size = Math.min(wanted === 0 ? defaultSize : wanted, maxPageSize);
  const start = startOf(query);
  const end = start + size;
  return {
    items: items.slice(start, end),
    ...(end < items.length && { nextPageToken: tokenFor(end, query) }),
  };
}

function startOf(query: URLSearchParams): number {
  const token = query.get('pageToken');
  if (token === null || token === '') return 0;
  const start = Number(token.split('.')[0]);
  if (Number.isInteger(start) && start > 0 && token === tokenFor(start, query)) return start;
  throw fieldRefusal(
    '/pageToken',
    t('The page token does not belong to this list: start from its first page.'),
  );
}

function tokenFor(start: number, query: URLSearchParams): string {
  const others = [...query].filter(([name]) => name !== 'pageToken' && name !== 'pageSize').sort();
  return `${start}.${sha256(JSON.stringify(others)).slice(0, 8)}`;
}
