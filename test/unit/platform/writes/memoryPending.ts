import type { PendingWrite, PendingWrites } from '../../../../src/platform/writes/pendingWrites.js';

/** Pending writes that outlive whoever uses them, as a file does. Every change is in `history`. */
export class MemoryPending implements PendingWrites {
  readonly writes = new Map<string, PendingWrite>();
  readonly history: string[] = [];
  /** Each as it went to disk, also when it is gone since. */
  readonly everKept: PendingWrite[] = [];

  all(): Promise<readonly PendingWrite[]> {
    return Promise.resolve([...this.writes.values()]);
  }

  keep(write: PendingWrite): Promise<void> {
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
