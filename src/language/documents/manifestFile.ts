import type { TextDocument } from 'vscode-languageserver-textdocument';
import { shippedKinds, type DocumentKinds } from '../kinds/lookup.js';
import { tooDeepAt } from './depth.js';
import { limits } from './limits.js';
import { sectionsOf } from './sections.js';
import { parseYaml, type YamlDocument } from './yamlDocument.js';

/** A document and where its offsets begin in the file. */
export interface PlacedDocument {
  readonly offset: number;
  readonly document: YamlDocument;
}

export type Extent = 'full' | 'outline' | 'refused';

/** One version of a file, parsed. */
export interface ManifestFile {
  readonly source: TextDocument;
  readonly documents: readonly PlacedDocument[];
  readonly extent: Extent;
  /** Offset where it nests too deep; then nothing was parsed. */
  readonly tooDeepAt?: number;
}

type Parsed = readonly YamlDocument[];

interface Remembered {
  readonly text: string;
  readonly kinds: DocumentKinds;
  readonly file: ManifestFile;
  readonly sections: ReadonlyMap<string, Parsed>;
}

/** Parses files once a version, and in a file of several documents only those that changed. */
export class ManifestFiles {
  readonly #files = new Map<string, Remembered>();
  readonly #kindsFor: (source: TextDocument) => DocumentKinds;
  readonly #capacity: number;

  /** `kindsFor` tells what decides the kinds of a file's documents besides their own words. */
  constructor(kindsFor: (source: TextDocument) => DocumentKinds = () => shippedKinds, capacity = 64) {
    this.#kindsFor = kindsFor;
    this.#capacity = capacity;
  }

  get(source: TextDocument): ManifestFile {
    const text = source.getText();
    const known = this.#files.get(source.uri);
    if (known?.text === text && known.file.source === source) return known.file;
    const kinds = this.#kindsFor(source);
    const before = known && isSame(known.kinds, kinds) ? known.sections : new Map<string, Parsed>();
    const sections = new Map<string, Parsed>();
    const file = parseFile(source, text, kinds, before, sections);
    this.#files.delete(source.uri);
    this.#files.set(source.uri, { text, kinds, file, sections });
    const [oldest] = this.#files.keys();
    if (this.#files.size > this.#capacity && oldest !== undefined) this.#files.delete(oldest);
    return file;
  }

  forget(uri: string): void {
    this.#files.delete(uri);
  }

  /** Lets go of everything: what decides the kinds of documents is another now. */
  clear(): void {
    this.#files.clear();
  }
}

function isSame(one: DocumentKinds, other: DocumentKinds): boolean {
  return one.lookup === other.lookup && one.assigned === other.assigned && one.mapped === other.mapped;
}

function parseFile(
  source: TextDocument,
  text: string,
  kinds: DocumentKinds,
  before: ReadonlyMap<string, Parsed>,
  now: Map<string, Parsed>,
): ManifestFile {
  if (text.length > limits.outline) return { source, documents: [], extent: 'refused' };
  const documents: PlacedDocument[] = [];
  for (const { start, text: sectionText } of sectionsOf(text)) {
    let parsed = before.get(sectionText) ?? now.get(sectionText);
    if (!parsed) {
      const deep = tooDeepAt(sectionText);
      parsed = deep === undefined ? parseYaml(sectionText, kinds) : undefined;
      if (!parsed) return { source, documents: [], extent: 'refused', tooDeepAt: start + (deep ?? 0) };
    }
    now.set(sectionText, parsed);
    for (const document of parsed) documents.push({ offset: start, document });
  }
  return { source, documents, extent: text.length > limits.fullService ? 'outline' : 'full' };
}
