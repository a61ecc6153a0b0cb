import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { isObject, member } from '../manifest/json.js';
import { applyDelta, type Delta } from './delta.js';

/**
 * The changes since a snapshot, a line each, added only. Every line names its snapshot: lines of another one are left
 * over from a moment in which the platform was killed and do not count.
 */
export class StateJournal {
  readonly #file: string;
  #isWhole = true;

  constructor(file: string) {
    this.#file = file;
  }

  get size(): number {
    return statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** False when half a line may be at its end: then only a snapshot can be written. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Returns when it is on the disk. Throws the system's error; then nothing of it is left. */
  append(snapshot: string, delta: Delta): void {
    const handle = openSync(this.#file, 'a', 0o600);
    try {
      const { size } = fstatSync(handle);
      try {
        writeFileSync(handle, `${JSON.stringify({ snapshot, delta })}\n`);
        fdatasyncSync(handle);
      } catch (error) {
        this.#isWhole = false;
        ftruncateSync(handle, size);
        this.#isWhole = true;
        throw error;
      }
    } finally {
      closeSync(handle);
    }
  }

  /** Forgets all of it: a snapshot says the same. Lines that cannot be taken away no longer count. */
  clear(): void {
    try {
      if (this.size > 0) truncateSync(this.#file);
      this.#isWhole = true;
    } catch {
      this.#isWhole = false;
    }
  }

  /** Keeps what is damaged under another name, which it returns. */
  setAside(): string {
    const aside = `${this.#file}.corrupt-${Date.now()}`;
    renameSync(this.#file, aside);
    return aside;
  }

  /** The state that the journal of a snapshot leads to; half a line at its end was never promised to anyone. */
  replay(snapshot: string, state: unknown): { readonly state: unknown; readonly isDamaged: boolean } {
    const lines = readLines(this.#file);
    let now = state;
    for (const [index, line] of lines.entries()) {
      const read = readLine(line);
      if (read?.snapshot !== undefined && read.snapshot !== snapshot) continue;
      try {
        if (!read) throw new RangeError('The line is no change.');
        now = applyDelta(now, read.delta);
      } catch {
        return { state: now, isDamaged: index < lines.length - 1 };
      }
    }
    return { state: now, isDamaged: false };
  }
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** `undefined` when it is damaged. */
function readLine(line: string): { readonly snapshot: unknown; readonly delta: Delta } | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    const delta = member(parsed, 'delta');
    return isDelta(delta) ? { snapshot: member(parsed, 'snapshot'), delta } : undefined;
  } catch {
    return undefined;
  }
}

function isDelta(value: unknown): value is Delta {
  return (
    isObject(value) && ('value' in value || isObject(value['members']) || Array.isArray(value['pieces']))
  );
}
