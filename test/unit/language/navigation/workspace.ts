import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, TextEdit } from 'vscode-languageserver-types';
import type { DocumentFacts } from '../../../../src/language/facts/documentFacts.js';
import { createLanguageService, type LanguageService } from '../../../../src/language/languageService.js';
import type { ProtocolRange } from '../../../../src/language/protocol.js';

/** Files by name, all read; and the file and place of the cursor `¦` in one of them. */
export class Workspace {
  readonly service: LanguageService;
  readonly known: readonly DocumentFacts[];
  readonly document: TextDocument;
  readonly position: Position;
  readonly #documents: ReadonlyMap<string, TextDocument>;

  /** `entities`: documents of the connected catalogue by their reference. */
  constructor(files: Readonly<Record<string, string>>, entities: Readonly<Record<string, string>> = {}) {
    const texts = Object.entries(files).map(([name, text]) => [uriOf(name), text.replace('¦', '')] as const);
    this.#documents = new Map(texts.map(([uri, text]) => [uri, TextDocument.create(uri, 'yaml', 1, text)]));
    this.service = createLanguageService({
      files: { readText: (uri) => Promise.resolve(this.#documents.get(uri)?.getText()) },
      entities: { documentOf: (ref) => Promise.resolve(entities[ref]) },
    });
    this.known = [...this.#documents.values()].flatMap((document) => this.service.facts(document));
    const [name, text] =
      Object.entries(files).find(([, one]) => one.includes('¦')) ?? Object.entries(files)[0]!;
    this.document = this.#documents.get(uriOf(name))!;
    this.position = this.document.positionAt(Math.max(0, text.indexOf('¦')));
  }

  text(name: string): string {
    return this.#documents.get(uriOf(name))?.getText() ?? '';
  }

  /** `file:line text` of a place, its line counted from 1. */
  place(uri: string, range: ProtocolRange): string {
    const text = this.#documents.get(uri)?.getText(range) ?? '';
    return `${uri.slice(uriOf('').length)}:${range.start.line + 1} ${text}`.trim();
  }

  async definitions(): Promise<string[]> {
    const found = await this.service.definition(this.document, this.position, this.known);
    return found.map(({ targetUri, targetSelectionRange }) => this.place(targetUri, targetSelectionRange));
  }

  references(withDefinitions = true): string[] {
    return this.service
      .references(this.document, this.position, this.known, withDefinitions)
      .map(({ uri, range }) => this.place(uri, range));
  }

  highlights(): string[] {
    return this.service
      .highlights(this.document, this.position, this.known)
      .map(({ range, kind }) => `${kind === 3 ? 'write' : 'read'} ${this.place(this.document.uri, range)}`);
  }

  /** The texts of the files after a rename, those that changed. */
  async renamed(newName: string): Promise<Record<string, string>> {
    const files = await this.service.rename(this.document, this.position, newName, this.known);
    return Object.fromEntries(
      files.map(({ uri, edits }) => {
        const document = this.#documents.get(uri)!;
        return [uri.slice(uriOf('').length), TextDocument.applyEdits(document, edits as TextEdit[])];
      }),
    );
  }

  /** Why it cannot be renamed. */
  async refusal(newName: string): Promise<string> {
    try {
      this.service.prepareRename(this.document, this.position, this.known);
      await this.renamed(newName);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  }
}

export function uriOf(name: string): string {
  return `file:///w/${name}`;
}
