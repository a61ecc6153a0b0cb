import type { PendingWrite } from '../../../../src/platform/writes/pendingWrites.js';

interface Kept {
  readonly key: string;
  readonly operation?: string;
}

/** Pending writes that outlive whoever uses them, as a file does. Every change is in `history`. */
export class MemoryPending<T extends Kept = PendingWrite> {
  readonly writes = new Map<string, T>();
  readonly history: string[] = [];
  /** Each as it went to disk, also when it is gone since. */
  readonly everKept: T[] = [];

  all(): Promise<readonly T[]> {
    return Promise.resolve([...this.writes.values()]);
  }

  keep(write: T): Promise<void> {
    this.history.push(write.operation === undefined ? 'keep' : `accepted ${write.operation}`);
    this.everKept.push(write);
    this.writes.set(write.key, structuredClone(write));
    return Promise.resolve();
  }

  drop(key: string): Promise<void> {
    if (this.writes.delete(key)) this.history.push('drop');
    return Promise.resolve();
  }
}
