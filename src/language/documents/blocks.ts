import { blockLines, lineClass, type BlockLines } from './blockLines.js';

/** Some entries of a map, by offsets in the text. */
export interface Leaf {
  readonly start: number;
  readonly end: number;
  /** Where the last of their keys stands. */
  readonly lastKey: number;
}

/** An entry whose value is split further: the line of its key, with what stands above it, and the parts of its value. */
export interface Branch {
  readonly head: Leaf;
  readonly body: readonly Block[];
}

/** Entries of a block map that can be read without the rest of the text. */
export type Block = Leaf | Branch;

/** In UTF-16 units: from which size on an entry is split, and how large its parts are about. */
export interface BlockSizes {
  readonly split: number;
  readonly least: number;
  readonly most: number;
}

export const standardSizes: BlockSizes = { split: 8192, least: 1024, most: 8192 };

/** How many of the keys end a part that is large enough: so parts end at the same keys after an edit above. */
const oneOf = 8;

/** Keys of one map, by their lines. */
interface Region {
  readonly from: number;
  readonly to: number;
  readonly indent: number;
}

/**
 * Splits a document whose root is a block map before keys that stand at the indentation of their map. Which lines those
 * are is told by the lines alone: nothing that began above reaches over such a line, unless it is broken.
 */
export function blocksOf(text: string, sizes = standardSizes): readonly Block[] {
  const lines = blockLines(text);
  return new Splitter(lines, text.length, sizes).split({ from: 0, to: lines.starts.length, indent: 0 });
}

class Splitter {
  readonly #lines: BlockLines;
  readonly #length: number;
  readonly #sizes: BlockSizes;

  constructor(lines: BlockLines, length: number, sizes: BlockSizes) {
    this.#lines = lines;
    this.#length = length;
    this.#sizes = sizes;
  }

  split({ from, to, indent }: Region): readonly Block[] {
    const blocks: Block[] = [];
    let begun = from;
    let lastKey: number | undefined;
    const close = (line: number): void => {
      if (lastKey === undefined) return;
      blocks.push(this.#leaf(begun, line, lastKey));
      begun = line;
      lastKey = undefined;
    };
    for (let entry = this.#nextKey(from, to, indent); entry < to;) {
      const next = this.#nextKey(entry + 1, to, indent);
      if (this.#isDue(begun, entry)) close(entry);
      const isFree = !this.#hasTail(begun, entry, indent);
      const inner = isFree ? this.#innerRegion({ from: entry, to: next, indent }, next === to) : undefined;
      if (inner) {
        close(this.#afterContent(begun, entry));
        blocks.push({ head: this.#leaf(begun, entry + 1, entry), body: this.split(inner) });
        begun = inner.to;
      } else lastKey = entry;
      entry = next;
    }
    close(to);
    return blocks;
  }

  #leaf(from: number, to: number, key: number): Leaf {
    return { start: this.#at(from), end: this.#at(to), lastKey: this.#at(key) + this.#indentOf(key) };
  }

  #at(line: number): number {
    return this.#lines.starts[line] ?? this.#length;
  }

  #size(from: number, to: number): number {
    return this.#at(to) - this.#at(from);
  }

  #classOf(line: number): number {
    return this.#lines.classes[line] ?? lineClass.blank;
  }

  #indentOf(line: number): number {
    return this.#lines.indents[line] ?? 0;
  }

  #nextKey(from: number, to: number, indent: number): number {
    const { indents, classes } = this.#lines;
    let line = from;
    while (line < to && !(indents[line] === indent && (classes[line] ?? 0) >= lineClass.key)) line++;
    return line;
  }

  /** Whether a part that began at a line is to end before a key: not between a key and what is said above it. */
  #isDue(begun: number, line: number): boolean {
    const size = this.#size(begun, line);
    if (size < this.#sizes.least || this.#classOf(line - 1) <= lineClass.remarked) return false;
    return size >= this.#sizes.most || (this.#lines.hashes[line] ?? 0) % oneOf === 0;
  }

  /** The line after the last one between two that is neither blank nor a comment. */
  #afterContent(from: number, to: number): number {
    let line = to;
    while (line > from && this.#classOf(line - 1) <= lineClass.comment) line--;
    return line;
  }

  /** The keys of an entry's value, when it is worth splitting and certainly a block map. */
  #innerRegion(entry: Region, isLast: boolean): Region | undefined {
    const { from, indent } = entry;
    if (this.#classOf(from) !== lineClass.keyAlone) return undefined;
    if (this.#size(from, entry.to) < this.#sizes.split) return undefined;
    const end = this.#afterContent(from + 1, entry.to);
    let first = from + 1;
    while (first < end && this.#classOf(first) <= lineClass.comment) first++;
    const inner = this.#indentOf(first);
    if (this.#classOf(first) < lineClass.key || inner <= indent) return undefined;
    for (let line = first; line < end; line++) {
      if (this.#classOf(line) > lineClass.comment && this.#indentOf(line) < inner) return undefined;
    }
    // A comment below the last map of several would be the end of one of them.
    const hasComments = this.#hasComments(end, entry.to);
    if (this.#hasTail(from, entry.to, indent) || (hasComments && isLast && indent > 0)) return undefined;
    return { from: from + 1, to: hasComments ? end : entry.to, indent: inner };
  }

  #hasComments(from: number, to: number): boolean {
    return this.#lines.classes.slice(from, to).includes(lineClass.comment);
  }

  /** Whether there are comments at or below the end of a map's entries that the tree takes for part of what is above them. */
  #hasTail(from: number, to: number, indent: number): boolean {
    const end = this.#afterContent(from, to);
    if (end > from && this.#classOf(end - 1) === lineClass.remarked) return true;
    if (!this.#hasComments(end, to)) return false;
    if (end > from && this.#classOf(end - 1) !== lineClass.key) return true;
    for (let line = end; line < to; line++) {
      if (this.#classOf(line) === lineClass.comment && this.#indentOf(line) > indent) return true;
    }
    return false;
  }
}
