import { delay, onAbort } from '../../base/abort.js';
import type { Event } from '../../base/events.js';
import type { WatchEvent } from '../../model/platform.js';
import { PlatformError } from '../../model/errors.js';
import type { Layer } from './layer.js';
import { taggedId } from './operationIds.js';
import type { Part } from './part.js';

/** How long a broken stream rests before it is opened again, in ms; it doubles up to the cap. */
export interface WatchTiming {
  readonly restMs: number;
  readonly capMs: number;
}

export interface WatchesOptions {
  readonly layers: readonly Layer[];
  readonly signal?: AbortSignal;
  readonly opened?: () => void;
  readonly timing: WatchTiming;
  /** Tells what changed beside the streams: the services, or `undefined` for whatever there is. */
  readonly onDidChange: Event<readonly string[] | undefined>;
}

const reset = 'platform.catalog.reset';

/**
 * The changes of all parts in one stream. A stream that breaks is opened again by itself; the others go on. Ends when a
 * part says for the first time what it offers: then everything is to be asked anew.
 */
export async function* watchAll(options: WatchesOptions): AsyncGenerator<WatchEvent> {
  const queue = new Queue();
  const end = new AbortController();
  const { signal, layers, opened, onDidChange } = options;
  const stopped = signal && onAbort(signal, () => end.abort(signal.reason));
  let count = 0;
  const tell = (event: Omit<WatchEvent, 'id'> & { readonly id?: string }): void =>
    queue.push({ ...event, id: event.id ?? `composed:${++count}` });
  const changed = onDidChange((services) => {
    for (const subject of services ?? []) tell({ type: 'platform.service.changed', subject });
    if (!services) tell({ type: reset });
  });
  const ended = onAbort(end.signal, () => queue.close());
  const waiting = new Set(layers.filter(({ part }) => part.offers('watch')));
  if (waiting.size === 0) opened?.();
  const isOpen = (layer: Layer): void => {
    if (waiting.delete(layer) && waiting.size === 0) opened?.();
  };
  const running = layers.flatMap((layer) => [
    ...(waiting.has(layer) ? [followOne(layer, options, tell, () => isOpen(layer), end.signal)] : []),
    lookAfter(layer, options, tell, () => queue.close(), end.signal),
  ]);
  try {
    yield* queue.drain();
  } finally {
    end.abort();
    stopped?.dispose();
    changed.dispose();
    ended.dispose();
    await Promise.allSettled(running);
  }
  signal?.throwIfAborted();
}

type Tell = (event: Omit<WatchEvent, 'id'> & { readonly id?: string }) => void;

/** Follows one stream until the end. What was missed while it was broken is read again. */
async function followOne(
  { part, platform }: Layer,
  { timing }: WatchesOptions,
  tell: Tell,
  settled: () => void,
  signal: AbortSignal,
): Promise<void> {
  let wasOpen = false;
  for (let failures = 0; ;) {
    let rest = 0;
    try {
      const opened = (): void => {
        if (wasOpen || failures > 0) tell({ type: reset });
        wasOpen = true;
        failures = 0;
        part.hold(undefined);
        settled();
      };
      for await (const counted of platform.watch({ signal, opened })) {
        const event = uncounted(counted);
        const isOperation = event.type === 'platform.operation.changed' && event.subject !== undefined;
        const subject = isOperation ? { subject: taggedId(part.name, event.subject ?? '') } : {};
        tell({ ...event, ...subject, id: taggedId(part.name, event.id) });
      }
    } catch (error) {
      if (signal.aborted) return;
      rest = PlatformError.is(error) ? (error.retryAfterMs ?? 0) : 0;
      if (PlatformError.is(error) && failures > 0) await judge(part, error, signal);
    }
    // The others need not wait for one that does not open; and that it is away is seen by reading.
    settled();
    if (failures++ === 1) tell({ type: reset });
    const pause = Math.min(timing.restMs * 2 ** (failures - 1), timing.capMs);
    if (!(await rested(Math.max(rest, pause), signal))) return;
  }
}

/** A stream that does not open again may be a proxy's doing; whether the part is there, a plain read tells. */
async function judge(part: Part, error: PlatformError, signal: AbortSignal): Promise<void> {
  if (PlatformError.is(error, 'unauthenticated', 'forbidden')) {
    part.hold(error);
    return;
  }
  try {
    await part.introduce({ signal });
    part.hold(undefined);
  } catch (fault) {
    if (PlatformError.is(fault)) part.hold(fault);
  }
}

/**
 * A part that is away without its stream's doing is asked now and then: no event of its own would say that it is back.
 * `known` is called when it first says what it offers.
 */
async function lookAfter(
  { part }: Layer,
  { timing }: WatchesOptions,
  tell: Tell,
  known: () => void,
  signal: AbortSignal,
): Promise<void> {
  const before = part.info;
  const isFollowed = part.offers('watch');
  for (;;) {
    // A right is seldom given; who follows hears of all else.
    const isShut = isFollowed && PlatformError.is(part.fault, 'forbidden');
    if (!(await rested(timing.capMs * (isShut ? 6 : 1), signal))) return;
    try {
      if (part.isLeftAlone) {
        await part.introduce({ signal });
        tell({ type: reset });
      }
    } catch {
      // Still away: what is known of it says so already.
    }
    if (before === undefined && part.info !== before) known();
  }
}

/** Waits so long; gives whether it is not the end. */
async function rested(ms: number, signal: AbortSignal): Promise<boolean> {
  await delay(ms, signal).catch(() => undefined);
  return !signal.aborted;
}

/** Numbers of one stream say nothing among those of others. */
function uncounted({ sequence: _sequence, ...event }: WatchEvent): WatchEvent {
  return event;
}

/** Events that wait for whoever reads them. */
class Queue {
  readonly #events: WatchEvent[] = [];
  #isClosed = false;
  #wake: (() => void) | undefined;

  push(event: WatchEvent): void {
    this.#events.push(event);
    this.#wake?.();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  async *drain(): AsyncGenerator<WatchEvent> {
    while (!this.#isClosed) {
      const event = this.#events.shift();
      if (event) yield event;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
