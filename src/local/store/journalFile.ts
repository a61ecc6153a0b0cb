import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { isObject, type JsonObject } from '../manifest/json.js';

export interface JournalOptions {
  /** A file that has grown to this is set aside as `<file>.1` and a new one begun. */
  readonly maxBytes: number;
  /** Files set aside that are kept. */
  readonly kept: number;
}

/** Records as lines of JSON in a file that is only ever added to. Its owner alone can read it. */
export class JournalFile {
  readonly #file: string;
  readonly #options: JournalOptions;
  #size: number;

  constructor(file: string, options: JournalOptions) {
    this.#file = file;
    this.#options = options;
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    this.#size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (this.#size > 0 && !readFileSync(file).subarray(-1).equals(Buffer.from('\n'))) {
      // Half a line was written when the machine stopped: the next record starts on its own.
      appendFileSync(file, '\n');
    }
  }

  /** Throws when the disk refuses. */
  append(record: object): void {
    const line = `${JSON.stringify(record)}\n`;
    if (this.#size > 0 && this.#size + line.length > this.#options.maxBytes) this.#rotate();
    appendFileSync(this.#file, line, { mode: 0o600 });
    this.#size += Buffer.byteLength(line);
  }

  /** Everything that is kept, oldest first. Lines that cannot be read are passed over. */
  read(): readonly JsonObject[] {
    const files = [...Array(this.#options.kept).keys()].map((index) => `${this.#file}.${index + 1}`);
    return [...files.reverse(), this.#file].flatMap(readLines);
  }

  #rotate(): void {
    for (let index = this.#options.kept; index >= 1; index--) {
      const from = index === 1 ? this.#file : `${this.#file}.${index - 1}`;
      if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${this.#file}.${index}`);
    }
    this.#size = 0;
  }
}

function readLines(file: string): readonly JsonObject[] {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return source.split('\n').flatMap((line) => {
    try {
      const parsed: unknown = JSON.parse(line);
      return isObject(parsed) ? [parsed] : [];
    } catch {
      return [];
    }
  });
}
