/** Letters that are written from right to left: Hebrew, Arabic and their kin. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * The text in its own direction (FSI … PDI, Unicode UAX #9), so that it leaves what stands beside it in order: a name
 * in Hebrew would draw a number after it to its left. Text without such letters stays as it is.
 */
export function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

/** The same for the parts of a line that ` · ` divides, each by itself. */
export function isolatedParts(line: string): string {
  return rightToLeft.test(line) ? line.split(' · ').map(isolated).join(' · ') : line;
}
