import type { Disposable } from '../base/lifecycle.js';
import type { FilePort, FolderEntry } from '../language/ports.js';
import { canonicalUri } from './canonicalUri.js';
import type { OpenDocuments } from './openDocuments.js';

/** So long after it was used a text is read again. */
const againMs = 100;
/** As many texts as are remembered, and as long as each may be. */
const mostTexts = 200;
const longestText = 256 * 1024;

/**
 * Files beside the open ones, for checks that look at them again at every key (CODEOWNERS, a catalogue entity, a Score
 * file): a text that was read before is given at once, and read again a moment later. `changed` is told when it was
 * another; the check is made again then. What is open counts as the client has it.
 */
export class RecentFiles implements FilePort, Disposable {
  readonly #documents: OpenDocuments;
  readonly #changed: () => void;
  readonly #texts = new Map<string, string | undefined>();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(documents: OpenDocuments, changed: () => void) {
    this.#documents = documents;
    this.#changed = changed;
  }

  async readText(uri: string): Promise<string | undefined> {
    const open = this.#documents.get(uri);
    if (open) return open.getText();
    const key = canonicalUri(uri);
    if (!this.#texts.has(key)) return this.#read(uri, key);
    if (!this.#waiting.has(key)) {
      this.#waiting.set(
        key,
        setTimeout(() => void this.#readAgain(uri, key), againMs),
      );
    }
    return this.#texts.get(key);
  }

  listFolder(uri: string): Promise<readonly FolderEntry[]> {
    return this.#documents.listFolder(uri);
  }

  /** The next one who asks reads it: it is known to have changed. */
  forget(uri: string): void {
    this.#texts.delete(canonicalUri(uri));
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  async #read(uri: string, key: string): Promise<string | undefined> {
    const text = await this.#documents.readText(uri);
    if ((text?.length ?? 0) > longestText) return text;
    this.#texts.set(key, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > mostTexts && oldest !== undefined) this.#texts.delete(oldest);
    return text;
  }

  async #readAgain(uri: string, key: string): Promise<void> {
    this.#waiting.delete(key);
    if (!this.#texts.has(key)) return;
    const before = this.#texts.get(key);
    try {
      if ((await this.#read(uri, key)) === before) return;
    } catch {
      this.#texts.delete(key);
    }
    this.#changed();
  }
}
