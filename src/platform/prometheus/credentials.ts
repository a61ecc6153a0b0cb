import type { TokenSource } from '../http/authorized.js';

/** How a token travels; unless said, one with a colon is a user and a password. */
export type Scheme = 'Bearer' | 'Basic';

export interface Credentials {
  readonly token: TokenSource;
  readonly authorization: (token: string) => string;
}

/** Carries `user:password` as HTTP has it (RFC 7617); a bearer token has no colon (RFC 6750, section 2.1). */
export function credentials(source: TokenSource, scheme?: Scheme): Credentials {
  let basic: { readonly said: string; readonly encoded: string } | undefined;
  return {
    token: async (refused) => {
      const isKnown = refused !== undefined && refused === basic?.encoded;
      const said = (await source(isKnown ? basic?.said : refused))?.trim();
      const isBasic = said !== undefined && (scheme ? scheme === 'Basic' : said.includes(':'));
      basic = isBasic ? { said, encoded: base64(said) } : undefined;
      return basic?.encoded ?? said;
    },
    authorization: (token) => `${token === basic?.encoded ? 'Basic' : 'Bearer'} ${token}`,
  };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
