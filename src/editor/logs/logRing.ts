/** What a ring holds at most; the oldest goes first. */
export interface RingLimit {
  readonly items: number;
  /** Sum of the sizes of the items. */
  readonly size: number;
}

/** The latest of many items, bounded in number and in size, at a constant cost per item. */
export class Ring<T> {
  readonly #limit: RingLimit;
  readonly #sizeOf: (item: T) => number;
  #items: T[] = [];
  /** Items before this index are gone; they are cut away now and then. */
  #start = 0;
  #size = 0;
  #dropped = 0;

  constructor(limit: RingLimit, sizeOf: (item: T) => number) {
    this.#limit = limit;
    this.#sizeOf = sizeOf;
  }

  get length(): number {
    return this.#items.length - this.#start;
  }

  get size(): number {
    return this.#size;
  }

  /** How many went because there was no room. */
  get dropped(): number {
    return this.#dropped;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#size += this.#sizeOf(item);
    while (this.length > this.#limit.items || (this.#size > this.#limit.size && this.length > 1)) {
      const gone = this.#items[this.#start];
      if (gone === undefined) break;
      this.#size -= this.#sizeOf(gone);
      this.#start++;
      this.#dropped++;
    }
    if (this.#start > this.#limit.items) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
  }

  clear(): void {
    this.#items = [];
    this.#start = 0;
    this.#size = 0;
    this.#dropped = 0;
  }

  all(): readonly T[] {
    return this.last(Infinity);
  }

  /** At most the last `most`. */
  last(most: number): readonly T[] {
    return this.#items.slice(Math.max(this.#start, this.#items.length - most));
  }
}
