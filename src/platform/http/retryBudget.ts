/** Tokens that retries to one origin share, so that an outage costs hardly more traffic than a good day. */
export class RetryBudget {
  readonly #capacity: number;
  #tokens: number;

  constructor(capacity = 500) {
    this.#capacity = capacity;
    this.#tokens = capacity;
  }

  get tokens(): number {
    return this.#tokens;
  }

  /** Whether a retry of that cost may be made; then it is paid. */
  take(cost: number): boolean {
    if (cost > this.#tokens) return false;
    this.#tokens -= cost;
    return true;
  }

  /** A call succeeded: its retries are paid back, and a call without any earns a little. */
  giveBack(paid: number): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + Math.max(1, paid));
  }
}
