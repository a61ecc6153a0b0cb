import * as vscode from 'vscode';
import { setTranslations, t } from '../base/l10n.js';
import { DisposableStore, type Disposable } from '../base/lifecycle.js';
import type { Service } from '../model/catalog.js';
import type { Log } from '../model/log.js';
import type { Account } from '../platform/auth/account.js';
import type { LocalPlatformHost } from '../model/localPlatform.js';
import type { GitQuestion } from '../platform/gitops/gitQuestion.js';
import { Authentication } from './auth/authentication.js';
import { forgetKept } from './auth/keptData.js';
import { forgetPictures } from './auth/keptPictures.js';
import type { SignInPort } from './auth/lazyProvider.js';
import { uriArrived, windowSignInHost, type SignInHost } from './auth/signInHost.js';
import { connectAs } from './commands/connect.js';
import { signOutOf } from './commands/signOut.js';
import type { CommandContext } from './commands/context.js';
import type { CommandId } from './commands/ids.js';
import { deploy } from './commands/deploy.js';
import { behindBoundary, runCommand } from './commands/runCommand.js';
import { ChangeReaches } from './delivery/changeReach.js';
import { showReach } from './delivery/shownReach.js';
import { KeptWrites } from './delivery/keptWrites.js';
import { keptDeliveriesKey, keptRunsKey } from './delivery/keptWritesKeys.js';
import { resumeDeliveries } from './delivery/resumeDeliveries.js';
import { PlanPreview } from './delivery/planPreview.js';
import { FormDrafts } from './forms/formDrafts.js';
import { formPageKind } from './forms/formPage.js';
import { reopenForm } from './forms/reopenForm.js';
import { StatusGutter } from './gutter/statusGutter.js';
import { Dashboards } from './dashboards/dashboards.js';
import { openManifestAt } from './dashboards/openManifestAt.js';
import { LanguageClientHost } from './languageClient/clientHost.js';
import { isOurs } from './languageClient/manifestDocuments.js';
import { showLanguageStatus } from './languageClient/languageStatus.js';
import { WorkspaceServices } from './languageClient/workspaceServices.js';
import { ServiceLenses } from './lenses/serviceLenses.js';
import { ChannelLog } from './log.js';
import { FilePreview } from './runs/filePreview.js';
import { resumeRuns } from './runs/resumeRuns.js';
import { followLink } from './links/followLink.js';
import { EntityDocuments } from './portal/entityDocuments.js';
import { TemplateTrials } from './portal/templateTrials.js';
import { LogViews } from './logs/logViews.js';
import type { Prompts } from './prompts.js';
import { ReportView } from './reportView.js';
import { PlatformKnowledge } from './session/platformKnowledge.js';
import { PlatformMemory } from './session/memory.js';
import {
  clientOverHttp,
  composeOverHttp,
  inquireOverHttp,
  openOverHttp,
  probeOverHttp,
} from './session/openConnection.js';
import type { Connection } from './session/connection.js';
import { clusterAccess } from './session/clusterAccess.js';
import { execConsent } from './session/execConsent.js';
import { Session } from './session/session.js';
import { isPendingRun, type PendingRun } from '../platform/runs/pendingRun.js';
import { isPendingWrite, type Pending, type PendingWrites } from '../platform/writes/pendingWrites.js';
import { FileShelf } from '../platform/live/fileShelf.js';
import { platformFaults, platformsSetting } from './session/settings.js';
import { WindowAudience } from './session/windowAudience.js';
import { ViewHost, type Trees } from './views/viewHost.js';
import { Pages } from './webviews/pages.js';
import { noticeBreaking, noticePlatforms } from './walkthrough/milestones.js';
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
  readonly trees: Trees;
  readonly logs: LogViews;
  readonly gutter: StatusGutter;
  readonly pages: Pages;
  readonly audience: WindowAudience;
  readonly dashboards: Dashboards;
  /** Replaced by tests, which answer in a person's stead. */
  prompts: Prompts = windowPrompts;
  /** Replaced by tests, which have no person at a browser. */
  signInHost: SignInHost = windowSignInHost;
  readonly authentication: Authentication;
  readonly #store = new DisposableStore();
  readonly #log: ChannelLog;
  readonly #memento: vscode.Memento;
  /** The folder of the last good pictures. */
  readonly #pictures: string;
  readonly #planPreview: PlanPreview;
  readonly #reports: ReportView;
  readonly #knowledge: PlatformKnowledge;
  readonly #pending: PendingWrites;
  readonly #pendingRuns: Pending<PendingRun>;
  readonly drafts: FormDrafts;
  readonly #filePreview: FilePreview;
  readonly #trials: TemplateTrials;

  constructor({ extension, trees, localHost }: AppPorts) {
    this.trees = trees;
    setTranslations(vscode.l10n.bundle ?? {});
    const log = this.#store.add(new ChannelLog());
    this.#log = log;
    this.#memento = extension.globalState;
    this.authentication = this.#store.add(
      new Authentication({
        secrets: extension.secrets,
        folder: vscode.Uri.joinPath(extension.globalStorageUri, 'locks').fsPath,
        log,
        ended: (account) => this.#sessionEnded(account),
      }),
    );
    this.#pictures = vscode.Uri.joinPath(extension.globalStorageUri, 'pictures').fsPath;
    this.pages = this.#store.add(new Pages(extension.extensionUri, log, extension.workspaceState));
    const views = [trees.services, trees.environments, trees.activity].map(({ view }) => view);
    this.audience = this.#store.add(new WindowAudience([...views, this.pages]));
    const { consent, askAgain } = execConsent(
      extension.globalState,
      () => this.prompts,
      () => vscode.workspace.isTrusted,
    );
    const clusters = clusterAccess(consent, ({ folder = '', ...request }) =>
      this.language.request('goldenPath/renderObjects', {
        ...request,
        folder: vscode.Uri.file(folder).toString(),
      }),
    );
    const probe = probeOverHttp(log, clusters);
    const git = {
      folder: vscode.Uri.joinPath(extension.globalStorageUri, 'gitops').fsPath,
      identityFrom: async (repository: string) =>
        vscode.workspace.isTrusted
          ? (await import('./delivery/workspaceClone.js')).workspaceClone(repository)
          : undefined,
      codeIn: async (service: Service) =>
        vscode.workspace.isTrusted
          ? (await import('./delivery/workspaceClone.js')).codeFolder(service, this.workspaceServices)
          : undefined,
      git: async () => (await import('./delivery/git.js')).gitPath(),
      questions: {
        program: extension.asAbsolutePath('dist/askpass.cjs'),
        known: new Map<string, string>(),
        ask: async (question: GitQuestion) =>
          (await import('./delivery/gitQuestions.js')).askAtWindow(this.prompts, question),
      },
    };
    const seen = {
      shelf: new FileShelf(this.#pictures, log),
      isSignedIn: (viewer: string) => this.authentication.isSignedIn(viewer),
      audience: this.audience,
    };
    this.session = this.#store.add(
      new Session({
        open: openOverHttp(log, seen),
        compose: composeOverHttp(log, clusters, { ...seen, git }),
        trial: clientOverHttp(log),
        probe: (...asked) => {
          // Whoever tries a cluster by hand may change their mind.
          askAgain();
          return probe(...asked);
        },
        inquire: inquireOverHttp(log),
        localHost: () => localHost(log),
        accounts: this.authentication,
        memory: new PlatformMemory(extension.globalState),
        settings: platformsSetting,
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
          entities: this.#store.add(new EntityDocuments(this.session)),
        },
        log,
      ),
    );
    this.workspaceServices = this.#store.add(
      new WorkspaceServices(
        () => this.language.request('goldenPath/workspaceServices', {}),
        () => vscode.window.activeTextEditor?.document.uri.toString(),
      ),
    );
    this.logs = this.#store.add(new LogViews(log, this.session));
    this.#pending = new KeptWrites(extension.workspaceState, keptDeliveriesKey, isPendingWrite);
    this.#pendingRuns = new KeptWrites(extension.workspaceState, keptRunsKey, isPendingRun);
    this.#filePreview = this.#store.add(new FilePreview());
    this.#trials = this.#store.add(new TemplateTrials());
    this.drafts = new FormDrafts(extension.workspaceState);
    this.#planPreview = this.#store.add(new PlanPreview());
    this.#reports = this.#store.add(new ReportView());
    this.#store.add(
      this.pages.register(formPageKind, (key) => reopenForm(this.#commandContext, this.pages, key)),
    );
    this.dashboards = this.#store.add(
      new Dashboards({
        pages: this.pages,
        session: this.session,
        log,
        run: (id, ...args) => this.run(id, ...args),
        openManifest: (service, pointer) => openManifestAt(this.workspaceServices, service, pointer),
      }),
    );
    this.views = this.#store.add(
      new ViewHost(trees, this.session, this.workspaceServices, extension.workspaceState),
    );
    const reaches = this.#store.add(new ChangeReaches(this.session, log));
    this.#store.add(new ServiceLenses(this.workspaceServices, this.session, reaches));
    this.#store.add(
      showReach(this.workspaceServices, reaches, this.session, (words) => this.views.showReach(words)),
    );
    this.gutter = this.#store.add(new StatusGutter(this.language, this.session, extension.extensionUri, log));
    this.#store.add(showLanguageStatus(this.language));
    this.#store.add(noticeBreaking(this.session));
    this.#store.add(noticePlatforms(this.session));
    this.#store.add(this.language.onDidChangeServices(() => this.#refreshServices()));
    this.#store.add(this.session.onDidChange(() => this.#sessionChanged()));
    this.#store.add(
      this.session.onDidChangeLive(({ connection, all, environments }) => {
        if (all) this.#resumeDeliveries(connection);
        if (connection !== this.session.connection) return;
        if (all || environments.size > 0) this.#namesChanged();
      }),
    );
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('goldenPath.platforms')) this.#platformsNamed();
      }),
    );
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.viewShown()));
  }

  /** Signing in and out for the Accounts menu and for other extensions. */
  get signIns(): SignInPort {
    return {
      createAccount: (url) => connectAs(this.#commandContext, url),
      removeAccount: (id) => signOutOf(this.#commandContext, id),
      freshAccount: (account) => this.authentication.fresh(account),
    };
  }

  run(id: CommandId, ...args: readonly unknown[]): Promise<void> {
    return runCommand(id, this.#commandContext, args);
  }

  /** A view came into sight: goes back to the platform of last time. Never starts or connects without trust. */
  viewShown(): void {
    this.session.resume().catch((error: unknown) => this.#log.error('resuming the session failed', error));
  }

  /** The browser came back from a sign-in, or a portal leads here. */
  async uriArrived(uri: vscode.Uri): Promise<void> {
    if (uriArrived(uri)) return;
    await behindBoundary('following a link', this.#commandContext, () =>
      followLink(this.#commandContext, this.views, uri),
    );
  }

  /** Deploys for a task, and says whether it got live; what went wrong is told as that of the command. */
  async deployForTask(target: { readonly service?: string; readonly environment: string }): Promise<boolean> {
    let isLive = false;
    await behindBoundary('deploying for a task', this.#commandContext, async () => {
      isLive = await deploy(this.#commandContext, target);
    });
    return isLive;
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

  #sessionEnded({ origin }: Account): void {
    const at = this.session.connections.find(({ url }) => new URL(url).origin === origin);
    const sentence = t('Your session at {0} has ended. Sign in again to go on.', new URL(origin).host);
    this.prompts.tell('warning', sentence, [
      { label: t('Sign In…'), run: () => this.run('goldenPath.signIn', { platform: at?.url }) },
    ]);
  }

  async #forgetKept({ id, origin }: Account): Promise<void> {
    await forgetKept(this.#memento, origin);
    await forgetPictures(this.#pictures, id);
  }

  #platformsNamed(): void {
    const [fault] = platformFaults();
    if (fault !== undefined) {
      this.prompts.tell('warning', fault, [
        {
          label: t('Open Settings'),
          run: () => vscode.commands.executeCommand('workbench.action.openSettingsJson'),
        },
      ]);
    }
    this.session
      .settingsChanged()
      .catch((error: unknown) => this.#log.error('the platforms of the settings were not bound', error));
  }

  #sessionChanged(): void {
    this.#namesChanged();
    if (this.session.connection) this.#refreshServices();
  }

  /** The platform answers, perhaps again: what was on its way there is taken up. */
  #resumeDeliveries(connection: Connection): void {
    if (connection.live.snapshot.status === 'live') {
      void resumeDeliveries(() => this.#commandContext, connection);
      void resumeRuns(() => this.#commandContext, connection);
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
      authentication: this.authentication,
      signInHost: this.signInHost,
      language: this.language,
      workspaceServices: this.workspaceServices,
      prompts: this.prompts,
      logs: this.logs,
      planPreview: this.#planPreview,
      pending: this.#pending,
      pendingRuns: this.#pendingRuns,
      services: this.views,
      activity: this.views,
      reports: this.#reports,
      pages: this.pages,
      drafts: this.drafts,
      filePreview: this.#filePreview,
      trials: this.#trials,
      dashboards: this.dashboards,
      log: this.#log,
      faults: this.#log.faults,
      run: (id, ...args) => this.run(id, ...args),
      forgetKept: (account) => this.#forgetKept(account),
      showLog: () => this.#log.show(),
      showProblems: () => void vscode.commands.executeCommand('workbench.actions.view.problems'),
      loadMore: (list) => this.views.loadMore(list),
    };
  }
}
