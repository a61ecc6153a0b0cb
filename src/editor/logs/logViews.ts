import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { Log } from '../../model/log.js';
import type { Platform } from '../../model/platform.js';
import { followLog } from './followLog.js';
import { LogText } from './logText.js';

const scheme = 'golden-path-log';

interface LogView {
  readonly platform: string;
  readonly uri: vscode.Uri;
  readonly text: LogText;
  readonly abort: AbortController;
}

/** Logs of services as read-only documents that follow until their tab is closed. */
export class LogViews implements Disposable {
  readonly #views = new Map<string, LogView>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #store = new DisposableStore();
  readonly #log: Log;
  /** Editors that showed the end of a log before it grew: they are kept there. */
  #atEnd: readonly vscode.TextEditor[] = [];

  constructor(log: Log) {
    this.#log = log;
    this.#store.add(this.#changed);
    this.#store.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#views.get(uri.toString())?.text.toString() ?? '',
      }),
    );
    this.#store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#grown(document)));
    this.#store.add(vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.#closed(closed)));
  }

  /** Opens the log and follows it; a log that is open already starts afresh. */
  async show(platform: Platform, service: string, environment: string): Promise<void> {
    const path = `/${service} (${environment}).log`;
    const uri = vscode.Uri.from({ scheme, path, query: platform.url });
    this.#views.get(uri.toString())?.abort.abort();
    const heading = t('— Log of {0} in {1}. It follows until this tab is closed. —', service, environment);
    const view: LogView = {
      platform: platform.url,
      uri,
      text: new LogText(heading),
      abort: new AbortController(),
    };
    this.#views.set(uri.toString(), view);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
    void followLog({
      read: (query, signal) => platform.logs(service, environment, query, { signal }),
      write: (text) => this.#write(view, text),
      signal: view.abort.signal,
      log: this.#log,
    });
  }

  /** Stops following the logs of all platforms but these; the text stays to be read. */
  keepOnly(platforms: readonly string[]): void {
    for (const { platform, abort } of this.#views.values()) if (!platforms.includes(platform)) abort.abort();
  }

  dispose(): void {
    this.keepOnly([]);
    this.#store.dispose();
  }

  #write(view: LogView, text: string): void {
    view.text.append(text);
    this.#atEnd = vscode.window.visibleTextEditors.filter(
      ({ document, visibleRanges }) =>
        document.uri.scheme === scheme && (visibleRanges.at(-1)?.end.line ?? 0) >= document.lineCount - 2,
    );
    this.#changed.fire(view.uri);
  }

  #grown(document: vscode.TextDocument): void {
    if (document.uri.scheme !== scheme) return;
    const end = new vscode.Range(document.lineCount - 1, 0, document.lineCount - 1, 0);
    for (const editor of this.#atEnd) if (editor.document === document) editor.revealRange(end);
  }

  #closed(tabs: readonly vscode.Tab[]): void {
    for (const { input } of tabs) {
      if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== scheme) continue;
      this.#views.get(input.uri.toString())?.abort.abort();
      this.#views.delete(input.uri.toString());
    }
  }
}
