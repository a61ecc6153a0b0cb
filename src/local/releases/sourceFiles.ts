import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { git } from './git.js';

/** Relative paths with `/`, sorted. */
export type SourceFiles = readonly string[];

export const maxFiles = 20_000;
export const maxBytes = 500 * 1024 * 1024;

/** Never part of a source: made by tools, remade by the build. */
const skipped = new Set(['.git', 'node_modules']);
/** Values of secrets stay with the working tree. */
export const secretsFile = '.platform/secrets.local.yaml';
/** Left out only where no .gitignore tells what is made and what is written. */
const skippedWithoutGit = new Set([...skipped, 'dist', 'out', 'build', 'coverage', '.cache', '.vscode-test']);

/** The files that make up a folder: tracked and untracked but not ignored; without git, all but what tools make. */
export async function listSourceFiles(folder: string, inGit: boolean): Promise<SourceFiles> {
  const files = inGit ? await gitFiles(folder) : await walk(folder);
  if (files.length > maxFiles) throw tooLarge(folder, t('{0} files', files.length));
  return files.filter((file) => file !== secretsFile).sort();
}

/** The total size in bytes; throws `UserError` above the limit. */
export async function checkSize(folder: string, files: SourceFiles): Promise<void> {
  let total = 0;
  for (const file of files) {
    total += (await lstat(path.join(folder, file))).size;
    if (total > maxBytes) throw tooLarge(folder, t('more than {0} MB', maxBytes / 1024 / 1024));
  }
}

async function gitFiles(folder: string): Promise<SourceFiles> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '.'];
  const { stdout } = await git(args, { cwd: folder });
  const found: string[] = [];
  for (const file of new Set(stdout.split('\0'))) {
    if (file === '' || file.split('/').some((part) => skipped.has(part))) continue;
    const stats = await lstat(path.join(folder, file)).catch(() => undefined);
    if (stats?.isFile() || stats?.isSymbolicLink()) found.push(file);
  }
  return found;
}

async function walk(folder: string): Promise<SourceFiles> {
  const found: string[] = [];
  const visit = async (relative: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, relative), { withFileTypes: true })) {
      if (skippedWithoutGit.has(entry.name)) continue;
      const file = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) await visit(file);
      else if (entry.isFile() || entry.isSymbolicLink()) found.push(file);
      if (found.length > maxFiles) return;
    }
  };
  await visit('');
  return found;
}

function tooLarge(folder: string, what: string): UserError {
  return new UserError(
    'local.source-too-large',
    t(
      'The folder {0} is too large for a release ({1}; at most {2} files and {3} MB): ignore what is not source in .gitignore.',
      folder,
      what,
      maxFiles,
      maxBytes / 1024 / 1024,
    ),
  );
}
