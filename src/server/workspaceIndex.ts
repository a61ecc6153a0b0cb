import type { TextDocument } from 'vscode-languageserver-textdocument';
import { abortReason, onAbort } from '../base/abort.js';
import { breather } from '../base/breather.js';
import { Emitter } from '../base/events.js';
import type { LanguageService } from '../language/languageService.js';
import type { DocumentFacts } from '../language/facts/documentFacts.js';
import type { WorkspacePort } from '../language/ports.js';
import type { WorkspaceService } from '../language/protocol.js';
import { workspaceServices } from '../language/services/findServices.js';
import { canonicalUri } from './canonicalUri.js';
import { factsIn, generationOf, withFile, type Generation, type ManifestEntry } from './generation.js';
import type { ServerHost } from './host.js';
import { isYamlBelow, standardBudget, walkYaml } from './yamlWalk.js';

/** What the index reads files through: open documents before those on disk. */
export interface DocumentReader {
  read(uri: string): Promise<TextDocument | undefined>;
  /** The document, if the client has it open. */
  get(uri: string): TextDocument | undefined;
  /** All that the client has open. */
  opened(): readonly TextDocument[];
}

/** At most so many manifests are remembered; with more, nothing counts as unknown. */
const mostManifests = 20_000;

/**
 * The manifests of the workspace, the services in them and the names. It walks the folders when it is first asked or
 * told to start, and not before; from then on it is kept fresh by what the client tells of changes.
 */
export class WorkspaceIndex implements WorkspacePort {
  readonly #service: LanguageService;
  readonly #documents: DocumentReader;
  readonly #host: ServerHost;
  readonly #changed = new Emitter<string | undefined>();
  /** What other files can see has changed: in a file, or (`undefined`) anywhere. Not while a file is broken. */
  readonly onChanged = this.#changed.event;
  #generation = generationOf([]);
  /** Files that wait to be read again, and the end of the line. */
  readonly #waiting = new Map<string, Promise<boolean>>();
  /** Files whose services changed when they were looked at in passing: the next refresh tells. */
  readonly #untold = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();
  readonly #breathe = breather();

  constructor(service: LanguageService, documents: DocumentReader, host: ServerHost) {
    this.#service = service;
    this.#documents = documents;
    this.#host = host;
  }

  get roots(): readonly string[] {
    return this.#generation.roots;
  }

  /** Forgets everything; a build under way ends without effect. */
  setRoots(roots: readonly string[]): void {
    const wasInUse = this.#generation.built !== undefined;
    this.#generation.stop.abort();
    this.#generation = generationOf(roots.map(canonicalUri));
    if (wasInUse) this.start();
  }

  /** Begins to read the workspace, if that has not begun. */
  start(): void {
    this.#build(this.#generation).catch(() => undefined);
  }

  async services(signal: AbortSignal): Promise<WorkspaceService[]> {
    const { manifests } = await this.#ready(signal);
    return workspaceServices([...manifests.values()].flatMap(({ services }) => services));
  }

  async manifests(signal: AbortSignal): Promise<readonly string[]> {
    return [...(await this.#ready(signal)).manifests.keys()];
  }

  /** All that is known, open documents as they are now. Rejects when the signal aborts before the index is built. */
  async known(signal: AbortSignal): Promise<readonly DocumentFacts[]> {
    const facts = this.#current(await this.#ready(signal));
    const outside = this.#documents.opened().filter(({ uri }) => !this.#covers(canonicalUri(uri)));
    return outside.length === 0 ? facts : [...facts, ...this.#factsOf(outside)];
  }

  /** What the open documents say, for whoever cannot wait for all others. */
  opened(): readonly DocumentFacts[] {
    return this.#factsOf(this.#documents.opened());
  }

  /** Reads a file again; tells whether the services changed by it. */
  refresh(given: string): Promise<boolean> {
    const uri = canonicalUri(given);
    if (!this.#generation.built || !this.#covers(uri)) return Promise.resolve(false);
    const waiting = this.#waiting.get(uri);
    if (waiting) return waiting;
    const read = this.#last.then(async () => {
      this.#waiting.delete(uri);
      return this.#refreshNow(uri).catch(() => false);
    });
    this.#waiting.set(uri, read);
    this.#last = read;
    return read;
  }

  /** The manifests below folders that are gone. */
  below(folders: readonly string[]): string[] {
    const gone = new Set(folders.map((uri) => canonicalUri(uri).replace(/\/$/, '')));
    return [...this.#generation.manifests.keys()].filter((uri) => {
      for (let end = uri.lastIndexOf('/'); end > 0; end = uri.lastIndexOf('/', end - 1)) {
        if (gone.has(uri.slice(0, end))) return true;
      }
      return false;
    });
  }

  /** The manifests in what was made: a folder may come with all that is in it. Of a file there are none. */
  async inside(made: string): Promise<string[]> {
    const folder = canonicalUri(made).replace(/\/$/, '');
    const { built, stop } = this.#generation;
    if (!built || !this.#covers(`${folder}/a.yaml`) || !this.#host.reads(folder)) return [];
    const found: string[] = [];
    try {
      const readFolder = (at: string): ReturnType<ServerHost['readFolder']> => this.#host.readFolder(at);
      for await (const uri of walkYaml(folder, readFolder, standardBudget, stop.signal)) found.push(uri);
    } catch {
      // It is no folder, or gone again.
    }
    return found;
  }

  /** Whether the names of the workspace are known, all of them; where there is no folder the open documents are all. */
  get isComplete(): boolean {
    return this.#generation.isComplete || this.roots.length === 0;
  }

  documents(): readonly DocumentFacts[] | undefined {
    return this.#generation.isComplete ? this.#current(this.#generation) : undefined;
  }

  dispose(): void {
    this.#generation.stop.abort();
    this.#changed.dispose();
  }

  #factsOf(documents: readonly TextDocument[]): DocumentFacts[] {
    return documents.flatMap((document) => this.#service.facts(document));
  }

  async #refreshNow(uri: string): Promise<boolean> {
    const generation = this.#generation;
    await generation.built;
    await this.#breathe();
    const document = await this.#learned(uri);
    const had = generation.manifests.has(uri);
    this.#take(generation, uri, document);
    const isWhole = document === undefined || !this.#service.isBroken(document);
    if (isWhole && (had || generation.manifests.has(uri))) this.#changed.fire(uri);
    return this.#untold.delete(uri);
  }

  #covers(uri: string): boolean {
    return this.roots.some((root) => isYamlBelow(root, uri));
  }

  /** The generation that counts now, once it is built. */
  async #ready(signal: AbortSignal): Promise<Generation> {
    for (;;) {
      const generation = this.#generation;
      try {
        await orAborted(this.#build(generation), signal);
        if (generation === this.#generation) return generation;
      } catch (error) {
        if (signal.aborted || generation === this.#generation) throw error;
      }
    }
  }

  #build(generation: Generation): Promise<void> {
    if (generation.built) return generation.built;
    const building = this.#walk(generation);
    generation.built = building;
    building.catch(() => {
      if (generation.built === building) generation.built = undefined;
    });
    return building;
  }

  async #walk(generation: Generation): Promise<void> {
    const { roots, manifests, stop } = generation;
    manifests.clear();
    const readFolder = (folder: string): ReturnType<ServerHost['readFolder']> =>
      this.#host.readFolder(folder);
    let isAll = roots.length > 0;
    const budget = { ...standardBudget, onExceeded: () => (isAll = false) };
    for (const root of roots.filter((uri) => this.#host.reads(uri))) {
      for await (const uri of walkYaml(root, readFolder, budget, stop.signal)) {
        isAll &&= manifests.size < mostManifests;
        if (manifests.size >= mostManifests) break;
        const place = canonicalUri(uri);
        this.#take(generation, place, await this.#learned(place));
        await this.#breathe();
        stop.signal.throwIfAborted();
      }
    }
    generation.isWalked = true;
    generation.isComplete = isAll;
    this.#changed.fire(undefined);
  }

  /** All that is known, with the open documents as they are now. */
  #current(generation: Generation): readonly DocumentFacts[] {
    for (const document of this.#documents.opened()) {
      const uri = canonicalUri(document.uri);
      if (generation.versions.get(uri) !== document.version && this.#covers(uri)) {
        this.#take(generation, uri, document);
      }
    }
    return factsIn(generation);
  }

  /** Reads a file. The kinds that it defines are known from then on, whatever else it is. */
  async #learned(uri: string): Promise<TextDocument | undefined> {
    const document = await this.#documents.read(uri);
    if (await this.#service.learn(uri, document?.getText() ?? '')) this.#changed.fire(undefined);
    return document;
  }

  /** Remembers what a file says; forgets one that is gone or no manifest. */
  #take(generation: Generation, uri: string, document: TextDocument | undefined): void {
    const isOpen = this.#documents.get(uri) !== undefined;
    if (document && isOpen) generation.versions.set(uri, document.version);
    else generation.versions.delete(uri);
    const before = generation.manifests.get(uri);
    const entry = document && this.#service.recognises(document) ? this.#entry(document) : undefined;
    if (entry) {
      generation.facts = withFile(generation, uri, entry.documents);
      generation.manifests.set(uri, entry);
    } else if (generation.manifests.delete(uri)) generation.facts = undefined;
    const isSame = JSON.stringify(before?.services ?? []) === JSON.stringify(entry?.services ?? []);
    if (generation.isWalked && !isSame) this.#untold.add(uri);
    // What was parsed of a file that nobody has open is not needed again.
    if (entry && document && !isOpen) this.#service.forget(document.uri);
  }

  #entry(document: TextDocument): ManifestEntry {
    return { services: this.#service.services(document), documents: this.#service.facts(document) };
  }
}

/** The promise's outcome, or a rejection as soon as the signal aborts. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let listening: ReturnType<typeof onAbort> | undefined;
  const aborted = new Promise<never>((_, reject) => {
    listening = onAbort(signal, () => reject(abortReason(signal)));
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    listening?.dispose();
  }
}
