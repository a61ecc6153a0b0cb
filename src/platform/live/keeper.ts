import type { Disposable } from '../../base/lifecycle.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { LastGood } from './lastGood.js';

/** Keeps good pictures while they change: soon after the first, then no more often than `keepMs`. */
export class Keeper implements Disposable {
  readonly #last: LastGood;
  readonly #snapshot: () => LiveSnapshot;
  readonly #keepMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isFirst = true;
  #isDirty = false;

  constructor(last: LastGood, snapshot: () => LiveSnapshot, keepMs: number) {
    this.#last = last;
    this.#snapshot = snapshot;
    this.#keepMs = keepMs;
  }

  /** The picture changed. */
  touch(): void {
    if (this.#snapshot().status !== 'live') return;
    this.#isDirty = true;
    if (this.#timer) return;
    this.#timer = setTimeout(() => void this.#keep(), this.#isFirst ? this.#keepMs / 30 : this.#keepMs);
    this.#timer.unref();
    this.#isFirst = false;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isDirty) void this.#keep();
  }

  async #keep(): Promise<void> {
    this.#timer = undefined;
    this.#isDirty = false;
    const snapshot = this.#snapshot();
    if (snapshot.asOf !== undefined) await this.#last.keep(snapshot);
  }
}
