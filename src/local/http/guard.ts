import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { problemOf } from '../../contract/problem.js';
import { t } from '../../base/l10n.js';
import type { Problem } from '../../model/problem.js';

/**
 * Who may speak to the API at all. A page in a browser cannot: it sends an Origin, or the Host it was fooled with
 * (DNS rebinding). Another user cannot: the token is in a file only its owner reads.
 */
export function guard(
  headers: IncomingHttpHeaders,
  port: number,
  token: string,
  needsToken: boolean,
): Problem | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  if (!hosts.includes((headers.host ?? '').toLowerCase())) {
    return problemOf('forbidden', { detail: t('This address is not served here: use {0}.', hosts[0] ?? '') });
  }
  if (headers.origin !== undefined) {
    return problemOf('forbidden', { detail: t('Web pages may not use this API.') });
  }
  if (!needsToken) return undefined;
  const [scheme, given = ''] = (headers.authorization ?? '').split(' ', 2);
  if (scheme?.toLowerCase() === 'bearer' && sameSecret(given, token)) return undefined;
  return problemOf('unauthenticated', {
    detail: t('Send the token of the local platform as a bearer token; it is in the file it names at start.'),
  });
}

/** Compares digests, so that neither content nor length shows in the time it takes. */
function sameSecret(a: string, b: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
