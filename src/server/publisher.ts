import type { Connection } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Disposable } from '../base/lifecycle.js';
import type { LanguageService } from '../language/languageService.js';

/** Documents up to this many lines are checked at once. */
const linesAtOnce = 500;
/** One up to that many lets the request that comes with a key go first. */
const linesSoon = 2000;
const soonMs = 4;
/** A longer one lets the requests that come with a key go first, and in a burst of keys waits for its end. */
const shortestWaitMs = 8;
const longestWaitMs = 1000;
const burstMs = 120;

/** Checks documents soon after they change, and publishes what it finds with the version that it checked. */
export class Publisher implements Disposable {
  readonly #connection: Connection;
  readonly #service: LanguageService;
  readonly #current: (uri: string) => TextDocument | undefined;
  readonly #onChecked: (uri: string) => void;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  /** Milliseconds that the last check took, and when the document last changed. */
  readonly #lastMs = new Map<string, number>();
  readonly #changed = new Map<string, number>();
  /** Files that have findings in the client: those must be taken back when they are mended. */
  readonly #published = new Set<string>();
  /** Whether files that are not open have been checked too. */
  hasCheckedWorkspace = false;

  /** `onChecked` hears of each open document that has settled and was checked. */
  constructor(
    connection: Connection,
    service: LanguageService,
    current: (uri: string) => TextDocument | undefined,
    onChecked: (uri: string) => void,
  ) {
    this.#connection = connection;
    this.#service = service;
    this.#current = current;
    this.#onChecked = onChecked;
  }

  /** Checks the document when it has settled. A later change replaces this one. */
  schedule(document: TextDocument): void {
    const { uri } = document;
    clearTimeout(this.#waiting.get(uri));
    const wait = this.#wait(uri, document.lineCount);
    this.#waiting.set(
      uri,
      setTimeout(() => {
        this.#waiting.delete(uri);
        void this.#checkOpen(uri);
      }, wait),
    );
  }

  /** Takes back what was published for a file. */
  clear(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    this.#lastMs.delete(uri);
    this.#changed.delete(uri);
    if (this.#published.delete(uri)) this.#send({ uri, diagnostics: [] });
  }

  /** Publishes what a file that is not open contains, and returns how much that is. */
  async check(document: TextDocument): Promise<{ errors: number; warnings: number }> {
    const diagnostics = await this.#service.diagnostics(document);
    if (diagnostics.length > 0 || this.#published.has(document.uri)) {
      this.#published.add(document.uri);
      const isOpen = this.#current(document.uri) !== undefined;
      this.#send({ uri: document.uri, diagnostics, ...(isOpen && { version: document.version }) });
    }
    const count = (severity: number): number =>
      diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return { errors: count(1), warnings: count(2) };
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #wait(uri: string, lines: number): number {
    if (lines < linesSoon) return lines < linesAtOnce ? 0 : soonMs;
    const now = performance.now();
    const isBurst = now - (this.#changed.get(uri) ?? -Infinity) < burstMs;
    this.#changed.set(uri, now);
    return isBurst ? Math.min(longestWaitMs, 2 * (this.#lastMs.get(uri) ?? 0)) : shortestWaitMs;
  }

  async #checkOpen(uri: string): Promise<void> {
    const document = this.#current(uri);
    if (!document) return;
    const { version } = document;
    const start = performance.now();
    try {
      await this.#announce(document);
      const diagnostics = await this.#service.diagnostics(document);
      this.#lastMs.set(uri, performance.now() - start);
      const isStale = this.#current(uri)?.version !== version;
      if (!isStale) this.#onChecked(uri);
      const isSilent = diagnostics.length === 0 && !this.#published.has(uri);
      if (isStale || (isSilent && !this.#service.recognises(document))) return;
      this.#published.add(uri);
      this.#send({ uri, version, diagnostics });
    } catch (error) {
      this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  /** Says at once that a file is large: reading it takes a while. */
  async #announce({ uri, version }: TextDocument): Promise<void> {
    const document = this.#current(uri);
    const diagnostics = document && !this.#published.has(uri) ? this.#service.sizeNotice(document) : [];
    if (diagnostics.length === 0) return;
    this.#published.add(uri);
    await this.#connection.sendDiagnostics({ uri, version, diagnostics });
  }

  #send(params: Parameters<Connection['sendDiagnostics']>[0]): void {
    void this.#connection.sendDiagnostics(params);
  }
}
