/** Values wait here until somebody takes them; an error ends the waiting. */
export class Queue<T> {
  readonly #items: T[] = [];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  push(...items: readonly T[]): void {
    this.#items.push(...items);
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    this.#wake?.();
  }

  /** All that wait, at least one. Rejects with what the queue failed with once they are taken. */
  async next(): Promise<readonly T[]> {
    while (this.#items.length === 0) {
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#items.splice(0);
  }
}
