import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { LanguageClientHost } from './clientHost.js';
import { documentKinds } from './documentKinds.js';
import { manifestLanguage } from './manifestDocuments.js';

/** Lines in which the manifest in front says what it is. */
const tellingLines = 2_000;

/** What the manifest in front is, and the language server's state, beside its language; with a way to restart it. */
export function showLanguageStatus(host: LanguageClientHost): Disposable {
  const store = new DisposableStore();
  const selector = [
    { language: manifestLanguage },
    { language: 'yaml', pattern: '**/{score,*.score,score.*,catalog-info}.{yaml,yml}' },
  ];
  const item = store.add(vscode.languages.createLanguageStatusItem('goldenPath.server', selector));
  item.name = t('Golden Path Language Server');
  const update = (): void => {
    item.busy = host.state === 'starting';
    const failed = host.state === 'failed';
    item.severity = failed ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.text = failed ? t('Manifests are not checked') : (inFront(selector) ?? t('Golden Path'));
    item.detail = failed ? t('The language server stopped') : t('Manifests are checked');
    item.command = failed
      ? { command: 'goldenPath.restartLanguageServer', title: t('Restart') }
      : { command: 'goldenPath.validateWorkspace', title: t('Validate Workspace') };
  };
  update();
  store.add(host.onDidChangeState(update));
  store.add(vscode.window.onDidChangeActiveTextEditor(update));
  store.add(vscode.workspace.onDidOpenTextDocument(update));
  store.add(vscode.workspace.onDidSaveTextDocument(update));
  return store;
}

function inFront(selector: vscode.DocumentSelector): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || vscode.languages.match(selector, document) === 0) return undefined;
  const kinds = documentKinds(document.getText(new vscode.Range(0, 0, tellingLines, 0)));
  return kinds.length === 0 ? undefined : kinds.join(', ');
}
