import {
  isCollection,
  isMap,
  isPair,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLParseError,
} from 'yaml';
import type { Leaf } from './blocks.js';
import { detached } from './detached.js';
import { limits } from './limits.js';
import { parseTrees } from './parseTrees.js';

/** A part of a document, read alone. Its places count from the begin of the document that it is in. */
export interface Part {
  readonly text: string;
  readonly map: YAMLMap.Parsed;
  /** Faults that reach nothing outside of it. Their places count from its own begin. */
  readonly errors: readonly YAMLParseError[];
  /** The range of the document that it makes alone: begins behind the comments above, ends before what is not read. */
  readonly range: Document.Parsed['range'];
  start: number;
}

/** Of the parts of a text that cannot be read whole, so much is kept for the next, in UTF-16 units. */
const mostKept = 2 * limits.outline;

/** Parts of documents that are not needed any more, for the next document that has the same text somewhere. */
export class PartPool {
  readonly #parts = new Map<string, Part[]>();
  #size = 0;

  add(parts: readonly Part[]): void {
    for (const part of parts) {
      this.#size += part.text.length;
      if (this.#size > mostKept) return;
      const same = this.#parts.get(part.text);
      if (same) same.push(part);
      else this.#parts.set(part.text, [part]);
    }
  }

  take(text: string): Part | undefined {
    const part = this.#parts.get(text)?.pop();
    if (part) this.#size -= text.length;
    return part;
  }
}

/** The part of a text, from the pool or read anew; `undefined` unless it is one block map that stands for itself. */
export function partAt(text: string, leaf: Leaf, pool: PartPool): Part | undefined {
  const own = text.slice(leaf.start, leaf.end);
  const part = pool.take(own) ?? readPart(own, leaf.lastKey - leaf.start);
  if (!part) return undefined;
  move(part.map, leaf.start - part.start);
  part.start = leaf.start;
  return part;
}

function readPart(slice: string, lastKey: number): Part | undefined {
  const text = detached(slice);
  const [tree, ...others] = parseTrees(text) ?? [];
  const map = tree?.contents;
  if (!tree || !isMap(map) || others.length > 0 || map.flow === true) return undefined;
  if (map.anchor !== undefined || map.tag !== undefined) return undefined;
  const { errors } = tree;
  if (errors.length > 0 && !isLocal(errors, map, lastKey)) return undefined;
  return { text, map, errors, range: tree.range, start: 0 };
}

/** Faults after which the parser goes on with the next line as if nothing had been. */
const passing = new Set(['MISSING_CHAR', 'BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY', 'BAD_DQ_ESCAPE']);

/** Whether faults are over before the last key: then what follows is read as if they were not there. */
function isLocal(errors: Part['errors'], map: Part['map'], lastKey: number): boolean {
  const last = map.items.at(-1)?.key.range[0];
  return last === lastKey && errors.every(({ code, pos }) => passing.has(code) && pos[1] < lastKey);
}

/** Moves all places of a tree, in place. */
function move(item: Node | Pair | null, by: number): void {
  if (by === 0 || item === null) return;
  if (isPair(item)) {
    move(item.key as Node, by);
    move(item.value as Node | null, by);
    return;
  }
  const { range } = item;
  if (range) {
    range[0] += by;
    range[1] += by;
    range[2] += by;
  }
  if (isCollection(item)) for (const child of item.items) move(child as Node | Pair, by);
}
