const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A duration such as `28d` in seconds; `undefined` for what is none. */
export function durationSeconds(text: unknown): number | undefined {
  const found = typeof text === 'string' ? /^(\d+)([smhdw])$/.exec(text) : null;
  const unit = seconds[found?.[2] ?? ''];
  return unit === undefined ? undefined : Number(found?.[1]) * unit;
}
