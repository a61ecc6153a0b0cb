/** A block map or list: its column in the text as it is, and after formatting. */
export interface Level {
  readonly kind: 'map' | 'seq';
  readonly from: number;
  readonly to: number;
}

/** The block maps and lists that are open at a place of a text, outermost first. */
export class Levels {
  readonly #open: Level[] = [];
  readonly #tabSize: number;

  constructor(tabSize: number) {
    this.#tabSize = tabSize;
  }

  get top(): Level | undefined {
    return this.#open.at(-1);
  }

  /** The column of what stands in the innermost one. */
  get child(): number {
    return this.top ? this.childOf(this.top) : 0;
  }

  /** A list that stands no deeper than the key which it belongs to. */
  get isBesideParent(): boolean {
    return this.top?.kind === 'seq' && this.#open.at(-2)?.from === this.top.from;
  }

  childOf({ kind, to }: Level): number {
    return to + (kind === 'seq' ? 2 : this.#tabSize);
  }

  snapshot(): readonly Level[] {
    return [...this.#open];
  }

  clear(): void {
    this.#open.length = 0;
  }

  /** An entry begins at a column: closes what is deeper. Whether that opens a new level. */
  enter(kind: Level['kind'], from: number): boolean {
    while ((this.top?.from ?? -1) > from) this.#open.pop();
    if (this.top?.from === from && this.top.kind === 'seq' && kind === 'map') this.#open.pop();
    if (this.top?.from === from && this.top.kind === kind) return false;
    this.#open.push({ kind, from, to: this.child });
    return true;
  }
}
