interface Entry {
  readonly etag: string;
  /** Decoded, and shared with whoever asked before. */
  readonly value: unknown;
  /** Of its text. */
  readonly length: number;
}

/** The last answers that may be asked for again with their ETag; the least recently used goes first. */
export class EtagCache {
  readonly #entries = new Map<string, Entry>();
  readonly #capacity: number;
  readonly #maxLength: number;
  #length = 0;

  constructor(capacity = 256, maxLength = 32 * 1024 * 1024) {
    this.#capacity = capacity;
    this.#maxLength = maxLength;
  }

  get(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  set(key: string, entry: Entry): void {
    this.#delete(key);
    this.#entries.set(key, entry);
    this.#length += entry.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#capacity && this.#length <= this.#maxLength) break;
      this.#delete(oldest);
    }
  }

  #delete(key: string): void {
    this.#length -= this.#entries.get(key)?.length ?? 0;
    this.#entries.delete(key);
  }
}
