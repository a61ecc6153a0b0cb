const format = new Intl.NumberFormat();

/** A count as people write it where they are: 10,000. */
export const counted = (count: number): string => format.format(count);
