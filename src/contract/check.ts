/** Where a value does not fit its schema. */
export interface CheckFault {
  /** JSON Pointer (RFC 6901); empty for the whole value. */
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A compiled check of one schema; after it answers `false`, `errors` says why. */
export interface Check<T> {
  (value: unknown): value is T;
  readonly errors?: readonly CheckFault[] | null;
}
