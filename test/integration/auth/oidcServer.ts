import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Provider from 'oidc-provider';

export const clientId = 'golden-path';
/** A client that comes back to the address of `argocd login --sso` and to no other. */
export const argocdClient = 'argo-cd-cli';

/** Takes a request before the server does; `true` when it answered. */
export type Detour = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface OidcServerOptions {
  readonly accessTokenSeconds?: number;
  readonly deviceCodeSeconds?: number;
}

interface GrantContext {
  readonly oidc: { readonly params: Readonly<Record<string, string | undefined>> };
  readonly body: Readonly<Record<string, string | undefined>>;
}

const secretKeys = ['access_token', 'refresh_token', 'id_token', 'code_verifier', 'device_code'] as const;

/** A real OpenID Connect server on loopback: oidc-provider with one public client, rotating refresh tokens. */
export class OidcServer {
  readonly issuer: string;
  /** Grant types asked of the token endpoint that were answered, in order. */
  readonly granted: string[] = [];
  /** Every token, device code and verifier that went over the wire. Codes of the browser are its own: it may log them. */
  readonly secrets = new Set<string>();
  /** Refresh tokens taken for stolen: the whole session is revoked then. */
  revokedGrants = 0;
  /** How long the next ID tokens are good. */
  idTokenSeconds = 600;
  detour: Detour = () => false;
  readonly #server;
  readonly #provider: Provider;

  private constructor(server: ReturnType<typeof createServer>, issuer: string, provider: Provider) {
    this.#server = server;
    this.issuer = issuer;
    this.#provider = provider;
    provider.on('grant.success', (ctx) => {
      const { oidc, body } = ctx as GrantContext;
      this.granted.push(oidc.params['grant_type'] ?? '');
      for (const key of secretKeys) {
        for (const value of [oidc.params[key], body[key]]) if (value) this.secrets.add(value);
      }
    });
    provider.on('grant.revoked', () => this.revokedGrants++);
  }

  static async start(options: OidcServerOptions = {}): Promise<OidcServer> {
    const handler: { serve: RequestListener } = { serve: (_request, response) => response.end() };
    const server = createServer((request, response) => handler.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    let lasting: Pick<OidcServer, 'idTokenSeconds'> = { idTokenSeconds: 600 };
    const provider = await quietly(async () => {
      const { default: Oidc } = await import('oidc-provider');
      return new Oidc(
        issuer,
        configuration(options, () => lasting.idTokenSeconds),
      );
    });
    const started = (lasting = new OidcServer(server, issuer, provider));
    const serve = provider.callback();
    handler.serve = (request, response) => {
      if (!started.detour(request, response)) serve(request, response);
    };
    return started;
  }

  /** Who an access token stands for; `undefined` for one that is unknown or ended. */
  async personOf(token: string): Promise<string | undefined> {
    const found = await this.#provider.AccessToken.find(token);
    return found && !found.isExpired ? found.accountId : undefined;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function configuration(
  { accessTokenSeconds = 3600, deviceCodeSeconds = 600 }: OidcServerOptions,
  idTokenSeconds: () => number,
) {
  return {
    clients: [
      {
        client_id: clientId,
        client_name: 'Golden Path',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/callback', 'vscode://golden-path.golden-path/signed-in'],
      },
      {
        client_id: argocdClient,
        client_name: 'Argo CD',
        application_type: 'web',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: ['http://localhost:8085/auth/callback'],
      },
    ],
    features: {
      deviceFlow: { enabled: true },
      revocation: { enabled: true },
      devInteractions: { enabled: true },
    },
    scopes: ['openid', 'offline_access', 'profile'],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    findAccount: (_ctx: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: `${id}@example.com` }),
    }),
    rotateRefreshToken: () => true,
    ttl: {
      AccessToken: accessTokenSeconds,
      DeviceCode: deviceCodeSeconds,
      Interaction: 600,
      Session: 600,
      Grant: 600,
      RefreshToken: 600,
      IdToken: idTokenSeconds,
    },
    cookies: { keys: ['test'] },
  };
}

/** The server warns of its development defaults and of Node's version, which say nothing about us. */
async function quietly<T>(task: () => Promise<T>): Promise<T> {
  const { warn, info } = console;
  Object.assign(console, { warn: () => undefined, info: () => undefined });
  try {
    return await task();
  } finally {
    Object.assign(console, { warn, info });
  }
}
