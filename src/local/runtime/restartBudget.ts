const windowMs = 3 * 60_000;
const most = 5;
const firstDelayMs = 500;

/** Five restarts in three minutes, each after twice the wait of the one before. */
export class RestartBudget {
  readonly #now: () => number;
  #taken: number[] = [];

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Takes one restart; false when there are none left. */
  take(): boolean {
    const now = this.#now();
    this.#taken = this.#taken.filter((at) => now - at < windowMs);
    if (this.#taken.length >= most) return false;
    this.#taken.push(now);
    return true;
  }

  /** How long to wait before the restart just taken, ms. */
  nextDelayMs(): number {
    return firstDelayMs * 2 ** Math.max(0, this.#taken.length - 1);
  }
}
