import type { Caller } from '../identity/caller.js';
import type { EventStream } from './eventStream.js';

/** A request that passed the guards. */
export interface Exchange {
  readonly caller: Caller;
  /** The client's User-Agent. */
  readonly client: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  /** Parsed JSON, or the text of a body of another accepted type. */
  readonly body: unknown;
  /** The client asked for `text/event-stream`. */
  readonly wantsStream: boolean;
}

export type Answer =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      /** Writes events until it resolves or the client leaves. */
      readonly stream: (events: EventStream) => Promise<void>;
    };

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With places in braces. */
  readonly path: string;
  /** Answers without a token. */
  readonly open?: boolean;
  /** Changes nothing although it is no GET: a token for reading is enough. */
  readonly readOnly?: boolean;
  /** Body types taken besides JSON. */
  readonly bodyTypes?: readonly string[];
  handle(exchange: Exchange): Answer | Promise<Answer>;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}
