/**
 * A set of words that a server may extend: the known ones are spelled out, any other string is allowed.
 * Show an unknown word as it is and treat it as `Unknown`.
 */
export type Open<Known extends string> = Known | (string & Record<never, never>);
