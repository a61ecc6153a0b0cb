import type { OperationEvent } from '../model/delivery.js';
import type { CallOptions } from '../model/platform.js';

/** A request that passed the guards. */
export interface Asked extends CallOptions {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  /** JSON, or the text of a body of another type. Rejects with `PlatformError`. */
  readonly body: () => Promise<unknown>;
  /** The caller asked for `text/event-stream`. */
  readonly wantsStream: boolean;
}

export type Answer =
  | { readonly body: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly events: AsyncIterable<OperationEvent> };

export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** Of the contract, below the API root. */
  readonly path: string;
  /** Answers without a token. */
  readonly open?: boolean;
  answer(asked: Asked): Promise<Answer>;
}

/** A GET that is answered with what `read` gives. */
export function reading(path: string, read: (asked: Asked) => Promise<unknown>): Endpoint {
  return { method: 'GET', path, answer: async (asked) => ({ body: await read(asked) }) };
}

/** What stands in a place of the path. */
export function named({ params }: Asked, place: string): string {
  return params[place] ?? '';
}
