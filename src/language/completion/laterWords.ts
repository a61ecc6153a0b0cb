import type { CompletionItem } from 'vscode-languageserver-types';

/** Where the documentation of an item is kept: which list, and which item of it. */
interface Place {
  readonly list: number;
  readonly item: number;
}

/**
 * The documentation of the items of the latest list, made when an item is looked at: most never are. A list that is
 * asked for drops the one before.
 */
export class LaterWords {
  #list = 0;
  #words: (() => string | undefined)[] = [];

  /** Begins a list. */
  begin(): this {
    this.#list++;
    this.#words = [];
    return this;
  }

  /** What the item has to carry, for `resolve`. */
  keep(words: () => string | undefined): Place {
    this.#words.push(words);
    return { list: this.#list, item: this.#words.length - 1 };
  }

  /** The item with its documentation; as it is when it has none, or is of an older list. */
  resolve(item: CompletionItem): CompletionItem {
    const { list, item: index } = (item.data ?? {}) as Partial<Place>;
    const value = list === this.#list && index !== undefined ? this.#words[index]?.() : undefined;
    return value === undefined || value === ''
      ? item
      : { ...item, documentation: { kind: 'markdown', value } };
  }
}
