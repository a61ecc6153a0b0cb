/** After the last of what was expected, the server takes a moment until it listens again. */
const momentMs = 250;
/** What is expected may be gone by now: after so long without a word it is over as well. */
const silenceMs = 2_000;

/** Notices the end of what a watch tells first, which is everything that there is, in one go. */
export class FirstTelling {
  readonly #awaited: Set<string>;
  readonly #ended: (version: number) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;
  /** The newest version of what was told. What comes later may be newer than what nobody was told. */
  version = 0;

  constructor(expected: Iterable<string>, ended: (version: number) => void) {
    this.#awaited = new Set(expected);
    this.#ended = ended;
    this.#wait();
  }

  heard(key: string, version: number): void {
    if (this.#isOver) return;
    const isAwaited = this.#awaited.delete(key);
    if (isAwaited && version > this.version) this.version = version;
    if (isAwaited || this.#awaited.size > 0) this.#wait();
  }

  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const over = (): void => {
      this.#isOver = true;
      this.#ended(this.version);
    };
    this.#timer = setTimeout(over, this.#awaited.size === 0 ? momentMs : silenceMs);
  }
}
