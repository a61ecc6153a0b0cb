import { TextDocuments, type Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FilePort, FolderEntry } from '../language/ports.js';
import { canonicalUri } from './canonicalUri.js';

/** The documents that the client has open, and files as the client sees them: open ones before those on disk. */
export class OpenDocuments implements FilePort {
  readonly all = new TextDocuments(TextDocument);
  readonly #disk: FilePort;
  /** The client's spelling of each open URI, by ours. */
  readonly #spellings = new Map<string, string>();

  constructor(connection: Connection, disk: FilePort) {
    this.#disk = disk;
    this.all.onDidOpen(({ document }) => this.#spellings.set(canonicalUri(document.uri), document.uri));
    this.all.onDidClose(({ document }) => this.#spellings.delete(canonicalUri(document.uri)));
    this.all.listen(connection);
  }

  get(uri: string): TextDocument | undefined {
    const open = this.all.get(uri);
    if (open || this.#spellings.size === 0) return open;
    const spelling = this.#spellings.get(canonicalUri(uri));
    return spelling === undefined ? undefined : this.all.get(spelling);
  }

  opened(): readonly TextDocument[] {
    return this.all.all();
  }

  async readText(uri: string): Promise<string | undefined> {
    const open = this.get(uri);
    return open ? open.getText() : this.#disk.readText(uri);
  }

  async listFolder(uri: string): Promise<readonly FolderEntry[]> {
    return (await this.#disk.listFolder?.(uri)) ?? [];
  }

  /** The open document, or the file on disk as one; `undefined` when there is neither. */
  async read(uri: string): Promise<TextDocument | undefined> {
    const open = this.get(uri);
    if (open) return open;
    const text = await this.#disk.readText(uri).catch(() => undefined);
    return text === undefined ? undefined : TextDocument.create(uri, 'yaml', 0, text);
  }
}
