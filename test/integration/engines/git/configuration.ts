import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { git } from './git.js';

/** A change that is committed after the first commit, so that there is a history to go back in. */
export interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly message: string;
}

/** Fills a repository with a folder's files and pushes it; gives the commit. */
export async function pushFolder(repository: string, source: string, work: string): Promise<string> {
  mkdirSync(work, { recursive: true });
  cpSync(source, work, { recursive: true });
  await git(work, ['init', '--quiet', '--initial-branch=main']);
  await git(work, ['remote', 'add', 'origin', repository]);
  return commitAndPush(work, 'Add the configuration of all services');
}

/** Commits and pushes one change of a clone's file; gives the commit. */
export async function pushChange(work: string, { file, from, to, message }: Change): Promise<string> {
  const target = path.join(work, file);
  const text = readFileSync(target, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold "${from}".`);
  writeFileSync(target, text.replace(from, to));
  return commitAndPush(work, message);
}

async function commitAndPush(work: string, message: string): Promise<string> {
  await git(work, ['add', '--all']);
  await git(work, ['commit', '--quiet', '--message', message]);
  await git(work, ['push', '--quiet', 'origin', 'main']);
  return git(work, ['rev-parse', 'HEAD']);
}
