import {
  allowInsecureRequests,
  clockTolerance,
  customFetch,
  discoveryRequest,
  processDiscoveryResponse,
  type AuthorizationServer,
  type Client,
  type CustomFetchOptions,
} from 'oauth4webapi';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { isLoopback } from '../http/url.js';
import type { Transport } from '../http/transport.js';
import { signInFault } from './fault.js';
import { oauthFetch, requireSafe } from './oauthFetch.js';

/** Where a platform's people sign in, and as which client. */
export interface Registration {
  readonly issuer: string;
  readonly clientId: string;
  /** The platform takes the ID token, not the access token. */
  readonly bearer?: 'id_token';
}

/** An authorization server that told what it can do. */
export interface AuthServer {
  readonly host: string;
  readonly registration: Registration;
  readonly metadata: AuthorizationServer;
  readonly client: Client;
  /** Options of every request to it. */
  request(signal?: AbortSignal): RequestOptions;
}

type Send = (
  url: string,
  options: CustomFetchOptions<'GET' | 'POST', URLSearchParams | undefined>,
) => Promise<Response>;

export interface RequestOptions {
  readonly [customFetch]: Send;
  readonly [allowInsecureRequests]: boolean;
  readonly signal?: AbortSignal;
}

/** Clocks of server and desk may differ by this much, in seconds. */
const toleranceSeconds = 60;
const notFound = 404;

/** Reads authorization servers' metadata, each once: OpenID Connect Discovery 1.0, else RFC 8414. */
export class AuthServers {
  readonly #transport: Transport;
  readonly #known = new Map<string, AuthServer>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Rejects with `UserError` for a server that must not be used, `PlatformError` for one that does not answer. */
  async discover(registration: Registration, signal?: AbortSignal): Promise<AuthServer> {
    const key = `${registration.issuer} ${registration.clientId} ${registration.bearer ?? ''}`;
    const known = this.#known.get(key);
    if (known) return known;
    const server = await discovered(this.#transport, registration, signal);
    this.#known.set(key, server);
    return server;
  }
}

async function discovered(
  transport: Transport,
  registration: Registration,
  signal?: AbortSignal,
): Promise<AuthServer> {
  const issuer = issuerUrl(registration.issuer);
  const fetchIt = oauthFetch(transport);
  const send: Send = (url, { method, headers, body, signal: limit }) =>
    fetchIt(url, { method, headers, body, signal: limit });
  const request = (abort?: AbortSignal): RequestOptions => ({
    [customFetch]: send,
    // The address is checked before each request: plain http goes to this machine only.
    [allowInsecureRequests]: isLoopback(issuer.hostname),
    ...(abort && { signal: abort }),
  });
  try {
    let response = await discoveryRequest(issuer, { ...request(signal), algorithm: 'oidc' });
    if (response.status === notFound) {
      response = await discoveryRequest(issuer, { ...request(signal), algorithm: 'oauth2' });
    }
    const metadata = await processDiscoveryResponse(issuer, response);
    return {
      host: issuer.host,
      registration,
      metadata,
      client: { client_id: registration.clientId, [clockTolerance]: toleranceSeconds },
      request,
    };
  } catch (error) {
    throw signInFault(error, issuer.host);
  }
}

function issuerUrl(text: string): URL {
  if (!URL.canParse(text)) {
    throw new UserError(
      'sign-in.issuer',
      t('The platform announces a sign-in server without a proper address. Tell the platform team.'),
    );
  }
  const url = new URL(text);
  requireSafe(url);
  return url;
}
