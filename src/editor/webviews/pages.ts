import * as vscode from 'vscode';
import { Emitter } from '../../base/events.js';
import { toDisposable, type Disposable } from '../../base/lifecycle.js';
import { readSubject } from '../../base/pageMessages.js';
import type { Log } from '../../model/log.js';
import type { Store } from '../session/memory.js';
import { freeTitle } from './freeTitle.js';
import { KeptPages } from './keptPages.js';
import { Page, type PageContent } from './page.js';
import { pageHtml } from './pageHtml.js';
import { pageViewType } from './pageViewType.js';

/** Finds what a page showed before the window was reloaded; `undefined` when that is gone. */
export type Reopen = (key: string) => Promise<PageContent | undefined>;

/** The pages (webviews) that are open: one of each subject. */
export class Pages implements Disposable {
  readonly #extension: vscode.Uri;
  readonly #log: Log;
  readonly #open = new Map<string, Page>();
  readonly #kinds = new Map<string, Reopen>();
  readonly #kept: KeptPages;
  readonly #visibility = new Emitter<void>();

  readonly onDidChangeVisibility = this.#visibility.event;

  /** `store` keeps which pages are open: one that was never in sight could not keep it itself. */
  constructor(extension: vscode.Uri, log: Log, store: Store) {
    this.#extension = extension;
    this.#log = log;
    this.#kept = new KeptPages(store);
  }

  /** Whether any page is in sight. */
  get visible(): boolean {
    return [...this.#open.values()].some(({ isVisible }) => isVisible);
  }

  /** How pages of a kind (a folder of src/webview with a page.ts) come back after a reload. */
  register(kind: string, reopen: Reopen): Disposable {
    this.#kinds.set(kind, reopen);
    return toDisposable(() => this.#kinds.delete(kind));
  }

  /** The page of a subject, if it is open. */
  find(kind: string, key: string): Page | undefined {
    return this.#open.get(idOf(kind, key));
  }

  /** Brings the page of this subject to the front with this content, made anew if there is none. */
  open(given: PageContent): Page {
    const known = this.find(given.kind, given.key);
    const content = this.#withFreeTitle(given, known?.title);
    if (known) {
      known.replace(content);
      this.#kept.opened({ page: content.kind, key: content.key, title: content.title });
      known.reveal();
      return known;
    }
    const panel = vscode.window.createWebviewPanel(
      pageViewType,
      content.title,
      vscode.ViewColumn.Active,
      this.#options(content),
    );
    return this.#adopt(panel, content);
  }

  /** The window was reloaded with this page open. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const told = readSubject((state as { readonly subject?: unknown } | undefined)?.subject);
    const subject = this.#kept.take(panel.title, told);
    const reopen = subject && this.#kinds.get(subject.page);
    const isOpen = subject && this.find(subject.page, subject.key);
    const given = isOpen ? undefined : await reopen?.(subject?.key ?? '');
    if (!given) {
      panel.dispose();
      return;
    }
    const content = this.#withFreeTitle(given, panel.title);
    panel.webview.options = this.#options(content);
    panel.title = content.title;
    this.#adopt(panel, content);
  }

  dispose(): void {
    this.#kept.dispose();
    for (const page of [...this.#open.values()]) page.dispose();
    this.#visibility.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, content: PageContent): Page {
    const page = new Page(panel, content, this.#log);
    const id = idOf(content.kind, content.key);
    this.#open.set(id, page);
    this.#kept.opened({ page: content.kind, key: content.key, title: content.title });
    const changed = (): void => this.#visibility.fire();
    panel.onDidChangeViewState(changed);
    page.onDidDispose(() => {
      this.#open.delete(id);
      this.#kept.closed({ page: content.kind, key: content.key });
      changed();
    });
    changed();
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(this.#extension, 'media', `manifest-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.html = this.#html(panel.webview, content);
    return page;
  }

  /** `own`: how its tab is called already, if it has one. */
  #withFreeTitle(content: PageContent, own?: string): PageContent {
    const id = idOf(content.kind, content.key);
    const open = [...this.#open].filter(([each]) => each !== id).map(([, { title }]) => title);
    // Those that were not looked at since the window was loaded have a tab and nothing else.
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes(pageViewType))
      .map(({ label }) => label)
      .filter((label) => label !== own);
    return { ...content, title: freeTitle(content.title, new Set([...open, ...tabs])) };
  }

  #html(webview: vscode.Webview, { kind, title }: PageContent): string {
    const address = (file: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#extension, 'dist', 'webview', file)).toString();
    return pageHtml({
      cspSource: webview.cspSource,
      script: address(`${kind}.js`),
      style: address('page.css'),
      nonce: crypto.randomUUID().replaceAll('-', ''),
      language: vscode.env.language,
      title,
    });
  }

  #options({ hasForm = false }: PageContent): vscode.WebviewPanelOptions & vscode.WebviewOptions {
    return {
      enableScripts: true,
      enableForms: hasForm,
      enableFindWidget: true,
      localResourceRoots: [vscode.Uri.joinPath(this.#extension, 'dist', 'webview')],
    };
  }
}

function idOf(kind: string, key: string): string {
  return `${kind} ${key}`;
}
