import type { Pending } from '../../platform/writes/pendingWrites.js';
import type { Store } from '../session/memory.js';

/** Writes without an end yet, in the state of this workspace, which outlives its window and its extension host. */
export class KeptWrites<Write extends { readonly key: string }> implements Pending<Write> {
  readonly #store: Store;
  readonly #place: string;
  readonly #writes: Map<string, Write>;

  constructor(store: Store, place: string, isWrite: (value: unknown) => value is Write) {
    this.#store = store;
    this.#place = place;
    const kept = store.get(place);
    const writes = Array.isArray(kept) ? (kept as unknown[]).filter(isWrite) : [];
    this.#writes = new Map(writes.map((write) => [write.key, write]));
  }

  all(): Promise<readonly Write[]> {
    return Promise.resolve([...this.#writes.values()]);
  }

  async keep(write: Write): Promise<void> {
    this.#writes.set(write.key, write);
    await this.#save();
  }

  async drop(key: string): Promise<void> {
    if (this.#writes.delete(key)) await this.#save();
  }

  async #save(): Promise<void> {
    const writes = [...this.#writes.values()];
    await this.#store.update(this.#place, writes.length > 0 ? writes : undefined);
  }
}
