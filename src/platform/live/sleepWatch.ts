import { Emitter } from '../../base/events.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { Clock } from '../../model/clock.js';

/** Tells when this machine was asleep: timers stood still while the clock on the wall went on, or was set anew. */
export class SleepWatch implements Disposable {
  readonly #woke = new Emitter<undefined>();
  readonly #timer: ReturnType<typeof setInterval>;
  #last: number;

  readonly onDidWake = this.#woke.event;

  constructor(clock: Clock, tickMs: number) {
    this.#last = clock.now();
    this.#timer = setInterval(() => {
      const now = clock.now();
      const gone = now - this.#last;
      this.#last = now;
      if (gone > 3 * tickMs || gone < -tickMs) this.#woke.fire(undefined);
    }, tickMs);
    // Watching must not keep a program alive.
    this.#timer.unref();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#woke.dispose();
  }
}
