import {
  isPendingWrite,
  type PendingWrite,
  type PendingWrites,
} from '../../platform/writes/pendingWrites.js';
import { keptDeliveriesKey } from './keptDeliveriesKey.js';
import type { Store } from '../session/memory.js';

/** Deployments without an end yet, in the state of this workspace, which outlives its window and its extension host. */
export class KeptDeliveries implements PendingWrites {
  readonly #store: Store;
  readonly #writes: Map<string, PendingWrite>;

  constructor(store: Store) {
    this.#store = store;
    const kept = store.get(keptDeliveriesKey);
    const writes = Array.isArray(kept) ? (kept as unknown[]).filter(isPendingWrite) : [];
    this.#writes = new Map(writes.map((write) => [write.key, write]));
  }

  all(): Promise<readonly PendingWrite[]> {
    return Promise.resolve([...this.#writes.values()]);
  }

  async keep(write: PendingWrite): Promise<void> {
    this.#writes.set(write.key, write);
    await this.#save();
  }

  async drop(key: string): Promise<void> {
    if (this.#writes.delete(key)) await this.#save();
  }

  async #save(): Promise<void> {
    const writes = [...this.#writes.values()];
    await this.#store.update(keptDeliveriesKey, writes.length > 0 ? writes : undefined);
  }
}
