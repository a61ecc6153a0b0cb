/** What the tests use of oidc-provider, which ships no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Token {
    readonly accountId?: string;
    readonly isExpired: boolean;
  }

  class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly AccessToken: { find(value: string): Promise<Token | undefined> };
    on(event: string, listener: (...args: readonly unknown[]) => void): this;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }

  export = Provider;
}
