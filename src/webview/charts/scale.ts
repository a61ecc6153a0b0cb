/** Even steps from 0 to at least `most`: 1, 2 or 5 times a power of ten, at most `count` of them. */
export function ticks(most: number, count = 4): readonly number[] {
  if (!(most > 0) || !Number.isFinite(most)) return [0, 1];
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const steps = Math.ceil(most / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => tidy(index * step));
}

/** The same for what is counted: no tick between two whole numbers. */
export function wholeTicks(most: number, count = 4): readonly number[] {
  return most <= count
    ? Array.from({ length: Math.max(Math.ceil(most), 1) + 1 }, (_, index) => index)
    : ticks(most, count);
}

/** Where `value` lies when `from`..`to` is stretched over `start`..`end`; what is outside lies at the edge. */
export function place(value: number, from: number, to: number, start: number, end: number): number {
  const share = to === from ? 0 : (value - from) / (to - from);
  return tidy(start + Math.min(Math.max(share, 0), 1) * (end - start));
}

/** Without the noise of floating point, to a hundredth of the last digit that is seen. */
export function tidy(value: number): number {
  return Number(value.toPrecision(10));
}
