import type { Store } from '../session/memory.js';

/** Writes without an end yet, in the state of this workspace, which outlives its window and its extension host. */
export class KeptWrites<T extends { readonly key: string }> {
  readonly #store: Store;
  readonly #name: string;
  readonly #writes: Map<string, T>;

  /** `isOne` passes over what another version kept. */
  constructor(store: Store, name: string, isOne: (value: unknown) => value is T) {
    this.#store = store;
    this.#name = name;
    const kept = store.get(name);
    const writes = Array.isArray(kept) ? (kept as unknown[]).filter(isOne) : [];
    this.#writes = new Map(writes.map((write) => [write.key, write]));
  }

  all(): Promise<readonly T[]> {
    return Promise.resolve([...this.#writes.values()]);
  }

  async keep(write: T): Promise<void> {
    this.#writes.set(write.key, write);
    await this.#save();
  }

  async drop(key: string): Promise<void> {
    if (this.#writes.delete(key)) await this.#save();
  }

  async #save(): Promise<void> {
    const writes = [...this.#writes.values()];
    await this.#store.update(this.#name, writes.length > 0 ? writes : undefined);
  }
}
