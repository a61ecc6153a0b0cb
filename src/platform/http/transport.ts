import type { Disposable } from '../../base/lifecycle.js';
import type { Method } from '../../contract/operations.js';

export interface TransportRequest {
  readonly method: Method;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the request and the reading of its body. */
  readonly signal: AbortSignal;
}

export interface TransportResponse {
  readonly status: number;
  header(name: string): string | undefined;
  /** The decoded bytes as they arrive. Throws whatever the connection's end throws. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Sends one request and follows no redirect. Rejects with whatever the runtime throws: the policy above turns it
 * into a `PlatformError`. Two implementations, because the editor's own `fetch` brings its proxy and certificates
 * while terminals have only the environment.
 */
export interface Transport extends Disposable {
  send(request: TransportRequest): Promise<TransportResponse>;
}
