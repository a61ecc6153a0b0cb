import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Range, TextEdit } from 'vscode-languageserver-types';
import type { ActionClient } from '../../../../src/language/actions/scene.js';
import { createLanguageService, type LanguageService } from '../../../../src/language/languageService.js';
import type { LanguagePorts } from '../../../../src/language/ports.js';

export const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 99_999, character: 0 } };

/** A client that can do everything, as VS Code. */
export const ableClient: ActionClient = {
  createsFiles: true,
  deletesFiles: true,
  resolvesEdits: false,
  showsDisabled: true,
};

export const uri = 'file:///w/shop/platform.yaml';
export const folder = 'file:///w/shop';

/** A manifest among other files, and a service that sees them. */
export class Desk {
  readonly files: Record<string, string>;
  readonly service: LanguageService;
  version = 1;

  constructor(
    text: string,
    others: Readonly<Record<string, string>> = {},
    ports: Partial<LanguagePorts> = {},
  ) {
    this.files = { [uri]: text, ...others };
    this.service = createLanguageService({
      files: { readText: (wanted) => Promise.resolve(this.files[wanted]) },
      ...ports,
    });
  }

  get text(): string {
    return this.files[uri] ?? '';
  }

  get document(): TextDocument {
    return TextDocument.create(uri, 'platform-manifest', this.version, this.text);
  }

  async actions(range = everywhere, only?: readonly string[], client = ableClient): Promise<CodeAction[]> {
    const query = { range, client, workspaceRoots: ['file:///w'], ...(only && { only }) };
    return this.service.codeActions(this.document, query);
  }

  /** At the first place of some words. */
  async actionsAt(words: string, only?: readonly string[], client = ableClient): Promise<CodeAction[]> {
    const at = this.text.indexOf(words);
    assert.ok(at >= 0, `There is no “${words}”.`);
    const position = this.document.positionAt(at);
    return this.actions({ start: position, end: position }, only, client);
  }

  async findings(): Promise<string[]> {
    const { document } = this;
    const found = await this.service.diagnostics(document);
    return found.map(({ code, range }) => `${String(code)} “${document.getText(range)}”`);
  }

  /** Does what an action says to all the files. */
  apply({ edit, title }: CodeAction): this {
    assert.ok(edit, `“${title}” has no edit.`);
    for (const [file, edits] of Object.entries(edit.changes ?? {})) this.#change(file, edits);
    for (const change of edit.documentChanges ?? []) {
      if ('textDocument' in change) this.#change(change.textDocument.uri, change.edits as TextEdit[]);
      else if (change.kind === 'create') {
        assert.ok(!(change.uri in this.files), `${change.uri} is there already.`);
        this.files[change.uri] = '';
      } else if (change.kind === 'delete') Reflect.deleteProperty(this.files, change.uri);
    }
    this.version++;
    return this;
  }

  #change(file: string, edits: readonly TextEdit[]): void {
    const document = TextDocument.create(file, 'yaml', 1, this.files[file] ?? '');
    this.files[file] = TextDocument.applyEdits(document, [...edits]);
  }
}

export function titled(actions: readonly CodeAction[], start: string): CodeAction {
  const found = actions.find(({ title }) => title.startsWith(start));
  assert.ok(found, `No “${start}” in: ${actions.map(({ title }) => title).join(' | ')}`);
  return found;
}
