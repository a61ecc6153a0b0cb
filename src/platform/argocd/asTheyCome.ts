/** What several streams give, as it comes. All are left when the reader leaves, and when one fails. */
export async function* asTheyCome<T>(
  open: (signal: AbortSignal) => readonly AsyncGenerator<T>[],
  signal?: AbortSignal,
): AsyncGenerator<T> {
  const end = new AbortController();
  const streams = open(signal ? AbortSignal.any([signal, end.signal]) : end.signal);
  const next = async (stream: AsyncGenerator<T>) => ({ stream, result: await stream.next() });
  const waiting = new Map(streams.map((stream) => [stream, next(stream)]));
  try {
    while (waiting.size > 0) {
      const { stream, result } = await Promise.race(waiting.values());
      if (result.done === true) waiting.delete(stream);
      else {
        waiting.set(stream, next(stream));
        yield result.value;
      }
    }
  } finally {
    for (const left of waiting.values()) left.catch(() => undefined);
    end.abort();
  }
}
