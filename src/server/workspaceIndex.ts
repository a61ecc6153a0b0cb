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
import type { ServerHost } from './host.js';
import { isYamlBelow, walkYaml } from './yamlWalk.js';

/** What the index reads files through: open documents before those on disk. */
export interface DocumentReader {
  read(uri: string): Promise<TextDocument | undefined>;
  /** The document, if the client has it open. */
  get(uri: string): TextDocument | undefined;
  /** All that the client has open. */
  opened(): readonly TextDocument[];
}

interface ManifestEntry {
  readonly services: readonly WorkspaceService[];
  readonly documents: readonly DocumentFacts[];
}

/** What is known of one set of folders. New folders begin a new one, so that a build under way cannot mix into it. */
interface Generation {
  readonly roots: readonly string[];
  /** What each manifest says, by its URI. */
  readonly manifests: Map<string, ManifestEntry>;
  /** The version of each open document that was read last. */
  readonly versions: Map<string, number>;
  readonly stop: AbortController;
  built: Promise<void> | undefined;
  /** Whether every manifest has been read. */
  isComplete: boolean;
  facts: readonly DocumentFacts[] | undefined;
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
    const generation = await this.#ready(signal);
    for (const document of this.#documents.opened()) {
      const uri = canonicalUri(document.uri);
      if (generation.versions.get(uri) !== document.version && this.#covers(uri)) await this.refresh(uri);
    }
    const facts = factsIn(generation);
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

  documents(): readonly DocumentFacts[] | undefined {
    return this.#generation.isComplete ? factsIn(this.#generation) : undefined;
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
    const before = generation.manifests.get(uri);
    const isWhole = await this.#read(generation, uri);
    const after = generation.manifests.get(uri);
    if (isWhole && (before ?? after) !== undefined) this.#changed.fire(uri);
    return JSON.stringify(before?.services ?? []) !== JSON.stringify(after?.services ?? []);
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
    generation.isComplete = false;
    const readFolder = (folder: string): ReturnType<ServerHost['readFolder']> =>
      this.#host.readFolder(folder);
    for (const root of roots.filter((uri) => this.#host.reads(uri))) {
      for await (const uri of walkYaml(root, readFolder, undefined, stop.signal)) {
        if (manifests.size >= mostManifests) return;
        await this.#read(generation, canonicalUri(uri));
        await this.#breathe();
        stop.signal.throwIfAborted();
      }
    }
    generation.isComplete = roots.length > 0;
    this.#changed.fire(undefined);
  }

  /** Tells whether what was read is whole, so that others can rely on it. */
  async #read(generation: Generation, uri: string): Promise<boolean> {
    const document = await this.#documents.read(uri);
    generation.facts = undefined;
    // Kinds that a file defines are known from then on, whatever else it is.
    if (await this.#service.learn(uri, document?.getText() ?? '')) this.#changed.fire(undefined);
    const isOpen = this.#documents.get(uri) !== undefined;
    if (document && isOpen) generation.versions.set(uri, document.version);
    else generation.versions.delete(uri);
    if (!document || !this.#service.recognises(document)) {
      generation.manifests.delete(uri);
      return true;
    }
    const services = this.#service.services(document);
    const documents = this.#service.facts(document);
    generation.manifests.set(uri, { services, documents });
    const isWhole = !this.#service.isBroken(document);
    // What was parsed of a file that nobody has open is not needed again.
    if (!isOpen) this.#service.forget(document.uri);
    return isWhole;
  }
}

function generationOf(roots: readonly string[]): Generation {
  return {
    roots,
    manifests: new Map(),
    versions: new Map(),
    stop: new AbortController(),
    built: undefined,
    isComplete: false,
    facts: undefined,
  };
}

function factsIn(generation: Generation): readonly DocumentFacts[] {
  return (generation.facts ??= [...generation.manifests.values()].flatMap(({ documents }) => documents));
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
