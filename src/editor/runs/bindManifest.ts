import * as vscode from 'vscode';
import type { ManifestBinding } from '../../language/protocol.js';
import type { CommandContext } from '../commands/context.js';

/**
 * Edits the manifest of a service so that it uses something, and leaves it open and unsaved to be looked at. False when
 * the workspace has no manifest of it, or one that cannot be edited that way.
 */
export async function bindManifest(
  { language, workspaceServices }: Pick<CommandContext, 'language' | 'workspaceServices'>,
  service: string,
  binding: ManifestBinding,
): Promise<boolean> {
  const found = (await workspaceServices.refresh()).find(({ name }) => name === service);
  const edit = found && (await language.request('goldenPath/bind', { uri: found.uri, service, binding }));
  if (!found || !edit) return false;
  const [changed] = edit.documentChanges ?? [];
  // It may be the Score file of the manifest.
  const uri = vscode.Uri.parse(changed && 'textDocument' in changed ? changed.textDocument.uri : found.uri);
  const changes = new vscode.WorkspaceEdit();
  const edits = (edit.documentChanges ?? []).flatMap((change) => ('edits' in change ? change.edits : []));
  for (const one of edits) {
    if (!('newText' in one)) continue;
    const { start, end } = one.range;
    changes.replace(uri, new vscode.Range(start.line, start.character, end.line, end.character), one.newText);
  }
  if (edits.length > 0 && !(await vscode.workspace.applyEdit(changes))) return false;
  const shown = await vscode.window.showTextDocument(uri, { preview: false });
  const line = edits[0]?.range.start.line ?? 0;
  shown.revealRange(
    new vscode.Range(line, 0, line, 0),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
  return true;
}
