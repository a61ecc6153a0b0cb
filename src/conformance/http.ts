/** One request as it goes out. Redirects are not followed and bodies not unpacked: the kit looks at what was sent. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the request and the reading of its body. */
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The way to the network, given from outside. Rejects with a `PlatformError` when nothing answers. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;
