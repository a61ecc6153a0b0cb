import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  SamplingBreaker,
  circuitBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
  type IBackoff,
  type IBackoffFactory,
  type IBreaker,
} from 'cockatiel';
import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { waitText } from '../../base/waitText.js';
import { PlatformError } from '../../model/errors.js';
import type { Policy } from './policy.js';

/** What a platform that is down answers with; a refusal is an answer of one that is up. */
const outage: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'unavailable', 'internal']);

type BreakerPolicy = Pick<Policy, 'breakerFailures' | 'breakerOpenMs' | 'breakerOpenCapMs'>;

/** Stops asking an origin that fails again and again; one call then finds out whether it is back. */
export class Breaker {
  readonly #host: string;
  readonly #circuit: CircuitBreakerPolicy;
  #openUntil = 0;

  constructor(host: string, policy: BreakerPolicy, random: () => number = Math.random) {
    this.#host = host;
    const reopens = growingWaits(policy, random, (ms) => (this.#openUntil = Date.now() + ms));
    this.#circuit = circuitBreaker(
      handleWhen((error) => this.#isFailure(error)),
      { halfOpenAfter: reopens, breaker: new EitherBreaker(policy.breakerFailures) },
    );
  }

  get isOpen(): boolean {
    return this.#circuit.state === CircuitState.Open;
  }

  /** Rejects with `PlatformError` `unavailable`, without running `work`, while the origin is given a rest. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#circuit.execute(work);
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw this.#resting(error);
      throw error;
    }
  }

  #isFailure(error: Error): boolean {
    // A probe that was called off has not shown that the platform is back.
    if (isAbort(error)) return this.#circuit.state === CircuitState.HalfOpen;
    return error instanceof PlatformError && outage.has(error.code);
  }

  #resting(cause: BrokenCircuitError): PlatformError {
    const retryAfterMs = Math.max(0, this.#openUntil - Date.now());
    return new PlatformError(
      'unavailable',
      t(
        '{0} failed several times in a row and is left alone for a while. It is asked again {1}.',
        this.#host,
        waitText(retryAfterMs),
      ),
      { retryAfterMs, cause },
    );
  }
}

/** Whether an error says that nothing was sent because the breaker is open. */
export function isResting(error: PlatformError): boolean {
  return error.cause instanceof BrokenCircuitError;
}

/** Opens after failures in a row, or when more than half of at least ten calls within 30 s fail. */
class EitherBreaker implements IBreaker {
  readonly #breakers: readonly IBreaker[];
  state: unknown;

  constructor(failures: number) {
    this.#breakers = [
      new ConsecutiveBreaker(failures),
      new SamplingBreaker({ threshold: 0.5, duration: 30_000, minimumRps: 10 / 30 }),
    ];
  }

  success(state: CircuitState): void {
    for (const breaker of this.#breakers) breaker.success(state);
  }

  failure(state: CircuitState): boolean {
    return this.#breakers.map((breaker) => breaker.failure(state)).includes(true);
  }
}

/** Doubles from wait to wait up to the cap, with up to a fifth more so that clients do not come back together. */
function growingWaits(
  { breakerOpenMs, breakerOpenCapMs }: BreakerPolicy,
  random: () => number,
  opened: (ms: number) => void,
): IBackoffFactory<unknown> {
  const wait = (round: number): IBackoff<unknown> => {
    const duration = Math.min(breakerOpenCapMs, breakerOpenMs * 2 ** round) * (1 + 0.2 * random());
    opened(duration);
    return { duration, next: () => wait(round + 1) };
  };
  return { next: () => wait(0) };
}
