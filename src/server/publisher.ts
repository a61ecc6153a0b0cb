import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Disposable } from '../base/lifecycle.js';
import type { LanguageService } from '../language/languageService.js';
import type { DiagnosticsClient } from './clientDiagnostics.js';
import { Settling } from './settling.js';

/** After a check the requests that came with the key are answered first; then what else wants to know. */
const laterMs = 20;

/** What a client was given for a file. */
interface Delivery {
  readonly resultId: string;
  readonly version: number;
  /** The diagnostics as JSON. */
  readonly content: string;
}

export interface PublisherOptions {
  readonly connection: Connection;
  readonly service: LanguageService;
  readonly client: DiagnosticsClient;
  /** The open documents, by URI or all of them. */
  readonly documents: {
    get(uri: string): TextDocument | undefined;
    opened(): readonly TextDocument[];
  };
  /** Hears of each open document that has settled and was checked. */
  readonly onChecked: (uri: string) => void;
}

/** What a pull answers: all diagnostics, or that they are those of the result the client has. */
export type PulledDiagnostics =
  | { readonly kind: 'full'; readonly resultId: string; readonly items: Diagnostic[] }
  | { readonly kind: 'unchanged'; readonly resultId: string };

/**
 * Checks documents soon after they change, and publishes what it finds with the version that it checked. A client that
 * fetches diagnostics itself is sent none: it is told to fetch again when something else than its own edit changed them.
 */
export class Publisher implements Disposable {
  readonly #options: PublisherOptions;
  readonly #settling = new Settling((uri) => this.#settled(uri));
  /** What the client has of each file: findings must be taken back when they are mended. */
  readonly #delivered = new Map<string, Delivery>();
  /** The check of each file that began last: what an earlier one finds is old. */
  readonly #checks = new Map<string, number>();
  #lastId = 0;
  /** Whether files that are not open have been checked too. */
  hasCheckedWorkspace = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** Whether the client fetches diagnostics, and is sent none. */
  get isPulled(): boolean {
    return this.#options.client.pulls;
  }

  /** Checks the document when it has settled. A later change replaces this one. */
  schedule(document: TextDocument): void {
    this.#settling.schedule(document.uri, document.lineCount);
  }

  /** Checks open documents again because something else changed; the client hears of it only where that shows. */
  async recheck(isMeant: (uri: string) => boolean = () => true): Promise<void> {
    const { connection, client, documents } = this.#options;
    let hasOther = false;
    for (const document of documents.opened()) {
      const { uri, version } = document;
      // A document that has just changed is about to be checked anyway.
      if (!isMeant(uri) || this.#settling.isWaiting(uri)) continue;
      const { diagnostics, isLast } = await this.#checked(document);
      const isStale = documents.get(uri)?.version !== version;
      if (isStale || !isLast() || !this.#isNews(document, diagnostics)) continue;
      if (client.pulls) hasOther = true;
      else this.#send(uri, version, diagnostics);
    }
    if (hasOther && client.refreshes) await connection.languages.diagnostics.refresh();
  }

  /** Takes back what was published for a file. */
  clear(uri: string): void {
    this.#settling.forget(uri);
    this.#checks.delete(uri);
    const had = this.#delivered.get(uri);
    this.#delivered.delete(uri);
    if (!this.#options.client.pulls && had) {
      void this.#options.connection.sendDiagnostics({ uri, diagnostics: [] });
    }
  }

  /** Publishes what a file that is not open contains, and returns how much that is. */
  async check(document: TextDocument): Promise<{ errors: number; warnings: number }> {
    const { client, documents } = this.#options;
    const { uri, version } = document;
    const diagnostics = await this.#diagnostics(document);
    if (!client.pulls && (diagnostics.length > 0 || this.#delivered.has(uri))) {
      const isOpen = documents.get(uri) !== undefined;
      this.#send(uri, isOpen ? version : undefined, diagnostics);
    }
    const count = (severity: number): number =>
      diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return { errors: count(1), warnings: count(2) };
  }

  /** What an open document contains, for a client that fetches it. */
  async pull(document: TextDocument, previousId: string | undefined): Promise<PulledDiagnostics> {
    const { uri, version } = document;
    const items = await this.#diagnostics(document);
    const known = this.#delivered.get(uri);
    const content = JSON.stringify(items);
    const resultId = known?.content === content ? known.resultId : String(++this.#lastId);
    this.#delivered.set(uri, { resultId, version, content });
    return resultId === previousId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
  }

  dispose(): void {
    this.#settling.dispose();
  }

  async #diagnostics(document: TextDocument): Promise<Diagnostic[]> {
    return this.#options.client.shaped(await this.#options.service.diagnostics(document));
  }

  /** The diagnostics of an open document, and whether no later check of it has begun. */
  async #checked(document: TextDocument): Promise<{ diagnostics: Diagnostic[]; isLast: () => boolean }> {
    const { uri } = document;
    const check = ++this.#lastId;
    this.#checks.set(uri, check);
    const diagnostics = await this.#diagnostics(document);
    return { diagnostics, isLast: () => this.#checks.get(uri) === check };
  }

  async #settled(uri: string): Promise<void> {
    const { connection, client, documents, service, onChecked } = this.#options;
    const document = documents.get(uri);
    if (!document) return;
    if (client.pulls) {
      onChecked(uri);
      return;
    }
    const { version } = document;
    try {
      await this.#announce(document);
      const { diagnostics, isLast } = await this.#checked(document);
      const isStale = documents.get(uri)?.version !== version;
      if (!isStale) setTimeout(() => onChecked(uri), laterMs);
      const isSilent = diagnostics.length === 0 && !this.#delivered.has(uri);
      if (isStale || !isLast() || (isSilent && !service.recognises(document))) return;
      this.#send(uri, version, diagnostics);
    } catch (error) {
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  /** Says at once that a file is large: reading it takes a while. */
  async #announce(document: TextDocument): Promise<void> {
    const { connection, client, service } = this.#options;
    const { uri, version } = document;
    const diagnostics = this.#delivered.has(uri) ? [] : client.shaped(service.sizeNotice(document));
    if (diagnostics.length === 0) return;
    this.#remember(uri, version, diagnostics);
    await connection.sendDiagnostics({ uri, version, diagnostics });
  }

  /** Whether the client has something else, or nothing, for a document as it is now. */
  #isNews(document: TextDocument, diagnostics: readonly Diagnostic[]): boolean {
    const { client, service } = this.#options;
    const known = this.#delivered.get(document.uri);
    // A check that replaces the first one says in its stead that a manifest is clean.
    if (!known) return diagnostics.length > 0 || (!client.pulls && service.recognises(document));
    if (known.version !== document.version) return !client.pulls;
    return known.content !== JSON.stringify(diagnostics);
  }

  #send(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    this.#remember(uri, version ?? 0, diagnostics);
    void this.#options.connection.sendDiagnostics({
      uri,
      diagnostics,
      ...(version !== undefined && { version }),
    });
  }

  #remember(uri: string, version: number, diagnostics: readonly Diagnostic[]): void {
    const resultId = String(++this.#lastId);
    this.#delivered.set(uri, { resultId, version, content: JSON.stringify(diagnostics) });
  }
}
