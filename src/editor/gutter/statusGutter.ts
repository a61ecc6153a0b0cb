import * as vscode from 'vscode';
import { DisposableStore, toDisposable, type Disposable } from '../../base/lifecycle.js';
import type { StatusPlace } from '../../language/protocol.js';
import type { Log } from '../../model/log.js';
import type { LanguageClientHost } from '../languageClient/clientHost.js';
import { manifestEditors } from '../languageClient/manifestEditors.js';
import { gutterEnabled } from '../session/settings.js';
import type { Session } from '../session/session.js';
import { toMarkdown } from '../views/treeItem.js';
import { markNames, statusMarks, type Mark, type MarkName } from './statusMarks.js';

/** How long the text must rest before the places in it are asked for again, ms: till then marks move with the text. */
const restMs = 200;

/** A sign beside the name of each service and each of its environments in a manifest: how it fares. Off by default. */
export class StatusGutter implements Disposable {
  readonly #language: LanguageClientHost;
  readonly #session: Session;
  readonly #log: Log;
  readonly #store = new DisposableStore();
  readonly #types: ReadonlyMap<MarkName, vscode.TextEditorDecorationType>;
  /** The places that were told of, by document. */
  readonly #places = new WeakMap<vscode.TextDocument, readonly StatusPlace[]>();
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(language: LanguageClientHost, session: Session, extension: vscode.Uri, log: Log) {
    this.#language = language;
    this.#session = session;
    this.#log = log;
    this.#types = new Map(
      markNames.map((name) => [name, this.#store.add(decorationType(extension, name))] as const),
    );
    this.#store.add(toDisposable(() => clearTimeout(this.#rest)));
    this.#store.add(vscode.window.onDidChangeVisibleTextEditors(() => this.refresh()));
    this.#store.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (editorsOf(document).length > 0) this.#refreshSoon();
      }),
    );
    this.#store.add(language.onDidChangeState(() => this.refresh()));
    this.#store.add(session.onDidChange(() => this.refresh()));
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('goldenPath.gutter')) this.refresh();
      }),
    );
    this.#store.add(session.onDidChangeLive(() => this.#showAll()));
  }

  /** Asks where the marks belong in every manifest in sight, and shows them. */
  refresh(): void {
    for (const editor of manifestEditors()) {
      this.#ask(editor.document).catch((error: unknown) =>
        this.#log.error('the places of the status marks are not known', error),
      );
    }
  }

  /** What is shown in a document. */
  marksOf(document: vscode.TextDocument): readonly Mark[] {
    const live = this.#session.connection?.live.snapshot;
    const isShown = live !== undefined && gutterEnabled(document.uri);
    return isShown ? statusMarks(this.#places.get(document) ?? [], live) : [];
  }

  dispose(): void {
    this.#store.dispose();
  }

  #refreshSoon(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.refresh(), restMs);
  }

  async #ask(document: vscode.TextDocument): Promise<void> {
    const isWanted = this.#session.connection !== undefined && gutterEnabled(document.uri);
    if (!isWanted || this.#language.state !== 'running') {
      this.#show(document);
      return;
    }
    const { version } = document;
    const textDocument = { uri: document.uri.toString() };
    const places = await this.#language.request('goldenPath/statusPlaces', { textDocument });
    // A newer text is asked about by the change that made it.
    if (document.version !== version) return;
    this.#places.set(document, places ?? []);
    this.#show(document);
  }

  #showAll(): void {
    for (const { document } of manifestEditors()) this.#show(document);
  }

  #show(document: vscode.TextDocument): void {
    const marks = this.marksOf(document);
    for (const [name, type] of this.#types) {
      const options = marks
        .filter((mark) => mark.name === name)
        .map(({ range, tooltip }) => ({ range: toRange(range), hoverMessage: toMarkdown(tooltip) }));
      for (const editor of editorsOf(document)) editor.setDecorations(type, options);
    }
  }
}

function decorationType(extension: vscode.Uri, name: MarkName): vscode.TextEditorDecorationType {
  const icon = (theme: string): vscode.Uri =>
    vscode.Uri.joinPath(extension, 'media', 'gutter', `${name}-${theme}.svg`);
  return vscode.window.createTextEditorDecorationType({
    light: { gutterIconPath: icon('light') },
    dark: { gutterIconPath: icon('dark') },
    gutterIconSize: 'contain',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}

function editorsOf(document: vscode.TextDocument): readonly vscode.TextEditor[] {
  return manifestEditors().filter((editor) => editor.document === document);
}

function toRange({ start, end }: StatusPlace['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
