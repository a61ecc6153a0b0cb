import pLimit, { type LimitFunction } from 'p-limit';
import { abortReason, onAbort } from '../../base/abort.js';
import { Breaker } from './breaker.js';
import type { Policy } from './policy.js';
import { RetryBudget } from './retryBudget.js';

/** What all calls to one origin share: places, the breaker, and the budget for retries. */
export class Origin {
  readonly budget = new RetryBudget();
  readonly breaker: Breaker;
  readonly #places: LimitFunction;

  constructor(host: string, policy: Policy) {
    this.breaker = new Breaker(host, policy);
    this.#places = pLimit(policy.concurrency);
  }

  /** Waits for a place, then runs. Rejects with the signal's reason when that comes first. */
  async inTurn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    return await new Promise<T>((resolve, reject) => {
      const leaving = onAbort(signal, () => reject(abortReason(signal)));
      this.#places(() => (signal.aborted ? Promise.reject(abortReason(signal)) : work()))
        .then(resolve, reject)
        .finally(() => leaving.dispose());
    });
  }
}

/** The origins that one process speaks to. Share it between clients, so that they share what is known of an origin. */
export class Origins {
  readonly #origins = new Map<string, Origin>();

  of(url: URL, policy: Policy): Origin {
    const known = this.#origins.get(url.origin);
    if (known) return known;
    const origin = new Origin(url.host, policy);
    this.#origins.set(url.origin, origin);
    return origin;
  }
}
