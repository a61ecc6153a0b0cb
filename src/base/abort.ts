import { Emitter } from './events.js';
import { toDisposable, type Disposable } from './lifecycle.js';

/** True for the error of a cancelled call: cancelling is not a failure and is never shown. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Waits `ms` milliseconds; rejects with the signal's reason when it aborts first. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortReason(signal));
      return;
    }
    const timer = setTimeout(() => {
      subscription?.dispose();
      resolve();
    }, ms);
    const subscription =
      signal &&
      onAbort(signal, () => {
        clearTimeout(timer);
        reject(abortReason(signal));
      });
  });
}

/** Many wait for the end of one signal, of which a runtime warns: each signal has one listener of ours, which tells them. */
const endings = new WeakMap<AbortSignal, Emitter<undefined>>();

/** Calls `listener` once when the signal aborts (at once if it already has). */
export function onAbort(signal: AbortSignal, listener: () => void): Disposable {
  if (signal.aborted) {
    listener();
    return toDisposable(() => undefined);
  }
  const known = endings.get(signal);
  if (known) return known.event(() => listener());
  const ending = new Emitter<undefined>();
  endings.set(signal, ending);
  signal.addEventListener('abort', () => ending.fire(undefined), { once: true });
  return ending.event(() => listener());
}

/** The reason of an aborted signal, always an Error named `AbortError` or `TimeoutError`. */
export function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new DOMException('Aborted', 'AbortError');
}

/** What is asked for, or the signal's reason when that comes first. */
export function orAbort<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leaving = onAbort(signal, () => reject(abortReason(signal)));
    asked.then(resolve, reject).finally(() => leaving.dispose());
  });
}
