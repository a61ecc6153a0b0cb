import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { Page } from '../../model/platform.js';
import type { Call } from './call.js';
import type { Client } from './client.js';
import { openStream } from './eventStream.js';
import { backoffMs } from './policy.js';
import { Seen } from './seen.js';

export interface ResumingStream<T extends { readonly id: string }> {
  /** The same stream after an id. */
  readonly route: (after: string | undefined) => Call<Page<T>>;
  readonly decode: (value: unknown) => T;
  /** Whether an item is the stream's last. */
  readonly isLast: (item: T) => boolean;
  /** Asked when an answer ends without a last item: is there nothing more to come? */
  readonly isOver: () => Promise<boolean>;
  readonly after: string | undefined;
  /** Called each time that the server has taken the stream up. */
  readonly opened?: (() => void) | undefined;
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
  const { streamResumes, pollMs, pollCapMs, backoffBaseMs, backoffCapMs } = client.policy;
  const seen = new Seen();
  let after = stream.after;
  let isOver = false;
  let pause = pollMs;
  for (let failures = 0; ;) {
    let asked: number | undefined;
    try {
      for await (const delivery of deliveries(client, stream, after)) {
        asked = delivery.retryAfterMs;
        if (delivery.isReset) seen.clear();
        const { item } = delivery;
        if (item && item.id !== stream.after && seen.add(item.id)) {
          after = item.id;
          failures = 0;
          pause = pollMs;
          yield item;
        }
        if (delivery.isLast) return;
      }
      // Over, and read once more since: nothing can be missing.
      if (isOver) return;
      isOver = await stream.isOver();
    } catch (error) {
      if (!PlatformError.is(error) || !passing.has(error.code) || failures >= streamResumes) throw error;
      failures++;
      asked = error.retryAfterMs ?? backoffMs(failures, backoffBaseMs * 5, backoffCapMs);
    }
    await delay(isOver ? 0 : (asked ?? pause * (0.8 + 0.4 * Math.random())), stream.signal);
    pause = Math.min(pollCapMs, pause * 1.5);
  }
}

interface Delivery<T> {
  readonly item?: T;
  readonly isLast: boolean;
  /** What went before is lost to the server: its ids may begin anew. */
  readonly isReset?: boolean;
  /** Asked for between two looks. */
  readonly retryAfterMs?: number | undefined;
}

async function* deliveries<T extends { readonly id: string }>(
  client: Client,
  stream: ResumingStream<T>,
  after: string | undefined,
): AsyncGenerator<Delivery<T>> {
  const answer = await openStream(client, stream.route(after), { after, signal: stream.signal });
  stream.opened?.();
  if (answer.kind === 'json') {
    const { retryAfterMs } = answer;
    for (const item of answer.value.items) yield { item, isLast: stream.isLast(item), retryAfterMs };
    if (retryAfterMs !== undefined) yield { isLast: false, retryAfterMs };
    return;
  }
  for await (const events of answer.events) {
    for (const { event, data } of events) {
      if (event === 'reset') {
        yield { isLast: false, isReset: true };
        continue;
      }
      if (event === 'done') {
        yield { ...doneItem(stream, data), isLast: true };
        return;
      }
      const item = stream.decode(parseEvent(data));
      yield { item, isLast: stream.isLast(item) };
    }
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
