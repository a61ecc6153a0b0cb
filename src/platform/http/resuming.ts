import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { Route } from '../../contract/routes.js';
import { PlatformError } from '../../model/errors.js';
import type { Page } from '../../model/platform.js';
import type { Client } from './client.js';
import { openStream } from './eventStream.js';
import { backoffMs } from './policy.js';

export interface ResumingStream<T extends { readonly id: string }> {
  /** The same stream after an id. */
  readonly route: (after: string | undefined) => Route<Page<T>>;
  readonly decode: (value: unknown) => T;
  /** Whether an item is the stream's last. */
  readonly isLast: (item: T) => boolean;
  /** Asked when an answer ends without a last item: is there nothing more to come? */
  readonly isOver: () => Promise<boolean>;
  readonly after: string | undefined;
  readonly signal: AbortSignal | undefined;
}

const passing: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'rate-limited',
  'unavailable',
  'internal',
]);

/** Reads a stream to its end, takes it up after the last id when it breaks, and polls where a server has no stream. */
export async function* resuming<T extends { readonly id: string }>(
  client: Client,
  stream: ResumingStream<T>,
): AsyncGenerator<T> {
  const { streamResumes, pollMs, backoffBaseMs, backoffCapMs } = client.policy;
  let after = stream.after;
  let isOver = false;
  for (let failures = 0; ;) {
    let wait = pollMs;
    try {
      for await (const { item, isLast } of deliveries(client, stream, after)) {
        if (item && item.id !== after) {
          after = item.id;
          failures = 0;
          yield item;
        }
        if (isLast) return;
      }
      // Over, and read once more since: nothing can be missing.
      if (isOver) return;
      isOver = await stream.isOver();
      if (isOver) wait = 0;
    } catch (error) {
      if (!PlatformError.is(error) || !passing.has(error.code) || failures >= streamResumes) throw error;
      failures++;
      wait = error.retryAfterMs ?? backoffMs(failures, backoffBaseMs * 5, backoffCapMs);
    }
    await delay(wait, stream.signal);
  }
}

interface Delivery<T> {
  readonly item?: T;
  readonly isLast: boolean;
}

async function* deliveries<T extends { readonly id: string }>(
  client: Client,
  stream: ResumingStream<T>,
  after: string | undefined,
): AsyncGenerator<Delivery<T>> {
  const answer = await openStream(client, stream.route(after), { after, signal: stream.signal });
  if (answer.kind === 'json') {
    for (const item of answer.value.items) yield { item, isLast: stream.isLast(item) };
    return;
  }
  for await (const { event, data } of answer.events) {
    if (event === 'reset') continue;
    if (event === 'done') {
      yield { ...doneItem(stream, data), isLast: true };
      return;
    }
    const item = stream.decode(parseEvent(data));
    yield { item, isLast: stream.isLast(item) };
  }
}

/** The `done` event may carry a last item, or nothing of use. */
function doneItem<T extends { readonly id: string }>(stream: ResumingStream<T>, data: string): { item?: T } {
  try {
    return { item: stream.decode(parseEvent(data)) };
  } catch {
    return {};
  }
}

/** The JSON of an event. Throws `PlatformError` `not-a-platform`. */
export function parseEvent(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new PlatformError(
      'not-a-platform',
      t('The platform sends an event that is not JSON. Check its version.'),
      { cause },
    );
  }
}
