import {
  None,
  ResponseBodyError,
  deviceAuthorizationRequest,
  deviceCodeGrantRequest,
  processDeviceAuthorizationResponse,
  processDeviceCodeResponse,
  type DeviceAuthorizationResponse,
} from 'oauth4webapi';
import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { systemClock, type Clock } from '../../model/clock.js';
import { PlatformError, UserError } from '../../model/errors.js';
import type { AuthServer } from './authServer.js';
import { signInFault } from './fault.js';
import { requireSafe } from './oauthFetch.js';
import { tokensOf, type Tokens } from './tokens.js';

/** What a person needs to sign in elsewhere. */
export interface DeviceCode {
  /** To be typed on the page. */
  readonly userCode: string;
  readonly page: string;
  /** The page with the code filled in, where the server has one. */
  readonly filledPage?: string;
  /** ms since the epoch. */
  readonly expiresAt: number;
}

export interface DeviceSignIn {
  readonly scopes: readonly string[];
  /** Shows the code; not waited for. */
  readonly show: (code: DeviceCode) => void;
  readonly clock?: Clock;
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const defaultIntervalSeconds = 5;
const slowDownSeconds = 5;
const longestWaitSeconds = 60;

/** Signs a person in on any other device (RFC 8628). Rejects with `UserError`, `PlatformError` or `AbortError`. */
export async function signInByDevice(
  server: AuthServer,
  { scopes, show, clock = systemClock, wait = delay }: DeviceSignIn,
  signal?: AbortSignal,
): Promise<Tokens> {
  const { host } = server;
  try {
    const started = await start(server, scopes, signal);
    const expiresAt = clock.now() + started.expires_in * 1000;
    show(codeOf(started, expiresAt));
    let seconds = started.interval ?? defaultIntervalSeconds;
    for (;;) {
      await wait(seconds * 1000, signal);
      if (clock.now() >= expiresAt) throw tooLate(host);
      const answer = await ask(server, started.device_code, clock, signal);
      if (typeof answer === 'object') return answer;
      if (answer === 'slow_down') seconds += slowDownSeconds;
      // RFC 8628 §3.5: where the server does not answer, ask less and less often.
      if (answer === 'unreachable') seconds = Math.min(seconds * 2, longestWaitSeconds);
    }
  } catch (error) {
    throw signInFault(error, host);
  }
}

async function start(
  server: AuthServer,
  scopes: readonly string[],
  signal?: AbortSignal,
): Promise<DeviceAuthorizationResponse> {
  const { metadata, client } = server;
  const parameters = { scope: scopes.join(' ') };
  const response = await deviceAuthorizationRequest(
    metadata,
    client,
    None(),
    parameters,
    server.request(signal),
  );
  return processDeviceAuthorizationResponse(metadata, client, response);
}

type Answer = Tokens | 'authorization_pending' | 'slow_down' | 'unreachable';

async function ask(
  server: AuthServer,
  deviceCode: string,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Answer> {
  const { metadata, client, registration } = server;
  try {
    const response = await deviceCodeGrantRequest(
      metadata,
      client,
      None(),
      deviceCode,
      server.request(signal),
    );
    const answer = await processDeviceCodeResponse(metadata, client, response);
    return tokensOf(answer, clock.now(), registration.bearer);
  } catch (error) {
    if (error instanceof ResponseBodyError) {
      if (error.error === 'authorization_pending' || error.error === 'slow_down') return error.error;
    }
    if (PlatformError.is(error, 'unreachable', 'timeout', 'unavailable')) return 'unreachable';
    throw error;
  }
}

function codeOf(started: DeviceAuthorizationResponse, expiresAt: number): DeviceCode {
  const { user_code, verification_uri, verification_uri_complete } = started;
  requireSafe(new URL(verification_uri));
  if (verification_uri_complete !== undefined) requireSafe(new URL(verification_uri_complete));
  return {
    userCode: user_code,
    page: verification_uri,
    ...(verification_uri_complete !== undefined && { filledPage: verification_uri_complete }),
    expiresAt,
  };
}

function tooLate(host: string): UserError {
  return new UserError('sign-in.expired', t('Sign-in at {0} took too long. Sign in again.', host));
}
