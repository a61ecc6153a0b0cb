/** Characters of a text that are replaced. Offsets in UTF-16 units. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text after changes that do not overlap. */
export function changed(text: string, changes: readonly Change[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: put } of [...changes].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + put;
    at = end;
  }
  return result + text.slice(at);
}

/** The same changes counted from `offset` characters further up. */
export function moved(changes: readonly Change[], offset: number): Change[] {
  return changes.map(({ start, end, text }) => ({ start: start + offset, end: end + offset, text }));
}

/** Whether two changes touch the same characters or the same place. */
export function overlap(a: Change, b: Change): boolean {
  return a.start <= b.end && b.start <= a.end;
}
