import { Document, isScalar, Pair, YAMLMap, YAMLParseError, type ParsedNode } from 'yaml';
import { blocksOf, standardSizes, type Block } from './blocks.js';
import { needsWholeFile } from './sections.js';
import { partAt, type Part, type PartPool } from './parts.js';

export interface BlockTree {
  readonly tree: Document.Parsed;
  /** What the tree is made of. */
  readonly parts: readonly Part[];
}

const explicitKey = /^[ -]*\?(?:\s|$)/m;

/**
 * Reads a long document part by part: less memory, and after an edit only the parts that changed are read again. Parts
 * from the pool become parts of this tree, so the one that they were in has wrong places from then on. The tree is that
 * of the whole text but for its comments and where those end. `undefined` for a short text, and for one that is not a
 * single block map without faults.
 */
export function blockTree(text: string, pool: PartPool, sizes = standardSizes): BlockTree | undefined {
  if (text.length < sizes.split || needsWholeFile.test(text) || explicitKey.test(text)) return undefined;
  const blocks = blocksOf(text, sizes);
  if (blocks.length < 2 && !blocks.some((block) => 'head' in block)) return undefined;
  const parts: Part[] = [];
  const root = mapOf(blocks, text, pool, parts);
  if (!root) {
    // The next text may be whole again.
    pool.add(parts);
    return undefined;
  }
  const tree = new Document() as unknown as Document.Parsed;
  tree.contents = root;
  tree.range = [parts[0]?.range[0] ?? 0, root.range[2], endOf(text, parts.at(-1))];
  tree.errors = parts.flatMap(({ errors, start }) => errors.map((error) => moved(error, start)));
  return { tree, parts };
}

/** Where the document ends: below the last part may be comments. */
function endOf(text: string, last: Part | undefined): number {
  const isLast = last && last.start + last.text.length === text.length;
  return isLast ? last.start + last.range[2] : text.length;
}

function moved({ pos: [start, end], code, message }: YAMLParseError, by: number): YAMLParseError {
  return new YAMLParseError([start + by, end + by], code, message);
}

/** The map that the blocks make up. What was read on the way is added to `parts`. */
function mapOf(
  blocks: readonly Block[],
  text: string,
  pool: PartPool,
  parts: Part[],
): YAMLMap.Parsed | undefined {
  const items: Pair<ParsedNode, ParsedNode | null>[] = [];
  let begin: number | undefined;
  let end: readonly [number, number] = [0, 0];
  for (const block of blocks) {
    const part = partAt(text, 'head' in block ? block.head : block, pool);
    if (!part) return undefined;
    parts.push(part);
    begin ??= part.map.range[0];
    if ('head' in block) {
      const value = isKeyAlone(part) ? mapOf(block.body, text, pool, parts) : undefined;
      if (!value) return undefined;
      items.push(...part.map.items.map(({ key }) => new Pair<ParsedNode, ParsedNode | null>(key, value)));
      end = [value.range[2], value.range[2]];
    } else {
      for (const pair of part.map.items) items.push(pair);
      end = [part.map.range[1], part.map.range[2]];
    }
  }
  const map = new YAMLMap() as YAMLMap.Parsed;
  map.items = items;
  map.range = [begin ?? 0, ...end];
  return map;
}

function isKeyAlone({ map: { items }, errors }: Part): boolean {
  const value = items[0]?.value;
  return items.length === 1 && errors.length === 0 && isScalar(value) && value.source === '';
}
