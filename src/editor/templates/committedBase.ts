import path from 'node:path';
import * as vscode from 'vscode';
import type { BaseOf } from './applyUpdate.js';
import { repositoryAround, type GitRepository } from '../delivery/git.js';

/** Commits of a manifest that are looked through. */
const mostCommits = 500;

/**
 * What a service was when it came from its template: its files in the first commit whose manifest names this version.
 * `undefined` where git knows of none.
 */
export async function committedBase(
  folder: string,
  manifest: string,
  version: string,
): Promise<BaseOf | undefined> {
  const repository = await repositoryAround(vscode.Uri.file(folder));
  const commits = await repository?.log({ maxEntries: mostCommits, path: manifest }).catch(() => []);
  if (!repository || !commits) return undefined;
  for (const { hash } of [...commits].reverse()) {
    const text = await textIn(repository, hash, manifest);
    if (text !== undefined && names(text, version)) {
      return (file) => textIn(repository, hash, path.join(folder, ...file.split('/')));
    }
  }
  return undefined;
}

/** Whether a line of a manifest says this version. */
function names(manifest: string, version: string): boolean {
  return manifest.split('\n').some((line) => {
    const [, said] = /^\s*version:\s*(.*?)\s*(?:#.*)?$/.exec(line) ?? [];
    return said?.replace(/^(['"])(.*)\1$/, '$2') === version;
  });
}

async function textIn(repository: GitRepository, commit: string, file: string): Promise<string | undefined> {
  // Not in that commit, or not to be read.
  return repository.show(commit, file).catch(() => undefined);
}
