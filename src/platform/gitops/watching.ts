import type { Event } from '../../base/events.js';

/** A stream with values of another source in between; it ends and fails as the stream does. */
export async function* withOthers<T>(
  stream: AsyncIterable<T>,
  others: Event<readonly T[]>,
): AsyncGenerator<T, void, undefined> {
  const queue: T[] = [];
  let wake = (): void => undefined;
  const listening = others((values) => {
    queue.push(...values);
    wake();
  });
  const iterator = stream[Symbol.asyncIterator]();
  let next = iterator.next();
  // It may fail while what came before is still being taken.
  next.catch(() => undefined);
  try {
    for (;;) {
      for (let value = queue.shift(); value !== undefined; value = queue.shift()) yield value;
      const woken = new Promise<undefined>((resolve) => {
        wake = () => resolve(undefined);
      });
      const result = await Promise.race([next, woken]);
      if (!result) continue;
      if (result.done === true) return;
      yield result.value;
      next = iterator.next();
      next.catch(() => undefined);
    }
  } finally {
    listening.dispose();
    void iterator.return?.().catch(() => undefined);
  }
}
