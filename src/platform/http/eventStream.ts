import { t } from '../../base/l10n.js';
import type { Route } from '../../contract/routes.js';
import { PlatformError } from '../../model/errors.js';
import { isEventStream, jsonOf } from './answer.js';
import type { Client } from './client.js';
import { deadline, type Deadline } from './deadline.js';
import { SseParser, type SseEvent } from './sse.js';
import type { TransportResponse } from './transport.js';

/** What a stream's address answers: events as they come, or all there are as JSON where a server has no stream. */
export type StreamAnswer<T> =
  | { readonly kind: 'events'; readonly events: AsyncIterable<SseEvent> }
  | { readonly kind: 'json'; readonly value: T };

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
  route: Route<T>,
  { after, signal }: StreamOptions,
): Promise<StreamAnswer<T>> {
  const { readDeadlineMs, maxAnswerBytes } = client.policy;
  const url = client.urlOf(route);
  const watchdog = deadline(readDeadlineMs, () => silent(url), signal);
  try {
    const headers = {
      accept: 'text/event-stream, application/json;q=0.5',
      ...(after !== undefined && { 'last-event-id': after }),
    };
    const { response, token } = await client.open(route, headers, watchdog.signal);
    if (isEventStream(response) && response.status === 200) {
      return { kind: 'events', events: read(client, url, response, watchdog) };
    }
    try {
      const json = await jsonOf(response, {
        url,
        token,
        operation: route.operation,
        maxBytes: maxAnswerBytes,
        now: client.now(),
      });
      const value = route.decode(json);
      watchdog.dispose();
      return { kind: 'json', value };
    } catch (error) {
      throw client.failure(url, error, watchdog.signal);
    }
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
): AsyncGenerator<SseEvent> {
  const parser = new SseParser();
  const decoder = new TextDecoder();
  watchdog.restart(client.policy.heartbeatMs);
  try {
    for await (const chunk of response.body) {
      watchdog.restart(client.policy.heartbeatMs);
      yield* parser.push(decoder.decode(chunk, { stream: true }));
    }
  } catch (error) {
    throw client.failure(url, error, watchdog.signal);
  } finally {
    // Ends the connection when the reader goes before the server does.
    watchdog.abort(new DOMException('The reader left', 'AbortError'));
    watchdog.dispose();
  }
}

function silent(url: URL): PlatformError {
  return new PlatformError(
    'unreachable',
    t('The stream from {0} fell silent. Check your network; it is taken up again by itself.', url.host),
  );
}
