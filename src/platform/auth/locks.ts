/** Lets one at a time do something, among everybody who shares the same place. */
export interface Locks {
  /** Runs `task` while holding the lock `name`. Rejects with `PlatformError` when it cannot be had in time. */
  hold<T>(name: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** Locks among callers in this process. */
export function processLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async hold(name, task, signal) {
      const before = tails.get(name) ?? Promise.resolve();
      const mine = before.then(() => {
        signal?.throwIfAborted();
        return task();
      });
      const tail = mine.catch(() => undefined);
      tails.set(name, tail);
      try {
        return await mine;
      } finally {
        if (tails.get(name) === tail) tails.delete(name);
      }
    },
  };
}
