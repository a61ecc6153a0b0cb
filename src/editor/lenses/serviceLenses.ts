import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { WorkspaceService } from '../../language/protocol.js';
import type { ChangeReaches } from '../delivery/changeReach.js';
import { manifestLanguage, manifestSchemes } from '../languageClient/manifestDocuments.js';
import type { WorkspaceServices } from '../languageClient/workspaceServices.js';
import { codeLensEnabled } from '../session/settings.js';
import type { Session } from '../session/session.js';
import { cannotDeploy } from '../views/lacks.js';
import { documentStart, statusLens } from './lensTexts.js';

/** "Deploy" and the live status above each service of a manifest. */
export class ServiceLenses implements vscode.CodeLensProvider, Disposable {
  readonly #services: WorkspaceServices;
  readonly #session: Session;
  readonly #reaches: ChangeReaches;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #store = new DisposableStore();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(services: WorkspaceServices, session: Session, reaches: ChangeReaches) {
    this.#services = services;
    this.#session = session;
    this.#reaches = reaches;
    const again = (): void => this.#changed.fire();
    this.#store.add(this.#changed);
    this.#store.add(services.onDidChange(again));
    this.#store.add(reaches.onDidChange(again));
    this.#store.add(session.onDidChange(again));
    this.#store.add(session.onDidChangeLive(again));
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('goldenPath.codeLens')) again();
      }),
    );
    const selector = manifestSchemes.flatMap((scheme) => [
      { scheme, language: manifestLanguage },
      { scheme, language: 'yaml' },
    ]);
    this.#store.add(vscode.languages.registerCodeLensProvider(selector, this));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!codeLensEnabled(document.uri)) return [];
    const uri = document.uri.toString();
    return this.#services.all
      .filter((service) => service.uri === uri)
      .flatMap((service) => this.#lensesOf(service, document));
  }

  dispose(): void {
    this.#store.dispose();
  }

  #lensesOf(service: WorkspaceService, document: vscode.TextDocument): vscode.CodeLens[] {
    const { name, uri, range } = service;
    // The list of services may be a moment older than the text.
    const inside = Math.min(range.start.line, document.lineCount - 1);
    const line = documentStart((at) => document.lineAt(at).text, inside);
    const place = new vscode.Range(line, 0, line, 0);
    const deploy = new vscode.CodeLens(place, {
      title: t('Deploy…'),
      tooltip: t('Show the plan, then deploy {0}', name),
      command: 'goldenPath.deploy',
      arguments: [{ service: name, uri }],
    });
    const { connection } = this.#session;
    const live = connection?.live.snapshot;
    const status = live && statusLens(name, live, this.#reaches.of(service));
    const first = live && cannotDeploy(live) ? [] : [deploy];
    if (status === undefined) return first;
    const lens = new vscode.CodeLens(place, {
      title: status,
      tooltip: t('What of {0} runs where', name),
      command: 'goldenPath.whatRunsWhere',
      arguments: [{ service: name, uri, platform: connection?.url }],
    });
    return [...first, lens];
  }
}
