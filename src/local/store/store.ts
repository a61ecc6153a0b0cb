import { randomUUID } from 'node:crypto';
import type { Log } from '../../model/log.js';
import { deltaOf } from './delta.js';
import { readState, writeSnapshot } from './stateFile.js';
import type { LocalState } from './state.js';
import { StateJournal } from './stateJournal.js';

const writeDelayMs = 100;
/** After the disk refused. */
const retryDelayMs = 5_000;
/** A journal may grow to this, or to as much as the state, before a new snapshot is written. */
const journalBytes = 1024 * 1024;

/**
 * The one place the state lives. Changes are functions over data; they reach the disk within a tenth of a second, as
 * lines of a journal beside a snapshot.
 */
export class Store {
  readonly #file: string;
  readonly #log: Log;
  readonly #journal: StateJournal;
  #state: LocalState;
  /** What the disk has. */
  #saved: LocalState;
  /** The snapshot that the journal adds to; `undefined` when one must be written first. */
  #snapshot: string | undefined;
  #mostBytes = journalBytes;
  #timer: NodeJS.Timeout | undefined;

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
    this.#journal = new StateJournal(file.replace(/\.json$/, '.journal'));
    const { state, id } = readState(file, this.#journal, log);
    this.#state = this.#saved = state;
    // What a journal says is taken into a snapshot first: half a line may be at its end.
    if (this.#journal.size === 0) this.#snapshot = id;
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
      // What was changed before it is still to be written.
      if (before !== this.#saved) this.#retryLater();
      throw error;
    }
  }

  /** Writes now. Throws when the disk refuses. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const isFull = this.#journal.size >= this.#mostBytes;
    if (this.#snapshot === undefined || isFull || !this.#journal.isWhole) this.#compact();
    else {
      const delta = deltaOf(this.#saved, this.#state);
      if (delta) this.#journal.append(this.#snapshot, delta);
      this.#saved = this.#state;
    }
  }

  /** Writes now, or keeps it in memory and says so in the log. */
  tryFlush(): void {
    this.#attempt(() => this.flush());
  }

  /** Writes a last time, all of it into one file, or says in the log why not. */
  close(): void {
    this.#attempt(() => this.#compact());
  }

  #compact(): void {
    const id = randomUUID();
    this.#mostBytes = Math.max(journalBytes, writeSnapshot(this.#file, { state: this.#state, id }));
    this.#snapshot = id;
    this.#saved = this.#state;
    this.#journal.clear();
  }

  #attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#log.error('Cannot write the state; it is kept in memory and tried again.', error);
      this.#retryLater();
    }
  }

  #retryLater(): void {
    this.#timer ??= setTimeout(() => this.tryFlush(), retryDelayMs);
    this.#timer.unref();
  }
}
