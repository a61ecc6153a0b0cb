import type { Kind } from './kind.js';

/** The kinds that are not shipped. */
export interface KindLookup {
  find(apiVersion: string, kind: string): Kind | undefined;
}

/** What decides the kind of a document besides its own words. */
export interface DocumentKinds {
  readonly lookup: KindLookup;
  /** The kind that a setting or a comment gives every document of the file, whatever it says. */
  readonly assigned: Kind | undefined;
}

export const shippedKinds: DocumentKinds = { lookup: { find: () => undefined }, assigned: undefined };
