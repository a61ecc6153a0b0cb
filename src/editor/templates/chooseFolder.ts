import path from 'node:path';
import * as vscode from 'vscode';
import { pathFault } from '../../base/safePath.js';
import { t } from '../../base/l10n.js';
import type { Prompts } from '../prompts.js';

/** Asks for the folder that a new service goes into, proposed by its name. `undefined` when the person turned away. */
export async function chooseFolder(prompts: Prompts, service: string): Promise<string | undefined> {
  const name = pathFault(service) === undefined && !service.includes('/') ? service : 'service';
  const roots = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const other = Symbol('other');
  const picked = await prompts.pick<string | symbol>({
    id: 'template.folder',
    title: t('Where to Create {0}', service),
    placeholder: t('Files are written into this folder and nowhere else'),
    patient: true,
    choices: [
      ...roots.map(({ uri, name: root }) => ({
        label: `${root}/${name}`,
        icon: 'folder',
        description: path.join(uri.fsPath, name),
        value: path.join(uri.fsPath, name),
      })),
      ...(roots.length === 1 && roots[0]
        ? [
            {
              label: roots[0].name,
              icon: 'root-folder',
              description: roots[0].uri.fsPath,
              value: roots[0].uri.fsPath,
            },
          ]
        : []),
      { label: t('Another Folder…'), icon: 'folder-opened', value: other },
    ],
  });
  if (picked !== other) return typeof picked === 'string' ? picked : undefined;
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: t('Create {0} Here', name),
  });
  const parent = chosen?.[0];
  return parent?.scheme === 'file' ? path.join(parent.fsPath, name) : undefined;
}
