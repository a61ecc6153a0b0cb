import path from 'node:path';
import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { CommandContext } from '../commands/context.js';
import { gitApi } from '../delivery/git.js';
import type { Action } from '../prompts.js';

/** What one may do with a new service: open it, put it under git where it is not, deploy it for the first time. */
export async function nextSteps(
  context: Pick<CommandContext, 'run' | 'prompts' | 'log'>,
  folder: string,
  manifest: string | undefined,
): Promise<readonly Action[]> {
  const uri = vscode.Uri.file(folder);
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const file =
    manifest === undefined ? undefined : vscode.Uri.file(path.join(folder, ...manifest.split('/')));
  const open: Action = isInside
    ? {
        label: t('Open'),
        run: () =>
          file
            ? vscode.window.showTextDocument(file)
            : vscode.commands.executeCommand('revealInExplorer', uri),
      }
    : {
        label: t('Open Folder'),
        run: () => vscode.commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true }),
      };
  const git: Action = { label: t('Initialize Git'), run: () => initGit(context, uri) };
  const deploy: Action = {
    label: t('Deploy…'),
    run: async () => {
      // Open it is known at once, however late the editor notices new files.
      if (file) await vscode.window.showTextDocument(file);
      await context.run('goldenPath.deploy', file && { uri: file.toString() });
    },
  };
  const isUnderGit = Boolean((await gitApi())?.getRepository(uri));
  return [open, ...(isUnderGit ? [] : [git]), ...(isInside && file ? [deploy] : [])];
}

async function initGit(
  { prompts, log }: Pick<CommandContext, 'prompts' | 'log'>,
  folder: vscode.Uri,
): Promise<void> {
  const git = await gitApi();
  if (!git) {
    prompts.tell('warning', t('VS Code has no git here. Install git or turn on the setting git.enabled.'));
    return;
  }
  try {
    await git.init(folder, { defaultBranch: 'main' });
    prompts.tell(
      'info',
      t('{0} is a git repository now. Its files wait for your first commit.', path.basename(folder.fsPath)),
    );
  } catch (error) {
    log.error('git init failed', error);
    prompts.tell('error', t('Git did not make a repository of {0}. The log says why.', folder.fsPath));
  }
}
