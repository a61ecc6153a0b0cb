import { delay } from '../../base/abort.js';
import type { Clock } from '../../model/clock.js';
import { PlatformError } from '../../model/errors.js';
import { isResting } from './breaker.js';
import { backoffMs, type Policy } from './policy.js';
import type { RetryBudget } from './retryBudget.js';

export interface Retrying {
  readonly policy: Policy;
  readonly budget: RetryBudget;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When the whole call must be over, ms since the epoch. */
  readonly end: number;
  /** Whether the same request may be sent twice. */
  readonly isSafe: boolean;
}

const transient: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'rate-limited',
  'unavailable',
  'internal',
]);
const throttled: ReadonlySet<string> = new Set(['rate-limited', 'unavailable']);
/** What a retry takes from the budget (the numbers of the AWS SDKs). */
const cost = { failed: 14, throttled: 5 };

/** Runs `work` again after failures that pass by themselves, as long as attempts, time and budget last. */
export async function retrying<T>(work: () => Promise<T>, call: Retrying): Promise<T> {
  const { policy, budget, clock, signal, end, isSafe } = call;
  let paid = 0;
  let last: PlatformError | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      const value = await work();
      budget.giveBack(paid);
      return value;
    } catch (error) {
      if (signal.aborted || !(error instanceof PlatformError)) throw error;
      // What made the breaker open says more than that it is open.
      if (isResting(error)) throw last ?? error;
      last = error;
      const wait = isSafe && attempt < policy.attempts ? waitAfter(error, attempt, policy) : undefined;
      if (wait === undefined || clock.now() + wait >= end) throw error;
      const price = throttled.has(error.code) ? cost.throttled : cost.failed;
      if (!budget.take(price)) throw error;
      paid += price;
      await delay(wait, signal);
    }
  }
}

/** What the server asks for is never shortened, only spread. */
function waitAfter(error: PlatformError, attempt: number, policy: Policy): number | undefined {
  if (!transient.has(error.code) || error.problem?.retryable === false) return undefined;
  const { retryAfterMs } = error;
  if (retryAfterMs !== undefined) return retryAfterMs + Math.random() * Math.min(1_000, retryAfterMs / 10);
  const base = throttled.has(error.code) ? policy.throttleBaseMs : policy.backoffBaseMs;
  return backoffMs(attempt, base, policy.backoffCapMs);
}
