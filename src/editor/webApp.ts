import * as vscode from 'vscode';
import { isAbort } from '../base/abort.js';
import { setTranslations, t } from '../base/l10n.js';
import { DisposableStore, type Disposable } from '../base/lifecycle.js';
import { convertManifest } from './commands/convert.js';
import { sentenceOf } from './commands/fault.js';
import type { WebCommandId } from './commands/ids.js';
import { restartLanguageServer } from './commands/restartLanguageServer.js';
import { validateWorkspace } from './commands/validateWorkspace.js';
import { LanguageClientHost } from './languageClient/clientHost.js';
import { showLanguageStatus } from './languageClient/languageStatus.js';
import { isOurs } from './languageClient/manifestDocuments.js';
import { ChannelLog } from './log.js';
import type { Prompts } from './prompts.js';
import { ReportView } from './reportView.js';
import { windowPrompts } from './windowPrompts.js';

/** Everything that runs in a browser with no machine behind it: the language service, and nothing that connects. */
export class WebApp implements Disposable {
  readonly language: LanguageClientHost;
  /** Replaced by tests, which answer in a person's stead. */
  prompts: Prompts = windowPrompts;
  readonly #store = new DisposableStore();
  readonly #log: ChannelLog;
  readonly #reports: ReportView;

  constructor({ extensionUri }: vscode.ExtensionContext) {
    setTranslations(vscode.l10n.bundle ?? {});
    this.#log = this.#store.add(new ChannelLog());
    this.#reports = this.#store.add(new ReportView());
    const addressOf = (...path: string[]): string =>
      vscode.Uri.joinPath(extensionUri, 'dist', ...path).toString(true);
    this.language = this.#store.add(
      new LanguageClientHost(
        {
          loadServer: async () =>
            (await import('./languageClient/workerServer.js')).workerServer(
              addressOf('server.web.js'),
              addressOf('lazy', 'server-browser.js'),
            ),
          docsBase: vscode.Uri.joinPath(extensionUri, 'docs').toString(),
          channel: this.#log.channel,
        },
        this.#log,
      ),
    );
    this.#store.add(showLanguageStatus(this.language));
  }

  /** A manifest or Score file is open: the language server is wanted. */
  manifestOpened(document: vscode.TextDocument): void {
    const ready = isOurs(document) ? this.language.start() : this.language.admit(document);
    ready.then(undefined, (error: unknown) => this.#log.error('the language server is missing', error));
  }

  /** Runs a command: a fault becomes one sentence, a cancel stays silent. */
  async run(id: WebCommandId, ...args: readonly unknown[]): Promise<void> {
    const { language, prompts } = this;
    const reports = this.#reports;
    try {
      if (id === 'goldenPath.showLog') this.#log.show();
      else if (id === 'goldenPath.convert') await convertManifest({ language, prompts, reports }, ...args);
      else if (id === 'goldenPath.validateWorkspace') await validateWorkspace({ language, prompts }, ...args);
      else await restartLanguageServer({ language }, ...args);
    } catch (error) {
      if (isAbort(error)) return;
      this.#log.error(`${id} failed`, error);
      prompts.tell('error', sentenceOf(error), [{ label: t('Show Log'), run: () => this.#log.show() }]);
    }
  }

  dispose(): void {
    this.#store.dispose();
  }
}
