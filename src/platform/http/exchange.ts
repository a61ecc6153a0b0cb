import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { Transport, TransportRequest, TransportResponse } from './transport.js';
import { urlFrom } from './url.js';

const redirects = new Set([301, 302, 303, 307, 308]);
/** These keep method and body; the others would turn a write into a read. */
const keepMethod = new Set([307, 308]);

/** Sends a request and follows redirects inside its own origin only, so that the token never leaves it. */
export async function exchange(
  transport: Transport,
  request: TransportRequest,
  maxRedirects: number,
): Promise<TransportResponse> {
  let current = request;
  for (let hops = 0; ; hops++) {
    const response = await transport.send(current);
    if (!redirects.has(response.status)) return response;
    await drain(response);
    if (hops === maxRedirects) {
      throw notAPlatform(t('{0} redirects again and again. Check the platform URL.', current.url.host));
    }
    current = { ...current, url: nextUrl(current, response) };
  }
}

function nextUrl(request: TransportRequest, response: TransportResponse): URL {
  const { url, method } = request;
  const target = urlFrom(response.header('location') ?? 'http:', url);
  if (!target) throw notAPlatform(t('{0} redirects to nowhere. Check the platform URL.', url.host));
  if (target.origin !== url.origin || target.username || target.password) {
    throw notAPlatform(
      t('{0} redirects to {1}. If you trust that address, connect to it directly.', url.host, target.origin),
    );
  }
  if (method !== 'GET' && !keepMethod.has(response.status)) {
    throw notAPlatform(t('{0} redirects a write, which is not safe to follow. Check the URL.', url.host));
  }
  return target;
}

/** Ends an answer nobody reads, so that its connection is free again. */
async function drain(response: TransportResponse): Promise<void> {
  const reader = response.body[Symbol.asyncIterator]();
  await reader.next();
  await reader.return?.();
}

function notAPlatform(message: string): PlatformError {
  return new PlatformError('not-a-platform', message);
}
