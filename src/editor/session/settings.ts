import * as vscode from 'vscode';

const section = 'goldenPath';

/** The platform's address from the user's own settings. A workspace's value never counts: it would get the token. */
export function platformUrlSetting(): string {
  const found = vscode.workspace.getConfiguration(section).inspect<unknown>('platform.url');
  return typeof found?.globalValue === 'string' ? found.globalValue.trim() : '';
}

export function codeLensEnabled(scope: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, scope).get('codeLens.enabled', true);
}
