import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { ConversionResult } from '../../language/protocol.js';
import { UserError } from '../../model/errors.js';

/** Makes the new files and shows the first; what stays in the old file is left there unsaved, to be looked at. */
export async function applyConversion({ edit, files }: ConversionResult): Promise<void> {
  const changes = new vscode.WorkspaceEdit();
  for (const change of edit?.documentChanges ?? []) {
    if ('kind' in change) {
      if (change.kind === 'create') changes.createFile(vscode.Uri.parse(change.uri), { overwrite: false });
      continue;
    }
    for (const one of change.edits) {
      if (!('newText' in one)) continue;
      const { start, end } = one.range;
      const range = new vscode.Range(start.line, start.character, end.line, end.character);
      changes.replace(vscode.Uri.parse(change.textDocument.uri), range, one.newText);
    }
  }
  if (!(await vscode.workspace.applyEdit(changes))) {
    throw new UserError(
      'convert.refused',
      t('The files could not be made. Is one of them there already, or the folder read-only?'),
    );
  }
  const made = files.filter(({ isNew }) => isNew).map(({ uri }) => vscode.Uri.parse(uri));
  for (const uri of made) await (await vscode.workspace.openTextDocument(uri)).save();
  const [first] = made;
  if (first) await vscode.window.showTextDocument(first, { preview: false });
}
