import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { problemOf } from '../../contract/problem.js';
import { t } from '../../base/l10n.js';
import type { Problem } from '../../model/problem.js';
import type { Caller } from '../identity/caller.js';

/**
 * Where a request may come from at all. A page in a browser cannot ask: it sends an Origin, or the Host it was fooled
 * with (DNS rebinding).
 */
export function refuseForeign(headers: IncomingHttpHeaders, port: number): Problem | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  if (!hosts.includes((headers.host ?? '').toLowerCase())) {
    return problemOf('forbidden', { detail: t('This address is not served here: use {0}.', hosts[0] ?? '') });
  }
  if (headers.origin === undefined) return undefined;
  return problemOf('forbidden', { detail: t('Web pages may not use this API.') });
}

/** Who sends a request. Another user cannot: tokens are in files that only their owner reads. */
export function callerOf(headers: IncomingHttpHeaders, identify: Identify): Caller | Problem {
  const [scheme, given = ''] = (headers.authorization ?? '').split(' ', 2);
  const caller = scheme?.toLowerCase() === 'bearer' && given !== '' ? identify(given) : undefined;
  if (caller) return caller;
  return problemOf('unauthenticated', {
    detail: t('Send the token of the local platform as a bearer token; it is in the file it names at start.'),
  });
}

/** Finds who a token belongs to; `undefined` when nobody's. */
export type Identify = (token: string) => Caller | undefined;

/** Compares digests, so that neither content nor length shows in the time it takes. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
