import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { gitApi, repositoryAround } from './git.js';
import type { RepositoryState } from './pushedCommit.js';

/** Reads the repository around a folder through VS Code's git extension. Throws `UserError` where there is none. */
export async function readRepository(service: string, folder: vscode.Uri): Promise<RepositoryState> {
  if (!(await gitApi())) {
    throw new UserError(
      'source.no-git',
      t(
        '{0} is not deployed: VS Code has no git here. Install git or turn on the setting git.enabled.',
        service,
      ),
    );
  }
  const repository = await repositoryAround(folder);
  if (!repository) {
    throw new UserError(
      'source.no-repository',
      t(
        '{0} is not deployed: its folder is in no git repository, and the platform cannot read folders of this machine.',
        service,
      ),
    );
  }
  await repository.status();
  const { HEAD, remotes, mergeChanges, indexChanges, workingTreeChanges, untrackedChanges } =
    repository.state;
  const changed = [mergeChanges, indexChanges, workingTreeChanges, untrackedChanges ?? []];
  return {
    commit: HEAD?.commit,
    upstreamRemote: HEAD?.upstream?.remote,
    ahead: HEAD?.ahead,
    changes: changed.reduce((sum, list) => sum + list.length, 0),
    remotes: remotes.map(({ name, fetchUrl }) => ({ name, url: fetchUrl })),
    path: await pathIn(repository.rootUri.fsPath, folder.fsPath),
  };
}

/** Links are followed, since git names a repository by its real path. */
async function pathIn(root: string, folder: string): Promise<string> {
  const relative = path.relative(await realpath(root), await realpath(folder));
  return relative.split(path.sep).join('/');
}
