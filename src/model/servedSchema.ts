/** A schema that the connected platform publishes for a kind of manifest. */
export interface ServedSchema {
  readonly apiVersion: string;
  readonly kind: string;
  /** JSON Schema, draft-07 or 2020-12. */
  readonly schema: Readonly<Record<string, unknown>>;
}
