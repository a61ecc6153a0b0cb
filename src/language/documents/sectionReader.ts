import type { DocumentKinds } from '../kinds/lookup.js';
import { blockTree } from './blockTree.js';
import { standardSizes } from './blocks.js';
import { tooDeepAt } from './depth.js';
import { detached } from './detached.js';
import { PartPool, type Part } from './parts.js';
import { sectionsOf } from './sections.js';
import { parseYaml, YamlDocument } from './yamlDocument.js';

/** A section as it was read, and what its tree is made of if it was read in parts. */
export interface ReadSection {
  readonly documents: readonly YamlDocument[];
  readonly parts: readonly Part[];
}

/** What is kept of one version of a file for the next. */
export interface ReadText {
  /** By their text. */
  readonly sections: ReadonlyMap<string, ReadSection>;
  /** Parts that no section has at the moment, because its text cannot be read in parts. */
  readonly pool: PartPool;
}

/** Where a section begins in the file, and what it says; or where it nests too deep. */
export type PlacedSection =
  | { readonly start: number; readonly documents: readonly YamlDocument[] }
  | { readonly start: number; readonly tooDeepAt: number };

export function nothingRead(): ReadText {
  return { sections: new Map(), pool: new PartPool() };
}

/** How the documents of a file are read. */
export interface ReadOptions {
  readonly kinds: DocumentKinds;
  /** Whether trees have their comments: then every document is read whole. */
  readonly hasComments: boolean;
}

/** Reads the sections of a text: those that an earlier version had are taken from it. Ends where one nests too deep. */
export function readSections(
  text: string,
  before: ReadText,
  options: ReadOptions,
): { readonly placed: readonly PlacedSection[]; readonly read: ReadText } {
  const all = sectionsOf(text);
  const pool = poolOf(before, new Set(all.map((section) => section.text)));
  const sections = new Map<string, ReadSection>();
  const placed: PlacedSection[] = [];
  for (const { start, text: own } of all) {
    const known = before.sections.get(own) ?? sections.get(own);
    const deep = known ? undefined : tooDeepAt(own);
    const section = known ?? (deep === undefined ? readSection(own, pool, options) : undefined);
    if (!section) {
      placed.push({ start, tooDeepAt: start + (deep ?? 0) });
      break;
    }
    sections.set(all.length > 1 && !known ? detached(own) : own, section);
    placed.push({ start, documents: section.documents });
  }
  return { placed, read: { sections, pool: [...sections.values()].some(isWhole) ? pool : new PartPool() } };
}

/** What is free for sections to come: the parts of those that are gone. */
function poolOf({ sections, pool }: ReadText, still: ReadonlySet<string>): PartPool {
  for (const [text, { parts }] of sections) if (!still.has(text)) pool.add(parts);
  return pool;
}

function readSection(
  text: string,
  pool: PartPool,
  { kinds, hasComments }: ReadOptions,
): ReadSection | undefined {
  const inParts = hasComments ? undefined : blockTree(text, pool);
  if (inParts) return { documents: [new YamlDocument(text, inParts.tree, kinds)], parts: inParts.parts };
  const documents = parseYaml(text, kinds);
  return documents && { documents, parts: [] };
}

/** Whether a long text could not be read in parts, which is mostly for a fault that is soon mended. */
function isWhole({ documents, parts }: ReadSection): boolean {
  return parts.length === 0 && (documents[0]?.text.length ?? 0) >= standardSizes.split;
}
