import { onAbort } from '../../base/abort.js';

/** A rest that someone may end; a wake-up call while nobody rests ends the next one at once. */
export class Wakeup {
  #isDue = false;
  #end: (() => void) | undefined;

  wake(): void {
    this.#isDue = true;
    this.#end?.();
  }

  /** Resolves when woken, after `ms` (never, when absent), or when `signal` aborts. */
  rest(ms: number | undefined, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#end = undefined;
        this.#isDue = false;
        clearTimeout(timer);
        subscription.dispose();
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(() => end(), ms);
      const subscription = onAbort(signal, () => this.#end?.());
      this.#end = end;
      if (this.#isDue || signal.aborted) end();
    });
  }
}
