import { deadline } from '../http/deadline.js';
import { connectionError } from '../http/connectionError.js';
import { readText } from '../http/body.js';
import type { Transport } from '../http/transport.js';
import { isLoopback } from '../http/url.js';
import { abortReason } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { PlatformError, UserError } from '../../model/errors.js';

/** What the protocol library sends: a form or nothing. */
export interface OauthRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type OauthFetch = (url: string, request: OauthRequest) => Promise<Response>;

/** From a request to its whole answer. */
const deadlineMs = 15_000;
const maxAnswerBytes = 1024 * 1024;
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * The `fetch` of sign-in over the same transport as everything else (proxy, certificates): with a deadline and a size
 * limit, without redirects, and only to https or this machine. A server that is down or overloaded is a `PlatformError`.
 */
export function oauthFetch(transport: Transport, ms: number = deadlineMs): OauthFetch {
  return async (address, { method, headers, body, signal }) => {
    const url = new URL(address);
    requireSafe(url);
    const late = (): PlatformError =>
      new PlatformError('timeout', t('{0} did not answer in time. Try to sign in again later.', url.host));
    const limit = deadline(ms, late, signal);
    try {
      const response = await transport.send({
        method,
        url,
        headers,
        signal: limit.signal,
        ...(body !== undefined && { body: body.toString() }),
      });
      const text = await readText(response.body, maxAnswerBytes, () => undefined);
      if (response.status >= 500 || response.status === 429) throw unavailable(url, response.status);
      if (response.status < 200) throw unavailable(url, response.status);
      const contentType = response.header('content-type');
      return new Response(withoutBody.has(response.status) ? null : text, {
        status: response.status,
        ...(contentType !== undefined && { headers: { 'content-type': contentType } }),
      });
    } catch (error) {
      throw limit.signal.aborted ? abortReason(limit.signal) : connectionError(url, error);
    } finally {
      limit.dispose();
    }
  };
}

/** Throws `UserError` for an address that would carry tokens in the clear, or that is no web address. */
export function requireSafe(url: URL): void {
  if (url.username || url.password) throw unsafe(url);
  if (url.protocol === 'https:') return;
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return;
  throw unsafe(url);
}

function unsafe(url: URL): UserError {
  return new UserError(
    'sign-in.unsafe',
    t('Sign-in would go to {0}, which is not protected by https. Tell the platform team.', url.host),
  );
}

function unavailable(url: URL, status: number): PlatformError {
  return new PlatformError(
    'unavailable',
    t('The sign-in server {0} cannot answer now (HTTP {1}). Try again later.', url.host, status),
  );
}
