import { abortReason, onAbort } from '../../base/abort.js';
import type { Disposable } from '../../base/lifecycle.js';

/** A signal that aborts with the caller's, or with `late()` after a time. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** Starts the time anew. */
  restart(ms: number): void;
  /** Ends whatever hangs on the signal. */
  abort(reason: Error): void;
}

export function deadline(ms: number, late: () => Error, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  const expire = (): void => controller.abort(late());
  let timer = setTimeout(expire, ms);
  const subscription = parent && onAbort(parent, () => controller.abort(abortReason(parent)));
  return {
    signal: controller.signal,
    restart(next) {
      clearTimeout(timer);
      if (!controller.signal.aborted) timer = setTimeout(expire, next);
    },
    abort: (reason) => controller.abort(reason),
    dispose() {
      clearTimeout(timer);
      subscription?.dispose();
    },
  };
}
