import * as vscode from 'vscode';
import { manifestLanguage, manifestSchemes } from './manifestDocuments.js';

/** Editors in sight whose document may be a manifest. */
export function manifestEditors(): readonly vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter(
    ({ document: { uri, languageId } }) =>
      manifestSchemes.includes(uri.scheme) && (languageId === manifestLanguage || languageId === 'yaml'),
  );
}
