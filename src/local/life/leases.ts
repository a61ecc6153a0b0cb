/** How long a lease is good without a renewal; holders renew three times as often. */
export const leaseTtlMs = 15_000;
/** So that everything has ended 30 s after the last window closed, also a service that has to be killed (10 s). */
export const defaultGraceMs = 18_000;

export interface LeaseOptions {
  readonly ttlMs?: number;
  /** From the last sign of the last holder to the end. */
  readonly graceMs?: number;
  readonly now?: () => number;
}

/** Who still needs the platform. A holder that dies without a word counts until its lease runs out. */
export class Leases {
  readonly ttlMs: number;
  readonly #graceMs: number;
  readonly #now: () => number;
  readonly #until = new Map<string, number>();
  #lastSign: number;
  #kept = false;

  constructor({ ttlMs = leaseTtlMs, graceMs = defaultGraceMs, now = Date.now }: LeaseOptions = {}) {
    this.ttlMs = ttlMs;
    this.#graceMs = graceMs;
    this.#now = now;
    this.#lastSign = now();
  }

  get count(): number {
    this.#prune();
    return this.#until.size;
  }

  renew(id: string): void {
    this.#lastSign = this.#now();
    this.#until.set(id, this.#lastSign + this.ttlMs);
  }

  end(id: string): void {
    if (this.#until.delete(id)) this.#lastSign = this.#now();
  }

  /** From now on the platform does not end by itself. */
  keep(): void {
    this.#kept = true;
  }

  /** True when nobody holds a lease and nobody has for the grace time. */
  get isExpired(): boolean {
    return !this.#kept && this.count === 0 && this.#now() - this.#lastSign >= this.#graceMs;
  }

  #prune(): void {
    const now = this.#now();
    for (const [id, until] of this.#until) if (until <= now) this.#until.delete(id);
  }
}
