import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { Log } from '../../model/log.js';
import type { Session } from '../session/session.js';
import { FrameLinks } from './frameLinks.js';
import { LogPace, shownOfFlood } from './logPace.js';
import { showLogStatus } from './logStatus.js';
import { ServiceLog } from './serviceLog.js';

export const logScheme = 'golden-path-log';

/** What is to be read. */
export interface LogTarget {
  readonly service: string;
  /** One or more; their lines go into one log. */
  readonly environments: readonly string[];
  /** Folder of the service relative to the workspace, where it is known: its files are looked at first. */
  readonly folder?: string;
}

interface LogView extends Disposable {
  readonly platform: string;
  readonly uri: vscode.Uri;
  readonly folder: string | undefined;
  readonly log: ServiceLog;
  readonly pace: LogPace;
}

/** Logs of services as read-only documents that follow until their tab is closed. */
export class LogViews implements Disposable {
  readonly #views = new Map<string, LogView>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #told = new vscode.EventEmitter<void>();
  readonly #store = new DisposableStore();
  readonly #log: Log;
  readonly #session: Session;
  /** How many lines there were before a log changed: editors that showed its end are kept there. */
  readonly #lines = new WeakMap<vscode.TextDocument, number>();
  /** The last line in sight of those that are kept at the end, which is told later than a fast log changes. */
  readonly #followed = new WeakMap<vscode.TextEditor, number>();

  constructor(log: Log, session: Session) {
    this.#log = log;
    this.#session = session;
    this.#store.add(this.#changed);
    this.#store.add(this.#told);
    const links = new FrameLinks((uri) => this.#views.get(uri.toString())?.folder);
    this.#store.add(
      vscode.workspace.registerTextDocumentContentProvider(logScheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#textOf(uri),
      }),
    );
    this.#store.add(vscode.languages.registerDocumentLinkProvider({ scheme: logScheme }, links));
    this.#store.add(showLogStatus(this.#told.event, () => this.active()));
    this.#store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#grown(document)));
    this.#store.add(vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.#closed(closed)));
    this.#store.add(vscode.window.onDidChangeVisibleTextEditors(() => this.#seen()));
    this.#store.add(vscode.window.onDidChangeActiveTextEditor(() => this.#told.fire()));
    this.#store.add(session.onDidChange(() => this.#platformsChanged()));
  }

  /** Opens the log and follows it; a log that is open already starts afresh. */
  async show(platform: string, { service, environments, folder }: LogTarget): Promise<void> {
    const path = `/${service} (${environments.join(', ')}).log`;
    const uri = vscode.Uri.from({ scheme: logScheme, path, query: platform });
    this.#forget(uri);
    const log = new ServiceLog({
      service,
      environments,
      read: (environment, query, call) =>
        this.#session.require(platform).platform.logs(service, environment, query, call),
      log: this.#log,
    });
    this.#views.set(uri.toString(), this.#viewOf(platform, uri, folder, log));
    log.start();
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** The log that a command is about: the one given, as an editor's menu does, or the one in the active editor. */
  active(uri: unknown = vscode.window.activeTextEditor?.document.uri): ServiceLog | undefined {
    return uri instanceof vscode.Uri ? this.#views.get(uri.toString())?.log : undefined;
  }

  dispose(): void {
    for (const view of this.#views.values()) view.dispose();
    this.#views.clear();
    this.#store.dispose();
  }

  /** Logs of a platform that was left stay to be read, and go on when it is back. */
  #platformsChanged(): void {
    const connected = this.#session.connections.map(({ url }) => url);
    for (const { platform, log } of this.#views.values()) {
      if (connected.includes(platform)) log.goOn();
      else log.stop();
    }
  }

  #viewOf(platform: string, uri: vscode.Uri, folder: string | undefined, log: ServiceLog): LogView {
    const pace = new LogPace(log, {
      isSeen: () => this.#isSeen(uri),
      show: () => this.#changed.fire(uri),
      tell: () => this.#told.fire(),
    });
    return {
      platform,
      uri,
      folder,
      log,
      pace,
      dispose: () => {
        pace.dispose();
        log.dispose();
      },
    };
  }

  #textOf(uri: vscode.Uri): string {
    const view = this.#views.get(uri.toString());
    return view?.log.toString(view.pace.isFlood ? shownOfFlood : undefined) ?? '';
  }

  #isSeen(uri: vscode.Uri): boolean {
    const text = uri.toString();
    return vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === text);
  }

  #grown(document: vscode.TextDocument): void {
    if (document.uri.scheme !== logScheme) return;
    const before = this.#lines.get(document) ?? 0;
    this.#lines.set(document, document.lineCount);
    const end = document.lineCount - 1;
    for (const editor of vscode.window.visibleTextEditors) {
      const last = editor.visibleRanges.at(-1)?.end.line ?? 0;
      const least = Math.min(before - 2, end, (this.#followed.get(editor) ?? Infinity) - 1);
      if (editor.document !== document) continue;
      this.#followed.set(editor, last < least ? Infinity : last);
      if (last < least) continue;
      // Of a text that became shorter no more than the last line would be left in sight.
      if (end < before - 1) reveal(editor, 0);
      reveal(editor, end);
    }
  }

  /** A log that came into sight again shows what it has missed. */
  #seen(): void {
    for (const { uri } of this.#views.values()) if (this.#isSeen(uri)) this.#changed.fire(uri);
    this.#told.fire();
  }

  #closed(tabs: readonly vscode.Tab[]): void {
    for (const { input } of tabs) {
      if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== logScheme) continue;
      this.#forget(input.uri);
    }
  }

  #forget(uri: vscode.Uri): void {
    this.#views.get(uri.toString())?.dispose();
    this.#views.delete(uri.toString());
  }
}

function reveal(editor: vscode.TextEditor, line: number): void {
  editor.revealRange(new vscode.Range(line, 0, line, 0));
}
