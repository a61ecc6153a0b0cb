import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { RepositoryState } from './pushedCommit.js';

/** The part of the API of VS Code's own git extension (version 1) that is used here. */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

interface GitApi {
  getRepository(uri: vscode.Uri): GitRepository | null;
  openRepository?(root: vscode.Uri): Promise<GitRepository | null>;
}

interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD:
      | {
          readonly commit?: string;
          readonly ahead?: number;
          readonly upstream?: { readonly remote: string };
        }
      | undefined;
    readonly remotes: readonly { readonly name: string; readonly fetchUrl?: string }[];
    readonly mergeChanges: readonly unknown[];
    readonly indexChanges: readonly unknown[];
    readonly workingTreeChanges: readonly unknown[];
    readonly untrackedChanges?: readonly unknown[];
  };
  status(): Promise<void>;
}

/** Reads the repository around a folder through VS Code's git extension. Throws `UserError` where there is none. */
export async function readRepository(service: string, folder: vscode.Uri): Promise<RepositoryState> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  const git = await extension?.activate();
  if (!git?.enabled) {
    throw new UserError(
      'source.no-git',
      t(
        '{0} is not deployed: VS Code has no git here. Install git or turn on the setting git.enabled.',
        service,
      ),
    );
  }
  const api = git.getAPI(1);
  const repository = api.getRepository(folder) ?? (await api.openRepository?.(folder));
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
