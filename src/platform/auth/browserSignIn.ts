import {
  None,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  processAuthorizationCodeResponse,
  validateAuthResponse,
} from 'oauth4webapi';
import { t } from '../../base/l10n.js';
import { systemClock, type Clock } from '../../model/clock.js';
import { UserError } from '../../model/errors.js';
import { deadline } from '../http/deadline.js';
import type { AuthServer } from './authServer.js';
import { signInFault } from './fault.js';
import { requireSafe } from './oauthFetch.js';
import type { Redirect } from './redirect.js';
import { tokensOf, type Tokens } from './tokens.js';
import { withoutIdToken } from './unaskedIdToken.js';

export interface BrowserSignIn {
  readonly scopes: readonly string[];
  readonly redirect: Redirect;
  /** Shows a page in the person's browser. */
  readonly open: (url: string) => Promise<void>;
  readonly clock?: Clock;
  /** How long a person may take; default 5 minutes. */
  readonly patienceMs?: number;
}

const defaultPatienceMs = 5 * 60_000;

/**
 * Signs a person in by way of the browser: authorization code (RFC 6749 §4.1) with PKCE S256 (RFC 7636), state, nonce
 * and issuer check (RFC 9207). Rejects with `UserError`, `PlatformError` or `AbortError`.
 */
export async function signInByBrowser(
  server: AuthServer,
  { scopes, redirect, open, clock = systemClock, patienceMs = defaultPatienceMs }: BrowserSignIn,
  signal?: AbortSignal,
): Promise<Tokens> {
  const { metadata, client, host } = server;
  const verifier = generateRandomCodeVerifier();
  const state = generateRandomState();
  const nonce = scopes.includes('openid') ? generateRandomNonce() : undefined;
  const address = authorizationUrl(server, scopes, redirect.uri, {
    code_challenge: await calculatePKCECodeChallenge(verifier),
    state,
    ...(nonce !== undefined && { nonce }),
  });
  const limit = deadline(patienceMs, () => tooLate(host), signal);
  try {
    const returning = redirect.returned(state, limit.signal);
    // Heard of below; a browser that cannot be opened is told first.
    returning.catch(() => undefined);
    await open(address);
    const returned = await returning;
    const parameters = validateAuthResponse(metadata, client, returned, state);
    const answered = await authorizationCodeGrantRequest(
      metadata,
      client,
      None(),
      parameters,
      redirect.uri,
      verifier,
      server.request(limit.signal),
    );
    const { response, person } =
      nonce === undefined ? await withoutIdToken(answered) : { response: answered };
    const answer = await processAuthorizationCodeResponse(metadata, client, response, {
      ...(nonce !== undefined && { expectedNonce: nonce, requireIdToken: true }),
    });
    return { ...(person && { person }), ...tokensOf(answer, clock.now(), server.registration.bearer) };
  } catch (error) {
    throw signInFault(error, host);
  } finally {
    limit.dispose();
  }
}

function authorizationUrl(
  { metadata, client, host }: AuthServer,
  scopes: readonly string[],
  redirectUri: string,
  secrets: Readonly<Record<string, string>>,
): string {
  const endpoint = metadata.authorization_endpoint;
  if (endpoint === undefined || !URL.canParse(endpoint)) {
    throw new UserError(
      'sign-in.protocol',
      t('{0} does not answer as a sign-in server should. Tell the platform team.', host),
    );
  }
  const url = new URL(endpoint);
  requireSafe(url);
  const parameters = {
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    code_challenge_method: 'S256',
    // OpenID Connect Core 1.0 §11: offline access is given with consent only.
    ...(scopes.includes('offline_access') && { prompt: 'consent' }),
    ...secrets,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

function tooLate(host: string): UserError {
  return new UserError(
    'sign-in.timeout',
    t('Nobody signed in at {0}. Sign in again when you are ready.', host),
  );
}
