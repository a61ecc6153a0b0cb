import type { Clock } from '../../model/clock.js';
import { PlatformError } from '../../model/errors.js';

const firstMs = 30_000;
const capMs = 10 * 60_000;

/** Leaves a busy server alone: for as long as it asks, else twice as long after each failure. */
export class Rest {
  readonly #clock: Clock;
  #failures = 0;
  #last: { readonly error: PlatformError; readonly until: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Rejects with the last failure, without running `work`, while the server is left alone. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#last && this.#clock.now() < this.#last.until) throw this.#last.error;
    try {
      const value = await work();
      this.#failures = 0;
      return value;
    } catch (error) {
      if (PlatformError.is(error, 'unavailable', 'timeout', 'rate-limited')) this.#failed(error);
      throw error;
    }
  }

  #failed(error: PlatformError): void {
    const wait = error.retryAfterMs ?? Math.min(capMs, firstMs * 2 ** this.#failures++);
    this.#last = { error, until: this.#clock.now() + wait };
  }
}
