/** What rows said when the editor last asked: an age grows while nothing else changes. */
export class ToldRows<Node extends object> {
  readonly #words = new Map<Node, string>();
  #isEmpty = false;

  /** The rows below nothing else. */
  tellRoots(roots: readonly Node[]): void {
    this.#isEmpty = roots.length === 0;
  }

  /** Whether the editor was told that there is no row, and there is none still. */
  isStillEmpty(roots: () => readonly Node[]): boolean {
    return this.#isEmpty && roots().length === 0;
  }

  tell(node: Node, words: string): void {
    this.#words.set(node, words);
  }

  /** The rows that say something else by now; each is given once, until it is told again. */
  outdated(wordsOf: (node: Node) => string): readonly Node[] {
    const rows = [...this.#words].filter(([node, words]) => wordsOf(node) !== words).map(([node]) => node);
    for (const row of rows) this.#words.delete(row);
    return rows;
  }

  /** All rows are about to be told again. */
  clear(): void {
    this.#words.clear();
  }
}
