const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const mostPoints = 53;

/** A span of time in days, or in weeks where it is longer than two; the last 53 at most. ms since 1970, ends excluded. */
export function periods(from: number, to: number): readonly (readonly [from: number, to: number])[] {
  const step = to - from <= 14 * dayMs ? dayMs : weekMs;
  const first = Math.max(from, to - mostPoints * step);
  const points = Math.ceil((to - first) / step);
  return Array.from({ length: points }, (_, index) => {
    const start = first + index * step;
    return [start, Math.min(start + step, to)] as const;
  });
}
