import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { WorkspaceServices } from '../languageClient/workspaceServices.js';

/** Opens the manifest of a service at a JSON pointer, or as near to it as the outline goes. Throws `UserError`. */
export async function openManifestAt(
  services: WorkspaceServices,
  name: string,
  pointer: string,
): Promise<void> {
  const known = (await services.refresh()).find((service) => service.name === name);
  if (!known) {
    throw new UserError('manifest.not-found', t('The manifest of {0} is not in this workspace.', name));
  }
  const uri = vscode.Uri.parse(known.uri, true);
  const editor = await vscode.window.showTextDocument(uri, { preview: true });
  const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  const range = placeOf(symbols ?? [], pointer, name);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function placeOf(symbols: readonly vscode.DocumentSymbol[], pointer: string, service: string): vscode.Range {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  // In a file of several documents each is a symbol of its own.
  const documents = symbols.filter(({ name, detail }) => `${name} ${detail}`.includes(service));
  let level = symbols.some(({ name }) => name === keys[0])
    ? symbols
    : documents.flatMap(({ children }) => children);
  let range = level[0]?.selectionRange ?? new vscode.Range(0, 0, 0, 0);
  for (const key of keys) {
    const next = level.find(({ name }) => name === key) ?? level[Number(key)];
    if (!next) break;
    range = next.selectionRange;
    level = next.children;
  }
  return range;
}
