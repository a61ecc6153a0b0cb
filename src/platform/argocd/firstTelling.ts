/** After the last of what was expected, the server takes a moment until it listens again. */
const momentMs = 250;
/** What is expected may be gone by now: after so long without a word it is over as well. */
const silenceMs = 2_000;

/** Notices the end of what a watch tells first, which is everything that there is, in one go. */
export class FirstTelling {
  readonly #awaited: Set<string>;
  readonly #ended: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(expected: Iterable<string>, ended: () => void) {
    this.#awaited = new Set(expected);
    this.#ended = ended;
    this.#wait();
  }

  heard(key: string): void {
    if (this.#isOver || !(this.#awaited.delete(key) || this.#awaited.size > 0)) return;
    this.#wait();
  }

  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const over = (): void => {
      this.#isOver = true;
      this.#ended();
    };
    this.#timer = setTimeout(over, this.#awaited.size === 0 ? momentMs : silenceMs);
  }
}
