import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { TemplateDraft } from '../../model/portal.js';

type Files = TemplateDraft['files'];

const mostFiles = 1_000;
/** Backstage takes 10 MB with a dry run; base64 makes a third more of it. */
const mostBytes = 7 * 1024 * 1024;
const left = new Set(['.git', 'node_modules']);

/** What lies in the folder of a template and below, with what is not saved yet. Throws `UserError` when it is too much. */
export async function filesBeside(template: vscode.Uri): Promise<Files> {
  const folder = vscode.Uri.joinPath(template, '..');
  const unsaved = new Map(
    vscode.workspace.textDocuments
      .filter(({ isDirty }) => isDirty)
      .map((document) => [document.uri.toString(), document.getText()]),
  );
  const files: { path: string; base64Content: string }[] = [];
  let bytes = 0;
  const walk = async (at: vscode.Uri, path: string): Promise<void> => {
    for (const [name, type] of await vscode.workspace.fs.readDirectory(at)) {
      const uri = vscode.Uri.joinPath(at, name);
      if (type === vscode.FileType.Directory && !left.has(name)) await walk(uri, `${path}${name}/`);
      if (type !== vscode.FileType.File) continue;
      const text = unsaved.get(uri.toString());
      const content = text === undefined ? await vscode.workspace.fs.readFile(uri) : Buffer.from(text);
      bytes += content.length;
      if (bytes > mostBytes || files.length >= mostFiles) {
        throw new UserError(
          'draft.large',
          t('Beside the template lie more than {0} files or 7 MB. Give it a folder of its own.', mostFiles),
        );
      }
      files.push({ path: path + name, base64Content: Buffer.from(content).toString('base64') });
    }
  };
  if (folder.scheme !== 'untitled') await walk(folder, '');
  return files;
}
