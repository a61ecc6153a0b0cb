import type { Log } from '../../model/log.js';
import { readState, writeFileAtomically } from './stateFile.js';
import type { LocalState } from './state.js';

const writeDelayMs = 100;
/** After the disk refused. */
const retryDelayMs = 5_000;

/** The one place the state lives. Changes are functions over data; they reach the disk within a tenth of a second. */
export class Store {
  readonly #file: string;
  readonly #log: Log;
  #state: LocalState;
  #timer: NodeJS.Timeout | undefined;

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
    this.#state = readState(file, log);
  }

  get state(): LocalState {
    return this.#state;
  }

  update(change: (state: LocalState) => LocalState): void {
    this.#state = change(this.#state);
    this.#timer ??= setTimeout(() => this.tryFlush(), writeDelayMs);
  }

  /** Makes changes that count only once they are on the disk: when it refuses, all of them are undone, and it throws. */
  transaction<T>(work: () => T): T {
    const before = this.#state;
    try {
      const result = work();
      this.flush();
      return result;
    } catch (error) {
      this.#state = before;
      throw error;
    }
  }

  /** Writes now. Throws when the disk refuses. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    writeFileAtomically(this.#file, JSON.stringify(this.#state));
  }

  /** Writes now, or keeps it in memory and says so in the log. */
  tryFlush(): void {
    try {
      this.flush();
    } catch (error) {
      this.#log.error('Cannot write the state; it is kept in memory and tried again.', error);
      this.#timer ??= setTimeout(() => this.tryFlush(), retryDelayMs);
      this.#timer.unref();
    }
  }
}
