import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions, Page, PageQuery } from '../../model/call.js';
import { PlatformError } from '../../model/errors.js';
import { isAway } from './part.js';
import { refuse } from './runners.js';

/** The first answer that is not that there is no such thing. Rejects with the last one's error. */
export async function firstFound<T>(asked: readonly (() => Promise<T>)[]): Promise<T> {
  let last: PlatformError | undefined;
  for (const ask of asked) {
    try {
      return await ask();
    } catch (error) {
      if (!PlatformError.is(error, 'not-found', 'not-implemented')) throw error;
      last = error;
    }
  }
  if (last) throw last;
  return refuse();
}

/** One list out of those of several parts, each going on where it stopped. One that fails leaves the others theirs. */
export async function pagesTogether<T>(
  sources: readonly {
    readonly name: string;
    readonly read: (query: PageQuery) => Promise<Page<T>>;
  }[],
  { pageSize, pageToken }: PageQuery = {},
  newestFirst: (item: T) => string,
): Promise<Page<T>> {
  const goesOn = pageToken === undefined ? undefined : tokensIn(pageToken);
  const asked = sources.filter(({ name }) => goesOn === undefined || goesOn[name] !== undefined);
  const next: Record<string, string> = {};
  const read = await Promise.allSettled(
    asked.map(async ({ name, read: readOne }) => {
      const token = goesOn?.[name];
      const page = await readOne({
        ...(pageSize && { pageSize }),
        ...(token !== undefined && { pageToken: token }),
      });
      if (page.nextPageToken !== undefined) next[name] = page.nextPageToken;
      return page.items;
    }),
  );
  const failed = read.find((one) => one.status === 'rejected');
  if (failed && !read.some(({ status }) => status === 'fulfilled')) {
    return Promise.reject<Page<T>>(failed.reason as Error);
  }
  const items = read
    .flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    .sort((one, other) => newestFirst(other).localeCompare(newestFirst(one)));
  const isMore = Object.keys(next).length > 0;
  return { items, ...(isMore && { nextPageToken: encodeURIComponent(JSON.stringify(next)) }) };
}

/** A list that is empty while those who have it are away. Rejects with any other fault, and with `AbortError`. */
export async function orNothing<T>(list: Promise<Page<T>>, { signal }: CallOptions = {}): Promise<Page<T>> {
  try {
    return await list;
  } catch (error) {
    signal?.throwIfAborted();
    if (isAway(error)) return { items: [] };
    throw error;
  }
}

function tokensIn(text: string): Readonly<Record<string, string>> {
  try {
    const value: unknown = JSON.parse(decodeURIComponent(text));
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, string>>;
  } catch {
    // Refused below.
  }
  throw refusal('invalid-request', t('The page token is not one of this list. Begin it anew.'), {
    status: 400,
  });
}
