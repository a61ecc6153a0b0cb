import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle.js';

const scheme = 'golden-path-report';
/** Comes with the editor, but can be switched off. */
const markdownExtension = 'vscode.markdown-language-features';
/** Pages that can still be turned back to. */
const mostPages = 10;

/** Shows pages in Markdown, rendered where the editor can do that, and YAML, as read-only documents. */
export class ReportView implements Disposable {
  readonly #store = new DisposableStore();
  readonly #pages = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  #count = 0;

  constructor() {
    this.#store.add(this.#changed);
    this.#store.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#pages.get(uri.toString()) ?? '',
      }),
    );
  }

  /** Opens a page beside the editor, in the tab of the last one unless that is kept. `title` has no slashes. */
  async show(title: string, markdown: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${title}.md`, query: String(++this.#count) });
    this.#keep(uri, markdown);
    if (vscode.extensions.getExtension(markdownExtension)) {
      await vscode.commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor', {
        viewColumn: column(),
        preview: true,
      });
    } else {
      await vscode.window.showTextDocument(uri, { viewColumn: column() });
    }
  }

  /** Opens YAML beside the editor, which keeps the focus. What has the same title takes its place. */
  async showYaml(title: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${title}.yaml` });
    this.#keep(uri, text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: column(),
      preserveFocus: true,
      preview: true,
    });
  }

  #keep(uri: vscode.Uri, text: string): void {
    this.#pages.delete(uri.toString());
    this.#pages.set(uri.toString(), text);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > mostPages && oldest !== undefined) this.#pages.delete(oldest);
  }

  dispose(): void {
    this.#store.dispose();
  }
}

/** Where pages are already, else beside the editor; beside nothing it would be half a window. */
function column(): vscode.ViewColumn {
  const isPage = ({ input }: vscode.Tab): boolean =>
    (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) &&
    input.uri.scheme === scheme;
  const { all } = vscode.window.tabGroups;
  const group = all.find(({ tabs }) => tabs.some(isPage)) ?? all.find(({ tabs }) => tabs.length === 0);
  return group?.viewColumn ?? vscode.ViewColumn.Beside;
}
