import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  Hover,
  Position,
} from 'vscode-languageserver-types';
import { detectManifest } from '../model/manifestDetector.js';
import { codeActions, wantsAny, type CodeActionQuery } from './actions/codeActions.js';
import { ManifestFiles, type ManifestFile } from './documents/manifestFile.js';
import { pointerAt } from './documents/pointer.js';
import { fileNameOf } from './documents/uris.js';
import { complete, type CompletionOptions } from './completion/complete.js';
import { diagnostics, sizeNotice } from './features/diagnostics.js';
import { hover } from './features/hover.js';
import { hoverFacts } from './hover/hoverFacts.js';
import { documentSymbols } from './features/symbols.js';
import type { DocumentFacts } from './facts/documentFacts.js';
import { factsOf } from './facts/factsOf.js';
import { completeNames, type NameItems } from './names/completeNames.js';
import { workloadAround } from './names/workloadAround.js';
import { createNavigator, type Navigator } from './navigation/navigator.js';
import { PlatformCheck } from './platformCheck/platformCheck.js';
import type { LanguagePorts } from './ports.js';
import type { ResolvedService, WorkspaceService } from './protocol.js';
import { servicesIn } from './services/findServices.js';
import { resolveService } from './services/resolveService.js';
import { textFeatures, type TextFeatures } from './text/textFeatures.js';

/** The id of the language that our own manifests have in an editor. */
export const languageId = 'platform-manifest';

/** All that is known of manifests: text and position in, LSP shapes out. Nothing it returns depends on a host. */
export interface LanguageService extends Navigator, TextFeatures {
  /** Whether the file is a manifest that this service answers for. All else gets empty answers. */
  recognises(source: TextDocument): boolean;
  /** Everything that is wrong, in the order of the text, at most the limit and one that counts the rest. */
  diagnostics(source: TextDocument): Promise<Diagnostic[]>;
  /** Asks the platform about a file; tells whether its diagnostics may be others now. */
  checkOnPlatform(source: TextDocument): Promise<boolean>;
  /** What can be said before a large file is read: that it is large. Empty for all others. */
  sizeNotice(source: TextDocument): Diagnostic[];
  /** The words for the key or value at a position. */
  hover(source: TextDocument, position: Position): Hover | undefined;
  /** What the workspace and the platform know of the key or value at a position. */
  hoverFacts(source: TextDocument, position: Position): Promise<Hover | undefined>;
  /** Keys, values and blocks that can stand at a position. */
  complete(source: TextDocument, position: Position, options: CompletionOptions): CompletionItem[];
  /** Names of the workspace and the platform, of placeholders and of files that can stand at a position. */
  completeNames(source: TextDocument, position: Position): Promise<NameItems>;
  /** The outline. */
  symbols(source: TextDocument): DocumentSymbol[];
  /** The services that one file describes. */
  services(source: TextDocument): WorkspaceService[];
  /** Whether a manifest has a syntax error just now, so that what it says is not all that it means to say. */
  isBroken(source: TextDocument): boolean;
  /** What the documents of a file say that matters in others. */
  facts(source: TextDocument): readonly DocumentFacts[];
  /** The service of a file as plain data, its Score file inlined; `undefined` when it describes none. */
  resolveService(
    source: TextDocument,
    workspaceRoots: readonly string[],
  ): Promise<ResolvedService | undefined>;
  /** What can be done about the faults in a range. */
  codeActions(source: TextDocument, query: CodeActionQuery): Promise<CodeAction[]>;
  /** JSON Pointer, within its document, of what stands at a position; `''` for the root. */
  pointerAt(source: TextDocument, position: Position): string;
  /** Lets go of what is remembered of a file. */
  forget(uri: string): void;
}

export function createLanguageService(ports: LanguagePorts): LanguageService {
  const files = new ManifestFiles();
  const platform = new PlatformCheck(ports.manifestCheck);

  const families = new WeakMap<TextDocument, { version: number; family: string | undefined }>();

  /** Whose file it is; told once a version, because it means a look at the whole text. */
  const familyOf = (source: TextDocument): string | undefined => {
    const { version } = source;
    const known = families.get(source);
    if (known?.version === version) return known.family;
    const family = detectManifest(source.getText(), fileNameOf(source.uri));
    families.set(source, { version, family });
    return family;
  };
  const recognises = (source: TextDocument): boolean =>
    source.languageId === languageId || familyOf(source) !== undefined;

  /** `undefined` for a file that is not ours to speak of. */
  const manifest = (source: TextDocument): { file: ManifestFile; isOurs: boolean } | undefined => {
    const family = familyOf(source);
    const isOurs = family === 'platform' || source.languageId === languageId;
    return isOurs || family ? { file: files.get(source), isOurs } : undefined;
  };

  return Object.freeze({
    ...createNavigator((source) => manifest(source)?.file, ports.files),
    recognises,
    ...textFeatures(manifest, ports),
    async diagnostics(source) {
      const found = manifest(source);
      return found ? diagnostics(found.file, found.isOurs, ports, platform) : [];
    },
    async checkOnPlatform(source) {
      const found = manifest(source);
      return found ? platform.ask(found.file, found.isOurs) : false;
    },
    async codeActions(source, query) {
      const found = manifest(source);
      if (!found || !wantsAny(query)) return [];
      return codeActions(source, await diagnostics(found.file, found.isOurs, ports), query);
    },
    sizeNotice: (source) => (recognises(source) ? sizeNotice(source, ports) : []),
    hover(source, position) {
      const found = manifest(source);
      return found && hover(found.file, position, found.isOurs);
    },
    async hoverFacts(source, position) {
      const found = manifest(source);
      return found && hoverFacts(found.file, position, ports);
    },
    complete: (source, position, options) => (recognises(source) ? complete(source, position, options) : []),
    async completeNames(source, position) {
      if (!recognises(source)) return { items: [], isIncomplete: false };
      return completeNames(source, position, ports, async () => {
        const at = source.offsetAt(position);
        const placed = files.get(source).documents.findLast(({ offset }) => offset <= at);
        return placed && workloadAround(placed, source.uri, ports);
      });
    },
    symbols(source) {
      const found = manifest(source);
      return found ? documentSymbols(found.file) : [];
    },
    services(source) {
      const found = manifest(source);
      return found ? servicesIn(found.file) : [];
    },
    isBroken(source) {
      const file = manifest(source)?.file;
      return file?.documents.some(({ document }) => document.tree.errors.length > 0) ?? false;
    },
    facts(source) {
      const found = manifest(source);
      return found ? factsOf(found.file) : [];
    },
    async resolveService(source, workspaceRoots) {
      const found = manifest(source);
      return found && resolveService(found.file, files, ports, workspaceRoots);
    },
    pointerAt: (source, position) => pointerAt(files.get(source), source.offsetAt(position)),
    forget: (uri) => files.forget(uri),
  } satisfies LanguageService);
}
