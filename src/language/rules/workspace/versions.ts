/** Which of two versions is newer (SemVer 2.0, section 11): above 0 the first, below 0 the second; NaN when one is none. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parse(a), parse(b)];
  if (!left || !right) return Number.NaN;
  for (let index = 0; index < 3; index++) {
    const off = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
    if (off !== 0) return off;
  }
  if (left.pre === right.pre) return 0;
  if (left.pre === '') return 1;
  if (right.pre === '') return -1;
  return left.pre.localeCompare(right.pre, 'en', { numeric: true });
}

function parse(version: string): { numbers: number[]; pre: string } | undefined {
  const found = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\w.-]+))?(?:\+.*)?$/.exec(version);
  return found
    ? { numbers: found.slice(1, 4).map((part) => Number(part || 0)), pre: found[4] ?? '' }
    : undefined;
}
