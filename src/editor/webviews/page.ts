import * as vscode from 'vscode';
import { Emitter } from '../../base/events.js';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import { readFromPage, toWire, type ToPage } from '../../base/pageMessages.js';
import type { Log } from '../../model/log.js';
import { sentenceOf } from '../commands/fault.js';

/** Answers one question of a page. What comes from the page is not trusted: check it. Throws for the person. */
type Answer = (value: unknown, signal: AbortSignal) => unknown;

/** What a page is of, what it shows, and what it may ask for. */
export interface PageContent {
  /** Name of its folder in src/webview, whose page.ts is its script. */
  readonly kind: string;
  /** One page each. Kept in the page over a reload, so nothing secret. */
  readonly key: string;
  readonly title: string;
  /** Whether it has a form: without, the editor lets none be sent. */
  readonly hasForm?: boolean;
  /** All that it shows now, as plain data: asked for when the page is made, and again when it comes back into sight. */
  readonly model: () => unknown;
  /** By the names that the page asks and tells. Others are passed over. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** Called each time it comes into sight; what it returns is disposed when it goes out of sight or is closed. */
  readonly shown?: (page: Page) => Disposable;
}

/** One open page: sends what it shows and answers what it asks, until it is closed. */
export class Page implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #log: Log;
  readonly #closed = new Emitter<undefined>();
  readonly #whileVisible = new DisposableStore();
  #abort = new AbortController();
  #content: PageContent;
  #isListening = false;
  #isVisible = false;
  #isClosed = false;

  readonly onDidDispose = this.#closed.event;

  constructor(panel: vscode.WebviewPanel, content: PageContent, log: Log) {
    this.#panel = panel;
    this.#content = content;
    this.#log = log;
    panel.webview.onDidReceiveMessage((data: unknown) => this.#received(data));
    panel.onDidChangeViewState(() => this.#visibilityChanged());
    panel.onDidDispose(() => this.#disposed());
    this.#visibilityChanged();
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  /** Of its tab. */
  get title(): string {
    return this.#panel.title;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Shows other content of the same subject. */
  replace(content: PageContent): void {
    this.#content = content;
    this.#panel.title = content.title;
    this.#whileVisible.clear();
    this.#isVisible = false;
    this.#visibilityChanged();
    this.update();
  }

  /** What it shows has changed. A page out of sight is shown anew when it comes back. */
  update(): void {
    if (!this.#isListening || !this.#panel.visible) return;
    const { kind, key, model } = this.#content;
    this.#send({
      kind: 'show',
      model: model(),
      subject: { page: kind, key },
      translations: vscode.l10n.bundle ?? {},
    });
  }

  dispose(): void {
    if (!this.#isClosed) this.#panel.dispose();
  }

  #visibilityChanged(): void {
    const { visible } = this.#panel;
    if (visible === this.#isVisible) return;
    this.#isVisible = visible;
    // A hidden page is thrown away by the editor, and says that it listens when it is made again.
    if (!visible) {
      this.#isListening = false;
      this.#whileVisible.clear();
    } else if (this.#content.shown) {
      this.#whileVisible.add(this.#content.shown(this));
    }
  }

  #received(data: unknown): void {
    const message = readFromPage(data);
    if (message === undefined) {
      this.#log.warn(`the page ${this.#content.kind} sent what is no message`);
    } else if (message.kind === 'ready') {
      this.#isListening = true;
      this.update();
    } else {
      void this.#answer(message.name, message.value, message.kind === 'ask' ? message.id : undefined);
    }
  }

  async #answer(name: string, value: unknown, id: number | undefined): Promise<void> {
    const { answers = {}, kind } = this.#content;
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (!answer) {
      this.#log.warn(`the page ${kind} asked for what it may not: ${name.slice(0, 40)}`);
      return;
    }
    try {
      const found = await answer(value, this.#abort.signal);
      if (id !== undefined) this.#send({ kind: 'answer', id, value: found });
    } catch (error) {
      if (this.#isClosed) return;
      this.#log.error(`the page ${kind} got no answer to ${name}`, error);
      if (id !== undefined) this.#send({ kind: 'refusal', id, message: sentenceOf(error) });
    }
  }

  #send(message: ToPage): void {
    if (this.#isClosed) return;
    this.#panel.webview
      .postMessage(toWire(message))
      .then(undefined, (error: unknown) => this.#log.error('a message did not reach its page', error));
  }

  #disposed(): void {
    this.#isClosed = true;
    this.#abort.abort();
    this.#whileVisible.dispose();
    this.#closed.fire(undefined);
    this.#closed.dispose();
  }
}
