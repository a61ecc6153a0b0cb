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
