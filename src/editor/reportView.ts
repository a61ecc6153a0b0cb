import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle.js';

const scheme = 'golden-path-report';
/** Comes with the editor, but can be switched off. */
const markdownExtension = 'vscode.markdown-language-features';
/** Pages that can still be turned back to. */
const mostPages = 10;

/** Shows pages in Markdown as read-only documents, rendered where the editor can do that. */
export class ReportView implements Disposable {
  readonly #store = new DisposableStore();
  readonly #pages = new Map<string, string>();
  #count = 0;

  constructor() {
    this.#store.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.#pages.get(uri.toString()) ?? '',
      }),
    );
  }

  /** Opens a page beside the editor. `title` has no slashes. */
  async show(title: string, markdown: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${title}.md`, query: String(++this.#count) });
    this.#pages.set(uri.toString(), markdown);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > mostPages && oldest !== undefined) this.#pages.delete(oldest);
    if (vscode.extensions.getExtension(markdownExtension)) {
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
    } else {
      await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside });
    }
  }

  dispose(): void {
    this.#store.dispose();
  }
}
