import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import { manifestLanguage } from './manifestDocuments.js';

/** Notices that a manifest had errors and has none any more, once: a step of the walkthrough is done then. */
export function noticeMending(): Disposable {
  const store = new DisposableStore();
  const broken = new Set<string>();
  store.add(
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) {
        const key = uri.toString();
        if (hasErrors(uri)) {
          if (isManifest(key)) broken.add(key);
        } else if (broken.delete(key) && isManifest(key)) {
          void vscode.commands.executeCommand('setContext', 'goldenPath.manifestMended', true);
          store.dispose();
          return;
        }
      }
    }),
  );
  return store;
}

function hasErrors(uri: vscode.Uri): boolean {
  return vscode.languages
    .getDiagnostics(uri)
    .some(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
}

/** Open as one: what is closed has no findings, and was not mended by that. */
function isManifest(uri: string): boolean {
  return vscode.workspace.textDocuments.some(
    (document) => document.uri.toString() === uri && document.languageId === manifestLanguage,
  );
}
