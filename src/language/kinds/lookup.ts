import type { Kind } from './kind.js';

/** The kinds that are not shipped. */
export interface KindLookup {
  find(apiVersion: string, kind: string): Kind | undefined;
  /** All of them. */
  kinds(): readonly Kind[];
}

/** A kind that a setting gives to documents by what they say; a name that is left out may be any. */
export interface MappedKind {
  readonly apiVersion: string | undefined;
  readonly kind: string | undefined;
  readonly is: Kind;
}

/** What decides the kind of a document besides its own words. */
export interface DocumentKinds {
  readonly lookup: KindLookup;
  /** The kind that a setting or a comment gives every document of the file, whatever it says. */
  readonly assigned: Kind | undefined;
  /** The kinds that settings give, the one that counts first. */
  readonly mapped: readonly MappedKind[];
}

export const shippedKinds: DocumentKinds = {
  lookup: { find: () => undefined, kinds: () => [] },
  assigned: undefined,
  mapped: [],
};

/** The kind that the settings give to a document of this `apiVersion` and `kind`. */
export function mappedKind(
  mapped: readonly MappedKind[],
  apiVersion: unknown,
  kind: unknown,
): Kind | undefined {
  return mapped.find(
    (one) =>
      (one.apiVersion === undefined || one.apiVersion === apiVersion) &&
      (one.kind === undefined || one.kind === kind),
  )?.is;
}
