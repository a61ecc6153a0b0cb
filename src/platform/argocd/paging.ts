import { t } from '../../base/l10n.js';
import { problemOf, refusalError } from '../../contract/problem.js';
import type { Page, PageQuery } from '../../model/call.js';

const usualSize = 50;
const largestSize = 500;

/** One page of what is known; the token counts. Throws `PlatformError` `invalid-request` for a token of another list. */
export function pageOf<T>(all: readonly T[], { pageSize = 0, pageToken = '0' }: PageQuery): Page<T> {
  const start = Number(pageToken);
  if (!Number.isSafeInteger(start) || start < 0) {
    const detail = t('The page token is none of this list.');
    throw refusalError(422, problemOf('invalid-request', { detail }), undefined);
  }
  const end = start + Math.min(pageSize === 0 ? usualSize : pageSize, largestSize);
  return { items: all.slice(start, end), ...(end < all.length && { nextPageToken: String(end) }) };
}
