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
import { codeActions, resolveCodeAction, wantsAny } from './actions/codeActions.js';
import { setScene } from './actions/setScene.js';
import type { CodeActionQuery, Scene } from './actions/scene.js';
import { ManifestFiles, type ManifestFile, type PlacedDocument } from './documents/manifestFile.js';
import { pointerAt } from './documents/pointer.js';
import { fileNameOf } from './documents/uris.js';
import { complete } from './completion/complete.js';
import type { CompletionOptions } from './completion/items.js';
import { LaterWords } from './completion/laterWords.js';
import { diagnostics, sizeNotice, type MoreFindings } from './features/diagnostics.js';
import { hover } from './features/hover.js';
import { schemaNotes } from './features/schemaNotes.js';
import { KindSources } from './kinds/kindSources.js';
import type { DocumentKinds } from './kinds/lookup.js';
import { expressionHover } from './hover/expressionHover.js';
import { hoverFacts } from './hover/hoverFacts.js';
import { documentSymbols } from './features/symbols.js';
import type { DocumentFacts } from './facts/documentFacts.js';
import { factsOf } from './facts/factsOf.js';
import { completeNames, type NameItems } from './names/completeNames.js';
import type { WorkloadAround } from './names/completePlaceholders.js';
import { workloadAround } from './names/workloadAround.js';
import { createNavigator, type Navigator } from './navigation/navigator.js';
import { PlatformCheck } from './platformCheck/platformCheck.js';
import type { LanguagePorts } from './ports.js';
import type { CatalogDocument, ResolvedService, StatusPlace, WorkspaceService } from './protocol.js';
import type { LanguageSettings } from './settings.js';
import { catalogDocuments } from './services/catalogDocuments.js';
import { servicesIn } from './services/findServices.js';
import { resolveService } from './services/resolveService.js';
import { statusPlaces } from './services/statusPlaces.js';
import { templateAround, type TemplateAround } from './templating/templateAround.js';
import { textFeatures, type TextFeatures } from './text/textFeatures.js';

/** The id of the language that our own manifests have in an editor. */
export const languageId = 'platform-manifest';

/** All that is known of manifests: text and position in, LSP shapes out. Nothing it returns depends on a host. */
export interface LanguageService extends Navigator, TextFeatures {
  /** Whether the file is a manifest that this service answers for. All else gets empty answers. */
  recognises(source: TextDocument): boolean;
  /** Reads the schemas that settings and comments name for a file: what it is may be told by them. */
  prepare(source: TextDocument): Promise<void>;
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
  /** Keys, values and blocks that can stand at a position. With `isLazy` their documentation is left for `resolve`. */
  complete(
    source: TextDocument,
    position: Position,
    options: Omit<CompletionOptions, 'later'> & { readonly isLazy?: boolean },
  ): CompletionItem[];
  /** An item of the latest lazy list with its documentation. */
  resolveCompletion(item: CompletionItem): CompletionItem;
  /** Names of the workspace and the platform, of placeholders, files and inputs that can stand at a position. */
  completeNames(
    source: TextDocument,
    position: Position,
    options?: { readonly snippets: boolean },
  ): Promise<NameItems>;
  /** The outline. */
  symbols(source: TextDocument): DocumentSymbol[];
  /** The services that one file describes. */
  services(source: TextDocument): WorkspaceService[];
  /** Whether a manifest has a syntax error just now, so that what it says is not all that it means to say. */
  isBroken(source: TextDocument): boolean;
  /** Where the state of those services can be shown. */
  statusPlaces(source: TextDocument): StatusPlace[];
  /** What the documents of a file say that matters in others. */
  facts(source: TextDocument): readonly DocumentFacts[];
  /** The entities and templates of Backstage's that a file describes. */
  catalogDocuments(source: TextDocument): CatalogDocument[];
  /** The service of a file, the one at a position where there are several, as plain data; `undefined` for none. */
  resolveService(
    source: TextDocument,
    workspaceRoots: readonly string[],
    at?: Position,
  ): Promise<ResolvedService | undefined>;
  /** What can be done about the faults in a range. */
  codeActions(source: TextDocument, query: CodeActionQuery): Promise<CodeAction[]>;
  /** An action that was given without its edit, with it. */
  resolveCodeAction(source: TextDocument, action: CodeAction, query: CodeActionQuery): Promise<CodeAction>;
  /** JSON Pointer, within its document, of what stands at a position; `''` for the root. */
  pointerAt(source: TextDocument, position: Position): string;
  /**
   * Takes in the kinds that a file of the workspace defines: a CustomResourceDefinition, a Crossplane XRD, a JSON Schema.
   * Without text the file is gone. Tells whether kinds changed: then what was said of other files may no longer hold.
   */
  learn(uri: string, text: string): Promise<boolean>;
  /** Whether a file is a schema that something names: `learn` is to hear when it changes. */
  usesSchema(uri: string): boolean;
  /** Another platform is connected, or none: its kinds are asked for anew. */
  forgetServedSchemas(): void;
  /** Lets go of what is remembered of a file. */
  forget(uri: string): void;
}

/** Files that are Score workloads or catalogue entities by convention. */
const manifestName = /^(?:(?:.*\.)?score|catalog-info)\.ya?ml$/i;

/** Whose file it was, at a version and under settings. */
interface FamilyOf {
  readonly version: number;
  readonly settings: LanguageSettings | undefined;
  readonly family: string | undefined;
}

export function createLanguageService(ports: LanguagePorts): LanguageService {
  const sources = new KindSources(ports);
  const kindsFor = (source: TextDocument): DocumentKinds => sources.kindsFor(source);
  const files = new ManifestFiles({ kindsFor });
  const laterWords = new LaterWords();
  const platform = new PlatformCheck(ports.manifestCheck);

  const families = new WeakMap<TextDocument, FamilyOf>();
  let generation = 0;

  /** Whose file it is; told once a version, because it means a look at the whole text. */
  const familyOf = (source: TextDocument): string | undefined => {
    // Versions count up from whatever a client begins with; generations are far apart.
    const version = source.version + sources.generation * 1e9;
    const known = families.get(source);
    const settings = ports.settings?.(source.uri);
    if (known?.version === version && known.settings === settings) return known.family;
    const family =
      detectManifest(source.getText(), fileNameOf(source.uri)) ??
      (sources.covers(source) ? 'custom' : undefined);
    families.set(source, { version, settings, family });
    return family;
  };
  const recognises = (source: TextDocument): boolean =>
    source.languageId === languageId || familyOf(source) !== undefined;

  /** `undefined` for a file that is not ours to speak of. */
  const manifest = (source: TextDocument): { file: ManifestFile; isOurs: boolean } | undefined => {
    if (generation !== sources.generation) files.clear();
    generation = sources.generation;
    const family = familyOf(source);
    const isOurs = family === 'platform' || source.languageId === languageId;
    return isOurs || family ? { file: files.get(source), isOurs } : undefined;
  };

  const more = (source: TextDocument): MoreFindings => ({ platform, about: schemaNotes(source, sources) });
  const checked = ({ file, isOurs }: { file: ManifestFile; isOurs: boolean }): Promise<Diagnostic[]> =>
    diagnostics(file, isOurs, ports, more(file.source));
  const scene = (
    source: TextDocument,
    found: { file: ManifestFile; isOurs: boolean },
    query: CodeActionQuery,
  ): Scene => setScene({ source, ...found, kindsFor, ports, query, more: more(source) });

  return Object.freeze({
    ...createNavigator((source) => manifest(source)?.file, ports.files, ports.entities),
    recognises,
    ...textFeatures(manifest, ports),
    async prepare(source) {
      await sources.prepare(source);
    },
    async diagnostics(source) {
      await sources.prepare(source);
      const found = manifest(source);
      return found ? checked(found) : [];
    },
    async checkOnPlatform(source) {
      const found = manifest(source);
      return found ? platform.ask(found.file, found.isOurs) : false;
    },
    async codeActions(source, query) {
      const found = manifest(source);
      if (!found || !wantsAny(query)) return [];
      return codeActions(scene(source, found, query));
    },
    async resolveCodeAction(source, action, query) {
      const found = manifest(source);
      return found ? resolveCodeAction(scene(source, found, query), action) : action;
    },
    sizeNotice: (source) => (recognises(source) ? sizeNotice(source, ports) : []),
    hover(source, position) {
      const found = manifest(source);
      return (
        found &&
        (expressionHover(found.file, source.offsetAt(position)) ?? hover(found.file, position, found.isOurs))
      );
    },
    async hoverFacts(source, position) {
      const found = manifest(source);
      return found && hoverFacts(found.file, position, ports);
    },
    complete(source, position, { snippets, isLazy }) {
      // A file that is a manifest by its name only has yet to say so.
      if (!recognises(source) && !manifestName.test(fileNameOf(source.uri))) return [];
      const options = { snippets, ...(isLazy === true && { later: laterWords.begin() }) };
      return complete(source, position, options, sources.kindsFor(source));
    },
    resolveCompletion: (item) => laterWords.resolve(item),
    async completeNames(source, position, options) {
      if (!recognises(source)) return { items: [], isIncomplete: false };
      const at = source.offsetAt(position);
      const placedHere = (): PlacedDocument | undefined =>
        files.get(source).documents.findLast(({ offset }) => offset <= at);
      const workload = async (): Promise<WorkloadAround | undefined> => {
        const placed = placedHere();
        return placed && workloadAround(placed, source.uri, ports);
      };
      const template = (): TemplateAround | undefined => {
        const placed = placedHere();
        return placed && templateAround(placed.document, at - placed.offset);
      };
      const document = (): unknown => placedHere()?.document.value;
      return completeNames(source, position, ports, { workload, template, document }, options?.snippets);
    },
    symbols(source) {
      const found = manifest(source);
      return found ? documentSymbols(found.file, found.isOurs) : [];
    },
    services(source) {
      const found = manifest(source);
      return found ? servicesIn(found.file) : [];
    },
    isBroken(source) {
      const file = manifest(source)?.file;
      return file?.documents.some(({ document }) => document.tree.errors.length > 0) ?? false;
    },
    statusPlaces(source) {
      const found = manifest(source);
      return found ? statusPlaces(found.file) : [];
    },
    facts(source) {
      const found = manifest(source);
      return found ? factsOf(found.file) : [];
    },
    catalogDocuments(source) {
      const found = manifest(source);
      return found ? catalogDocuments(found.file) : [];
    },
    async resolveService(source, workspaceRoots, at) {
      const found = manifest(source);
      return found && resolveService(found.file, files, ports, workspaceRoots, at && source.offsetAt(at));
    },
    pointerAt: (source, position) => pointerAt(files.get(source), source.offsetAt(position)),
    learn: (uri, text) => sources.learn(uri, text),
    usesSchema: (uri) => sources.uses(uri),
    forgetServedSchemas: () => sources.forgetServed(),
    forget: (uri) => files.forget(uri),
  } satisfies LanguageService);
}
