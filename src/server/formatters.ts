import {
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type Connection,
  type Disposable,
  type DocumentOnTypeFormattingOptions,
  type DocumentSelector,
} from 'vscode-languageserver';
import { languageId } from '../language/languageService.js';

/**
 * Says which documents this server formats. A client offers every formatter it knows for a language, so one for all
 * of `yaml` would stand beside the real one in every YAML file: ours is for our own language, and for files with the
 * names of manifests that were opened.
 */
export class Formatters {
  readonly #connection: Connection;
  readonly #onType: DocumentOnTypeFormattingOptions;
  readonly #names = new Set<string>();
  #isYamlTheirs: boolean;
  #registered: Promise<readonly Disposable[]> = Promise.resolve([]);

  constructor(connection: Connection, onType: DocumentOnTypeFormattingOptions, isYamlTheirs: boolean) {
    this.#connection = connection;
    this.#onType = onType;
    this.#isYamlTheirs = isYamlTheirs;
  }

  /** A manifest whose language is `yaml` was opened. */
  add(uri: string): void {
    const name = asGlob(uri.slice(uri.lastIndexOf('/') + 1));
    if (this.#names.has(name)) return;
    this.#names.add(name);
    if (!this.#isYamlTheirs) this.refresh();
  }

  /** Whether another server formats YAML files. */
  leaveYaml(isTheirs: boolean): void {
    if (isTheirs === this.#isYamlTheirs) return;
    this.#isYamlTheirs = isTheirs;
    this.refresh();
  }

  /** Registers anew, and takes back what was registered before. */
  refresh(): void {
    this.#registered = this.#registered.then(async (old) => {
      const current = await this.#register().catch((error: unknown) => {
        this.#connection.console.error(String(error));
        return [];
      });
      for (const one of old) one.dispose();
      return current;
    });
  }

  async #register(): Promise<Disposable[]> {
    const names = this.#isYamlTheirs ? [] : [...this.#names];
    const documentSelector: DocumentSelector = [
      { language: languageId },
      ...names.map((name) => ({ language: 'yaml', pattern: `**/${name}` })),
    ];
    const { client } = this.#connection;
    return Promise.all([
      client.register(DocumentFormattingRequest.type, { documentSelector }),
      client.register(DocumentRangeFormattingRequest.type, { documentSelector }),
      client.register(DocumentOnTypeFormattingRequest.type, { documentSelector, ...this.#onType }),
    ]);
  }
}

/** The last part of a URI as a glob for files of that name, or nearly so. */
function asGlob(name: string): string {
  return name.replace(/[?{}[\]]/g, '?').replace(/(%[\dA-F]{2})+/gi, '*');
}
