import type { Page } from '../../model/platform.js';

/** Items per page of what is read in full: the contract's most. */
export const pageSize = 200;

/**
 * Every item of a list, or those of its first pages until `isEnough`. A token that comes back twice would go round for
 * ever, so it ends the list.
 */
export async function allPages<T>(
  read: (pageToken?: string) => Promise<Page<T>>,
  isEnough: (items: readonly T[]) => boolean = () => false,
): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  for (let token: string | undefined; ;) {
    const page = await read(token);
    items.push(...page.items);
    token = page.nextPageToken;
    if (!token || seen.has(token) || isEnough(items)) return items;
    seen.add(token);
  }
}
