import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';

const scheme = 'golden-path-production';

/** The address by which a row asks for the mark of production. */
export function productionUri(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${id}` });
}

/** Gives rows of production a badge and a colour beside what they say; not red, which means a fault here. */
export function markProduction(): vscode.Disposable {
  const mark = new vscode.FileDecoration(
    'P',
    t('Production'),
    new vscode.ThemeColor('goldenPath.production'),
  );
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) => (uri.scheme === scheme ? mark : undefined),
  });
}
