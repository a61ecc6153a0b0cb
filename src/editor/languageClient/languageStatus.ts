import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { LanguageClientHost } from './clientHost.js';
import { manifestLanguage } from './manifestDocuments.js';

/** The language server's state beside the language of a manifest, with a way to restart it. */
export function showLanguageStatus(host: LanguageClientHost): Disposable {
  const store = new DisposableStore();
  const item = store.add(
    vscode.languages.createLanguageStatusItem('goldenPath.server', [
      { language: manifestLanguage },
      { language: 'yaml', pattern: '**/{score,*.score,score.*}.{yaml,yml}' },
    ]),
  );
  item.name = t('Golden Path Language Server');
  const update = (): void => {
    item.busy = host.state === 'starting';
    const failed = host.state === 'failed';
    item.severity = failed ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.text = failed ? t('Manifests are not checked') : t('Golden Path');
    item.detail = failed ? t('The language server stopped') : t('Manifests are checked');
    item.command = failed
      ? { command: 'goldenPath.restartLanguageServer', title: t('Restart') }
      : { command: 'goldenPath.validateWorkspace', title: t('Validate Workspace') };
  };
  update();
  store.add(host.onDidChangeState(update));
  return store;
}
