/** Where the bearer token of one platform comes from. It belongs to that platform's origin and goes nowhere else. */
export interface TokenSource {
  /** The token to send now, renewed first when it is about to end; `undefined` sends none. Rejects with `PlatformError`. */
  token(signal?: AbortSignal): Promise<string | undefined>;
  /** The platform refused `refused`: the token to try once instead; `undefined` where there is none. */
  renew(refused: string, signal?: AbortSignal): Promise<string | undefined>;
}

/** A token that stays as it is: the local platform's, or one from a file. Empty for none. */
export function fixedToken(token: string | undefined): TokenSource {
  return {
    token: () => Promise.resolve(token || undefined),
    renew: () => Promise.resolve(undefined),
  };
}
