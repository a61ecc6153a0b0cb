/** A request and its answer as a report shows them; the token is nowhere in it. */
export interface Exchange {
  readonly method: string;
  /** Below the API root, with its query. */
  readonly target: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody?: string;
  /** 0 when no answer came. */
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the answer held the token that was sent. */
  readonly echoesToken: boolean;
}

/** The body as JSON; `undefined` where it is none. */
export function jsonOf({ body }: Exchange): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** Without its parameters, in lower case. */
export function mediaTypeOf({ headers }: Exchange): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
