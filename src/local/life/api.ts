import type { PlatformConnection } from '../../model/localPlatform.js';

const timeoutMs = 3_000;

/** A call to a running platform's own paths; `undefined` when it does not answer as one that knows our token. */
export async function callPlatform(
  connection: PlatformConnection,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  signal?: AbortSignal,
): Promise<Response | undefined> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const sends = method === 'PUT' || method === 'POST';
  try {
    const response = await fetch(new URL(path, connection.url), {
      method,
      headers: {
        Authorization: `Bearer ${connection.token}`,
        ...(sends && { 'Content-Type': 'application/json' }),
      },
      ...(sends && { body: '{}' }),
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    await response.arrayBuffer();
    return response.ok ? response : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}
