import type { TextDocument } from 'vscode-languageserver-textdocument';
import { breather } from '../base/breather.js';
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
}

interface ManifestEntry {
  readonly services: readonly WorkspaceService[];
  readonly documents: readonly DocumentFacts[];
}

/**
 * The manifests of the workspace and the services in them. It walks the folders when first asked and not before;
 * from then on it is kept fresh by what the client tells of changes.
 */
export class WorkspaceIndex implements WorkspacePort {
  readonly #service: LanguageService;
  readonly #documents: DocumentReader;
  readonly #host: ServerHost;
  /** What each manifest says, by its URI. */
  readonly #manifests = new Map<string, ManifestEntry>();
  #facts: readonly DocumentFacts[] | undefined;
  #roots: readonly string[] = [];
  #built: Promise<void> | undefined;
  #isComplete = false;

  constructor(service: LanguageService, documents: DocumentReader, host: ServerHost) {
    this.#service = service;
    this.#documents = documents;
    this.#host = host;
  }

  get roots(): readonly string[] {
    return this.#roots;
  }

  /** Whether anyone has asked yet. */
  get isInUse(): boolean {
    return this.#built !== undefined;
  }

  setRoots(roots: readonly string[]): void {
    this.#roots = roots.map(canonicalUri);
    this.#built = undefined;
    this.#isComplete = false;
    this.#manifests.clear();
  }

  async services(signal: AbortSignal): Promise<WorkspaceService[]> {
    await this.#ready(signal);
    return this.#services();
  }

  async manifests(signal: AbortSignal): Promise<readonly string[]> {
    await this.#ready(signal);
    return [...this.#manifests.keys()];
  }

  /** Reads a file again; tells whether the services changed by it. */
  async refresh(given: string): Promise<boolean> {
    const uri = canonicalUri(given);
    if (!this.#built || !this.#covers(uri)) return false;
    await this.#built;
    const before = JSON.stringify(this.#services());
    await this.#read(uri);
    return JSON.stringify(this.#services()) !== before;
  }

  documents(): readonly DocumentFacts[] | undefined {
    if (!this.#isComplete) return undefined;
    return (this.#facts ??= [...this.#manifests.values()].flatMap(({ documents }) => documents));
  }

  #services(): WorkspaceService[] {
    return workspaceServices([...this.#manifests.values()].flatMap(({ services }) => services));
  }

  #covers(uri: string): boolean {
    return this.#roots.some((root) => isYamlBelow(root, uri));
  }

  #ready(signal: AbortSignal): Promise<void> {
    const building = (this.#built ??= this.#build(signal));
    building.catch(() => {
      if (this.#built === building) this.#built = undefined;
    });
    return building;
  }

  async #build(signal: AbortSignal): Promise<void> {
    this.#manifests.clear();
    const breathe = breather();
    const readFolder = (folder: string): ReturnType<ServerHost['readFolder']> =>
      this.#host.readFolder(folder);
    for (const root of this.#roots.filter((uri) => this.#host.reads(uri))) {
      for await (const uri of walkYaml(root, readFolder, undefined, signal)) {
        await this.#read(canonicalUri(uri));
        await breathe();
      }
    }
    this.#isComplete = true;
  }

  async #read(uri: string): Promise<void> {
    this.#facts = undefined;
    const document = await this.#documents.read(uri);
    if (document && this.#service.recognises(document)) {
      this.#manifests.set(uri, {
        services: this.#service.services(document),
        documents: this.#service.facts(document),
      });
    } else this.#manifests.delete(uri);
  }
}
