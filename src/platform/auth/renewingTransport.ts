import type { TokenSource } from '../../model/tokenSource.js';
import type { Transport, TransportRequest, TransportResponse } from '../http/transport.js';

const unauthorized = 401;

/**
 * A transport that answers one refusal (401) with one renewed token and one replay, and lets a token out to `origin`
 * only. A replay is safe for writes too: what was refused had no effect.
 */
export function renewingTransport(inner: Transport, origin: string, tokens: TokenSource): Transport {
  return {
    async send(request) {
      const bound = request.url.origin === origin ? request : without(request);
      const response = await inner.send(bound);
      const refused = tokenOf(bound);
      if (response.status !== unauthorized || refused === undefined) return response;
      const renewed = await tokens.renew(refused, request.signal);
      if (renewed === undefined || renewed === refused) return response;
      await drain(response);
      return inner.send({ ...bound, headers: { ...bound.headers, authorization: `Bearer ${renewed}` } });
    },
    dispose: () => inner.dispose(),
  };
}

function tokenOf({ headers }: TransportRequest): string | undefined {
  return /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1];
}

function without({ headers, ...request }: TransportRequest): TransportRequest {
  const rest = Object.entries(headers).filter(([name]) => name !== 'authorization');
  return { ...request, headers: Object.fromEntries(rest) };
}

/** Ends an answer nobody reads, so that its connection is free again. */
async function drain(response: TransportResponse): Promise<void> {
  const reader = response.body[Symbol.asyncIterator]();
  await reader.next();
  await reader.return?.();
}
