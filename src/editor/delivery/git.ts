import * as vscode from 'vscode';

/** The part of the API of VS Code's own git extension (version 1) that is used here. */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

interface GitApi {
  readonly git?: { readonly path: string };
  readonly repositories?: readonly GitRepository[];
  getRepository(uri: vscode.Uri): GitRepository | null;
  openRepository?(root: vscode.Uri): Promise<GitRepository | null>;
  init(root: vscode.Uri, options?: { readonly defaultBranch?: string }): Promise<unknown>;
}

interface GitCommit {
  readonly hash: string;
  readonly message: string;
}

interface GitChange {
  readonly uri: vscode.Uri;
}

export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD:
      | {
          /** Of the branch. */
          readonly name?: string;
          readonly commit?: string;
          readonly ahead?: number;
          readonly upstream?: { readonly remote: string };
        }
      | undefined;
    readonly remotes: readonly { readonly name: string; readonly fetchUrl?: string }[];
    readonly mergeChanges: readonly GitChange[];
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    readonly untrackedChanges?: readonly GitChange[];
    readonly onDidChange: vscode.Event<void>;
  };
  status(): Promise<void>;
  log(options: { readonly maxEntries: number; readonly path?: string }): Promise<readonly GitCommit[]>;
  getCommit(ref: string): Promise<GitCommit>;
  /** A file of a commit, by its full path. */
  show(ref: string, path: string): Promise<string>;
  getMergeBase(one: string, other: string): Promise<string | undefined>;
}

/** What VS Code knows of git; `undefined` where it has none. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  const git = await extension?.activate();
  return git?.enabled ? git.getAPI(1) : undefined;
}

/** The git that VS Code runs, which the setting `git.path` may name. */
export async function gitPath(): Promise<string | undefined> {
  return (await gitApi())?.git?.path;
}

/** The repository around a folder or file; `undefined` where there is none. */
export async function repositoryAround(place: vscode.Uri): Promise<GitRepository | undefined> {
  const api = await gitApi();
  return api?.getRepository(place) ?? (await api?.openRepository?.(place)) ?? undefined;
}
