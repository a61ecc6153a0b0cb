/** One page of a list; an absent `nextPageToken` is the only sign of the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken?: string;
}

export interface PageQuery {
  readonly pageSize?: number;
  readonly pageToken?: string;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Of a read: the answer is as true as the moment of the call, never that of the same read sent earlier. */
  readonly fresh?: boolean;
}

export interface WriteOptions extends CallOptions {
  /** Made when the user confirms and kept over retries: the same key never does the work twice. */
  readonly idempotencyKey: string;
}
