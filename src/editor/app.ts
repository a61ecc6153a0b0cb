import * as vscode from 'vscode';
import { setTranslations } from '../base/l10n.js';
import { DisposableStore, type Disposable } from '../base/lifecycle.js';
import type { Log } from '../model/log.js';
import type { LocalPlatformHost } from '../model/localPlatform.js';
import type { CommandContext } from './commands/context.js';
import type { CommandId } from './commands/ids.js';
import { runCommand } from './commands/runCommand.js';
import { KeptDeliveries } from './delivery/keptDeliveries.js';
import { resumeDeliveries } from './delivery/resumeDeliveries.js';
import { PlanPreview } from './delivery/planPreview.js';
import { StatusGutter } from './gutter/statusGutter.js';
import { LanguageClientHost } from './languageClient/clientHost.js';
import { isOurs } from './languageClient/manifestDocuments.js';
import { showLanguageStatus } from './languageClient/languageStatus.js';
import { noticeMending } from './languageClient/mending.js';
import { WorkspaceServices } from './languageClient/workspaceServices.js';
import { ServiceLenses } from './lenses/serviceLenses.js';
import { ChannelLog } from './log.js';
import { LogViews } from './logs/logViews.js';
import type { Prompts } from './prompts.js';
import { ReportView } from './reportView.js';
import { PlatformKnowledge } from './session/platformKnowledge.js';
import { PlatformMemory } from './session/memory.js';
import { openOverHttp } from './session/openConnection.js';
import { Session } from './session/session.js';
import { FileShelf } from '../platform/live/fileShelf.js';
import { platformUrlSetting } from './session/settings.js';
import { PlatformTokens } from './session/tokens.js';
import { ViewHost, type Trees } from './views/viewHost.js';
import { windowPrompts } from './windowPrompts.js';

export interface AppPorts {
  readonly extension: vscode.ExtensionContext;
  readonly trees: Trees;
  readonly localHost: (log: Log) => Promise<LocalPlatformHost>;
}

/** Everything behind the registrations of activation: loaded with the first view, command or manifest. */
export class App implements Disposable {
  readonly session: Session;
  readonly language: LanguageClientHost;
  readonly workspaceServices: WorkspaceServices;
  readonly views: ViewHost;
  readonly logs: LogViews;
  readonly gutter: StatusGutter;
  /** Replaced by tests, which answer in a person's stead. */
  prompts: Prompts = windowPrompts;
  readonly #store = new DisposableStore();
  readonly #log: ChannelLog;
  readonly #tokens: PlatformTokens;
  readonly #planPreview: PlanPreview;
  readonly #reports: ReportView;
  readonly #knowledge: PlatformKnowledge;
  readonly #pending: KeptDeliveries;

  constructor({ extension, trees, localHost }: AppPorts) {
    setTranslations(vscode.l10n.bundle ?? {});
    const log = this.#store.add(new ChannelLog());
    this.#log = log;
    this.#tokens = new PlatformTokens(extension.secrets);
    this.session = this.#store.add(
      new Session({
        open: openOverHttp(
          log,
          new FileShelf(vscode.Uri.joinPath(extension.globalStorageUri, 'pictures').fsPath, log),
        ),
        localHost: () => localHost(log),
        tokens: this.#tokens,
        memory: new PlatformMemory(extension.globalState),
        settingUrl: platformUrlSetting,
        isTrusted: () => vscode.workspace.isTrusted,
      }),
    );
    this.#knowledge = new PlatformKnowledge(this.session, extension.globalState);
    this.language = this.#store.add(
      new LanguageClientHost(
        {
          loadServer: async () =>
            (await import('./languageClient/nodeServer.js')).nodeServer(
              extension.asAbsolutePath('dist/server.cjs'),
            ),
          docsBase: vscode.Uri.joinPath(extension.extensionUri, 'docs').toString(),
          channel: log.channel,
          names: this.#knowledge,
          manifestCheck: this.#knowledge,
          schemas: this.#knowledge,
        },
        log,
      ),
    );
    this.workspaceServices = this.#store.add(
      new WorkspaceServices(() => this.language.request('goldenPath/workspaceServices', {})),
    );
    this.logs = this.#store.add(new LogViews(log));
    this.#pending = new KeptDeliveries(extension.workspaceState);
    this.#planPreview = this.#store.add(new PlanPreview());
    this.#reports = this.#store.add(new ReportView());
    this.views = this.#store.add(new ViewHost(trees, this.session, this.workspaceServices));
    this.#store.add(new ServiceLenses(this.workspaceServices, this.session));
    this.gutter = this.#store.add(new StatusGutter(this.language, this.session, extension.extensionUri, log));
    this.#store.add(showLanguageStatus(this.language));
    this.#store.add(noticeMending());
    this.#store.add(this.language.onDidChangeServices(() => this.#refreshServices()));
    this.#store.add(this.session.onDidChange(() => this.#sessionChanged()));
    this.#store.add(
      this.session.onDidChangeLive(({ all, environments }) => {
        if (all || environments.size > 0) this.#namesChanged();
        if (all) this.#resumeDeliveries();
      }),
    );
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.viewShown()));
  }

  run(id: CommandId, ...args: readonly unknown[]): Promise<void> {
    return runCommand(id, this.#commandContext, args);
  }

  /** A view came into sight: goes back to the platform of last time. Never starts or connects without trust. */
  viewShown(): void {
    this.session.resume().catch((error: unknown) => this.#log.error('resuming the session failed', error));
  }

  /** A manifest or Score file is open: the language server is wanted. */
  manifestOpened(document: vscode.TextDocument): void {
    const ready = isOurs(document) ? this.language.start() : this.language.admit(document);
    ready.then(
      () => {
        this.#refreshServices();
        this.gutter.refresh();
      },
      (error: unknown) => this.#log.error('the language server is missing', error),
    );
  }

  dispose(): void {
    this.#store.dispose();
  }

  #sessionChanged(): void {
    this.#namesChanged();
    if (this.session.connection) this.#refreshServices();
    else this.logs.stopAll();
  }

  /** The platform answers, perhaps again: what was on its way there is taken up. */
  #resumeDeliveries(): void {
    const { connection } = this.session;
    if (connection?.live.snapshot.status === 'live') {
      void resumeDeliveries(() => this.#commandContext, connection);
    }
  }

  #namesChanged(): void {
    this.#knowledge.forget();
    this.language
      .notify('goldenPath/catalogChanged', {})
      .catch((error: unknown) => this.#log.error('the language server was not told of new names', error));
  }

  #refreshServices(): void {
    this.workspaceServices
      .refresh()
      .catch((error: unknown) => this.#log.error('the workspace services are not known', error));
  }

  get #commandContext(): CommandContext {
    return {
      session: this.session,
      tokens: this.#tokens,
      language: this.language,
      workspaceServices: this.workspaceServices,
      prompts: this.prompts,
      logs: this.logs,
      planPreview: this.#planPreview,
      pending: this.#pending,
      reports: this.#reports,
      log: this.#log,
      run: (id, ...args) => this.run(id, ...args),
      showLog: () => this.#log.show(),
      showProblems: () => void vscode.commands.executeCommand('workbench.actions.view.problems'),
      loadMore: (list) => this.views.loadMore(list),
    };
  }
}
