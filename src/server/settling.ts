import type { Disposable } from '../base/lifecycle.js';

/** Documents up to this many lines are checked at once: that is done before a request that comes with a key. */
const linesAtOnce = 500;
/** One up to that many lets such a request go first. */
const linesSoon = 2000;
const soonMs = 4;
/** A longer one lets the requests that come with a key go first, and in a burst of keys waits for its end. */
const shortestWaitMs = 8;
const longestWaitMs = 1000;
const burstMs = 120;

/** Waits with the check of a document until that is worth while: the longer the last one took, the longer. */
export class Settling implements Disposable {
  readonly #settled: (uri: string) => Promise<void>;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  /** Milliseconds that the last check took, and when the document last changed. */
  readonly #lastMs = new Map<string, number>();
  readonly #changed = new Map<string, number>();

  constructor(settled: (uri: string) => Promise<void>) {
    this.#settled = settled;
  }

  /** A document changed, and has so many lines. */
  schedule(uri: string, lines: number): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    const run = async (): Promise<void> => {
      this.#waiting.delete(uri);
      const start = performance.now();
      await this.#settled(uri);
      this.#lastMs.set(uri, performance.now() - start);
    };
    if (lines < linesAtOnce) {
      // Without a timer: one of 0 ms takes 1 ms and more.
      void run();
      return;
    }
    const timer = setTimeout(() => void run(), this.#wait(uri, lines));
    this.#waiting.set(uri, timer);
  }

  isWaiting(uri: string): boolean {
    return this.#waiting.has(uri);
  }

  forget(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    this.#lastMs.delete(uri);
    this.#changed.delete(uri);
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #wait(uri: string, lines: number): number {
    if (lines < linesSoon) return soonMs;
    const now = performance.now();
    const isBurst = now - (this.#changed.get(uri) ?? -Infinity) < burstMs;
    this.#changed.set(uri, now);
    return isBurst ? Math.min(longestWaitMs, 2 * (this.#lastMs.get(uri) ?? 0)) : shortestWaitMs;
  }
}
