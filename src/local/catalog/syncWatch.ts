import { Emitter } from '../../base/events.js';
import type { Sync } from '../../model/catalog.js';
import { sourceSync } from '../releases/sourceSync.js';
import type { ReleaseRecord } from '../store/state.js';

const freshMs = 3_000;

interface Known {
  sync: Sync;
  checkedAt: number;
  checking: boolean;
}

/** Whether working folders still hold what was released. Answers at once with what it knows, and looks again behind. */
export class SyncWatch {
  readonly #known = new Map<string, Known>();
  #queue: Promise<void> = Promise.resolve();
  readonly #changed = new Emitter<ReleaseRecord>();

  /** The answer for a release is not what it was. */
  readonly onDidChange = this.#changed.event;

  of(release: ReleaseRecord): Sync {
    if (release.folder === undefined) return 'Unknown';
    const known = this.#known.get(release.id) ?? { sync: 'Unknown', checkedAt: 0, checking: false };
    this.#known.set(release.id, known);
    if (!known.checking && Date.now() - known.checkedAt > freshMs) {
      known.checking = true;
      // One after the other: each asks git a few times.
      this.#queue = this.#queue.then(() => this.#check(release, known)).catch(() => undefined);
    }
    return known.sync;
  }

  async #check(release: ReleaseRecord, known: Known): Promise<void> {
    const sync = await sourceSync(release);
    known.checking = false;
    known.checkedAt = Date.now();
    if (sync === known.sync) return;
    known.sync = sync;
    this.#changed.fire(release);
  }
}
