/** Longest version that a row shows whole. */
const longest = 12;

/** A version that fits a narrow row: its end, which tells versions apart, where it is long. Whole in the tooltip. */
export function shortVersion(version: string): string {
  if (version.length <= longest) return version;
  const end = version.slice(-(longest - 1));
  const afterMark = end.search(/[.\-_+:/@]/);
  return `…${afterMark >= 0 && afterMark < end.length - 6 ? end.slice(afterMark + 1) : end}`;
}
