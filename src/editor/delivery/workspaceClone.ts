import path from 'node:path';
import * as vscode from 'vscode';
import type { Service } from '../../model/catalog.js';
import type { WorkspaceServices } from '../languageClient/workspaceServices.js';
import { gitApi } from './git.js';
import { spelt } from './repositorySpelling.js';

/** The folder of a clone of a repository that is open in the editor, by any spelling of its address. */
export async function workspaceClone(address: string): Promise<string | undefined> {
  const api = await gitApi();
  const wanted = spelt(address);
  const clone = api?.repositories?.find(({ state }) =>
    state.remotes.some(({ fetchUrl }) => fetchUrl !== undefined && spelt(fetchUrl) === wanted),
  );
  return clone?.rootUri.scheme === 'file' ? clone.rootUri.fsPath : undefined;
}

/** The folder with the code of a service: that of its manifest here, else where its repository is open. */
export async function codeFolder(
  { name, repository }: Service,
  services: WorkspaceServices,
): Promise<string | undefined> {
  const known = (await services.refresh()).find((service) => service.name === name);
  const folder = known && vscode.Uri.parse(known.folder);
  if (folder?.scheme === 'file') return folder.fsPath;
  const clone = repository && (await workspaceClone(repository.url));
  return clone === undefined ? undefined : path.join(clone, repository?.path ?? '');
}
