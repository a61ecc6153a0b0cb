/**
 * A copy of a part of a text. A slice would keep the whole text in memory for as long as anyone has the slice, and
 * every version of a file with it.
 */
export function detached(slice: string): string {
  return ` ${slice}`.slice(1);
}
