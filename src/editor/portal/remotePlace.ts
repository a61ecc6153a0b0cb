import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import { repositoryAround } from '../delivery/git.js';
import { fileUrlOf, webUrlOf } from './webUrl.js';

/** Where a file or folder of a repository is seen on its host, as far as git tells. */
export interface RemotePlace {
  readonly repository?: string;
  readonly file?: string;
}

export async function remotePlace(uri: vscode.Uri): Promise<RemotePlace> {
  if (uri.scheme !== 'file') return {};
  const found = await repositoryAround(uri).catch(() => undefined);
  await found?.status().catch(() => undefined);
  const { HEAD, remotes = [] } = found?.state ?? {};
  const name = HEAD?.upstream?.remote ?? 'origin';
  const remote = remotes.find((each) => each.name === name)?.fetchUrl;
  const repository = remote === undefined ? undefined : webUrlOf(remote);
  if (!found || remote === undefined || repository === undefined) return {};
  const root = await realpath(found.rootUri.fsPath);
  const below = path
    .relative(root, await realpath(uri.fsPath))
    .split(path.sep)
    .join('/');
  const file = fileUrlOf({ remote, branch: HEAD?.name ?? 'HEAD', path: below });
  return { repository, ...(file !== undefined && { file }) };
}
