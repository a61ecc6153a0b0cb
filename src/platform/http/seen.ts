/** The ids that a stream gave last: a server that repeats itself after a break is heard once. */
export class Seen {
  readonly #ids = new Set<string>();
  readonly #capacity: number;

  constructor(capacity = 5_000) {
    this.#capacity = capacity;
  }

  /** Whether the id is new; from then on it is not. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    for (const oldest of this.#ids) {
      if (this.#ids.size <= this.#capacity) break;
      this.#ids.delete(oldest);
    }
    return true;
  }

  clear(): void {
    this.#ids.clear();
  }
}
