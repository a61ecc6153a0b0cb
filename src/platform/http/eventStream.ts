import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import { isEventStream } from './answer.js';
import type { Call } from './call.js';
import type { Client } from './client.js';
import { deadline, type Deadline } from './deadline.js';
import { retryAfterMs } from './retryAfter.js';
import { SseParser, type SseEvent } from './sse.js';
import type { TransportResponse } from './transport.js';

/** What a stream's address answers: events as they come, those of a piece together, or all there are as JSON where a server has no stream. */
export type StreamAnswer<T> =
  | { readonly kind: 'events'; readonly events: AsyncIterable<readonly SseEvent[]> }
  | { readonly kind: 'json'; readonly value: T; readonly retryAfterMs?: number };

export interface StreamOptions {
  readonly after: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Opens a stream. The events end when the server closes; they throw `PlatformError` when the connection breaks or
 * stays silent for longer than the heartbeat allows, and `AbortError` when `signal` aborts.
 */
export async function openStream<T>(
  client: Client,
  route: Call<T>,
  { after, signal: given }: StreamOptions,
): Promise<StreamAnswer<T>> {
  const { headersMs, readDeadlineMs } = client.policy;
  const url = client.urlOf(route);
  const watchdog = deadline(headersMs, () => silent(url), given);
  const { signal } = watchdog;
  const headers = {
    accept: route.accept ?? 'text/event-stream, application/json;q=0.5',
    ...(after !== undefined && { 'last-event-id': after }),
  };
  try {
    return await client.attach(signal, async (token) => {
      const response = await client.open(route, headers, token, signal);
      if (isEventStream(response) && response.status === 200) {
        return { kind: 'events', events: read(client, url, response, watchdog) };
      }
      watchdog.restart(readDeadlineMs);
      try {
        const { json } = await client.read(route, response, token, () => undefined);
        const value = route.decode(json);
        watchdog.dispose();
        const wait = retryAfterMs(response.header('retry-after'), client.now(), response.header('date'));
        return { kind: 'json', value, ...(wait !== undefined && { retryAfterMs: wait }) };
      } catch (error) {
        throw client.failure(url, error, signal);
      }
    });
  } catch (error) {
    watchdog.dispose();
    throw error;
  }
}

async function* read(
  client: Client,
  url: URL,
  response: TransportResponse,
  watchdog: Deadline,
): AsyncGenerator<readonly SseEvent[]> {
  const parser = new SseParser();
  const decoder = new TextDecoder();
  watchdog.restart(client.policy.heartbeatMs);
  try {
    for await (const chunk of response.body) {
      watchdog.restart(client.policy.heartbeatMs);
      yield parser.push(decoder.decode(chunk, { stream: true }));
    }
  } catch (error) {
    throw client.failure(url, error, watchdog.signal);
  } finally {
    // Ends the connection when the reader goes before the server does.
    watchdog.abort(new DOMException('The reader left', 'AbortError'));
    watchdog.dispose();
  }
}

/** What a stream that sends nothing any more ends with. */
export function silent(url: URL): PlatformError {
  return new PlatformError(
    'unreachable',
    t('The stream from {0} fell silent. Check your network; it is taken up again by itself.', url.host),
  );
}
