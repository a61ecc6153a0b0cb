import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  FoldingRange,
  InlayHint,
  Position,
  Range,
  SelectionRange,
  TextEdit,
} from 'vscode-languageserver-types';
import type { ManifestFile } from '../documents/manifestFile.js';
import { fileFormatting } from '../format/fileFormatting.js';
import { format } from '../format/format.js';
import { formatOptions, type ClientFormatting } from '../format/formatOptions.js';
import { formatOnType } from '../format/formatOnType.js';
import type { LanguagePorts } from '../ports.js';
import { standardSettings } from '../settings.js';
import { folding, type FoldingOptions } from './folding.js';
import { inlayHints } from './inlayHints.js';
import { selectionRanges } from './selectionRanges.js';
import { semanticTokens, type SemanticToken } from './semanticTokens.js';

/** How a client wants a text laid out, and the folders above which no `.editorconfig` or `.prettierrc` is read. */
export interface FormatQuery {
  readonly client: ClientFormatting;
  readonly roots: readonly string[];
  /** Only what lies in it is laid out. */
  readonly range?: Range;
}

/** What an editor shows of a text or makes of it, apart from what it means. */
export interface TextFeatures {
  /** What can be folded. */
  folding(source: TextDocument, options?: FoldingOptions): FoldingRange[];
  /** What a growing selection takes in, for each position. */
  selectionRanges(source: TextDocument, positions: readonly Position[]): SelectionRange[];
  /** Words with a role, in the order of the text; those in a range where one is given. */
  semanticTokens(source: TextDocument, range?: Range): SemanticToken[];
  /** What is in force without being written in a range. */
  inlayHints(source: TextDocument, range: Range): InlayHint[];
  /** The edits that lay a text out; none for broken YAML. */
  format(source: TextDocument, query: FormatQuery): Promise<TextEdit[]>;
  /** The indentation of a line just begun, or of a bracket just typed. */
  formatOnType(
    source: TextDocument,
    position: Position,
    typed: string,
    query: FormatQuery,
  ): Promise<TextEdit[]>;
}

type Find = (source: TextDocument) => { readonly file: ManifestFile; readonly isOurs: boolean } | undefined;

export function textFeatures(find: Find, ports: LanguagePorts): TextFeatures {
  const optionsFor = async ({ uri }: TextDocument, { client, roots }: FormatQuery) =>
    formatOptions(client, await fileFormatting(ports.files, uri, roots));
  return {
    folding: (source, options) => {
      const found = find(source);
      return found ? folding(found.file, options) : [];
    },
    selectionRanges: (source, positions) => {
      const found = find(source);
      return found ? selectionRanges(found.file, positions) : [];
    },
    semanticTokens: (source, range) => {
      const found = find(source);
      return found ? semanticTokens(found.file, found.isOurs, range) : [];
    },
    inlayHints: (source, range) => {
      const found = find(source);
      const settings = ports.settings?.(source.uri) ?? standardSettings;
      return found ? inlayHints(found.file, found.isOurs, range, settings.inlayHints) : [];
    },
    format: async (source, query) => {
      if (!find(source)) return [];
      const options = await optionsFor(source, query);
      const found = find(source);
      return found ? format(found.file, options, query.range) : [];
    },
    formatOnType: async (source, position, typed, query) => {
      if (!find(source)) return [];
      return formatOnType(source, position, typed, await optionsFor(source, query));
    },
  };
}
