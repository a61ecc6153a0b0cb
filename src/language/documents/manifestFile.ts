import type { TextDocument } from 'vscode-languageserver-textdocument';
import { shippedKinds, type DocumentKinds } from '../kinds/lookup.js';
import { limits } from './limits.js';
import { nothingRead, readSections, type ReadOptions, type ReadText } from './sectionReader.js';
import type { YamlDocument } from './yamlDocument.js';

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

interface Remembered {
  readonly text: string;
  readonly kinds: DocumentKinds;
  readonly file: ManifestFile;
  readonly read: ReadText;
}

export interface ManifestFilesOptions {
  /** Tells what decides the kinds of a file's documents besides their own words. */
  readonly kindsFor?: (source: TextDocument) => DocumentKinds;
  /** How many files are remembered. */
  readonly capacity?: number;
  /** Whether trees have their comments: then every document is read whole. */
  readonly hasComments?: boolean;
}

/** Parses files once a version: of several documents only those that changed, of a long document only changed parts. */
export class ManifestFiles {
  readonly #files = new Map<string, Remembered>();
  readonly #kindsFor: (source: TextDocument) => DocumentKinds;
  readonly #capacity: number;
  readonly #hasComments: boolean;

  constructor({
    kindsFor = () => shippedKinds,
    capacity = 64,
    hasComments = false,
  }: ManifestFilesOptions = {}) {
    this.#kindsFor = kindsFor;
    this.#capacity = capacity;
    this.#hasComments = hasComments;
  }

  get(source: TextDocument): ManifestFile {
    const text = source.getText();
    const known = this.#files.get(source.uri);
    if (known?.text === text && known.file.source === source) return known.file;
    const kinds = this.#kindsFor(source);
    const before = known && isSame(known.kinds, kinds) ? known.read : nothingRead();
    const { file, read } = readFile(source, text, before, { kinds, hasComments: this.#hasComments });
    this.#files.delete(source.uri);
    this.#files.set(source.uri, { text, kinds, file, read });
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

function readFile(
  source: TextDocument,
  text: string,
  before: ReadText,
  options: ReadOptions,
): { file: ManifestFile; read: ReadText } {
  if (text.length > limits.outline) {
    return { file: { source, documents: [], extent: 'refused' }, read: nothingRead() };
  }
  const { placed, read } = readSections(text, before, options);
  const documents: PlacedDocument[] = [];
  for (const section of placed) {
    if ('tooDeepAt' in section) {
      return { file: { source, documents: [], extent: 'refused', tooDeepAt: section.tooDeepAt }, read };
    }
    for (const document of section.documents) documents.push({ offset: section.start, document });
  }
  return { file: { source, documents, extent: text.length > limits.fullService ? 'outline' : 'full' }, read };
}
