import * as vscode from 'vscode';
import { DisposableStore, toDisposable, type Disposable } from '../../base/lifecycle.js';

const scheme = 'golden-path-files';

/** One file before and after. */
export interface FileComparison {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Shows files that would be written in the editor's own comparison of many files; nothing is on disk. */
export class FilePreview implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #store = new DisposableStore();
  #count = 0;

  constructor() {
    this.#store.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
      }),
    );
  }

  /** Opens the comparison; dispose the result to close it. */
  async show(title: string, files: readonly FileComparison[]): Promise<Disposable> {
    const number = String(++this.#count);
    const made: string[] = [];
    const document = (side: string, { path }: FileComparison, text: string): vscode.Uri => {
      const uri = vscode.Uri.from({ scheme, path: `/${path}`, query: `${number}&${side}` });
      this.#texts.set(uri.toString(), text);
      made.push(uri.toString());
      return uri;
    };
    const compared = files.map((file) => {
      const after = document('after', file, file.after);
      return [after, document('before', file, file.before), after] as const;
    });
    await vscode.commands.executeCommand('vscode.changes', title, compared);
    return toDisposable(() => {
      for (const uri of made) this.#texts.delete(uri);
      void closeTab(title);
    });
  }

  dispose(): void {
    this.#store.dispose();
  }
}

/** The API does not say what such a tab shows: it goes by its title. */
async function closeTab(title: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ label }) => label === title || label.startsWith(`${title} (`));
  await vscode.window.tabGroups.close(tabs, true);
}
