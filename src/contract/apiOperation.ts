/** Content types with the name of what they carry; an empty name for free objects, text and streams. */
export type Media = Readonly<Record<string, string>>;

/** An operation of the contract as schemas/platform-api.yaml describes it. */
export interface ApiOperation {
  /** operationId */
  readonly id: string;
  readonly method: string;
  /** Below the API root, with places in braces. */
  readonly path: string;
  /** Key of `capabilities` that announces it. */
  readonly capability?: string;
  /** Conformance level that it belongs to; absent where only its capability asks for it. */
  readonly level?: string;
  /** Names of its query parameters. */
  readonly query: readonly string[];
  /** Takes an Idempotency-Key. */
  readonly idempotent?: boolean;
  readonly body?: Media;
  /** By status; what is not listed is a problem. */
  readonly answers: Readonly<Record<string, Media>>;
}
