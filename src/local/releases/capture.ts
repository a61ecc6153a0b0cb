import { copyFile, lstat, mkdir, mkdtemp, readlink, rm, symlink } from 'node:fs/promises';
import { constants } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { git } from './git.js';
import { checkSize, listSourceFiles, maxBytes, maxFiles, type SourceFiles } from './sourceFiles.js';

/** Copies a working tree as it is now (what git does not ignore) into `target`. */
export async function captureSnapshot(folder: string, inGit: boolean, target: string): Promise<SourceFiles> {
  const files = await listSourceFiles(folder, inGit);
  await checkSize(folder, files);
  for (const file of files) {
    const from = path.join(folder, file);
    const to = path.join(target, file);
    await mkdir(path.dirname(to), { recursive: true });
    if ((await lstat(from)).isSymbolicLink()) await copyLink(folder, file, to);
    else await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
  return files;
}

/**
 * Checks a git tree out into `target` with an index of our own: the user's repository gets no branch, no
 * worktree entry and no changed index.
 */
export async function captureTree(cwd: string, tree: string, target: string): Promise<SourceFiles> {
  const listed = await git(['ls-tree', '-r', '-l', '-z', '--full-tree', tree], { cwd });
  if (!listed.ok) throw gitFailed(listed.stderr);
  const files = checkTree(listed.stdout);
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'golden-path-index-'));
  try {
    const env = { GIT_INDEX_FILE: path.join(scratch, 'index') };
    await mkdir(target, { recursive: true });
    const read = await git(['read-tree', tree], { cwd, env });
    if (!read.ok) throw gitFailed(read.stderr);
    const written = await git(
      ['checkout-index', '--all', '--force', `--prefix=${target.replaceAll(path.sep, '/')}/`],
      {
        cwd,
        env: { ...env, GIT_WORK_TREE: cwd },
        timeoutMs: 300_000,
      },
    );
    if (!written.ok) throw gitFailed(written.stderr);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return files;
}

function checkTree(listing: string): SourceFiles {
  const files: string[] = [];
  let size = 0;
  for (const line of listing.split('\0')) {
    const [meta = '', file] = line.split('\t');
    const [, type, , bytes] = meta.split(/\s+/);
    if (file === undefined || type !== 'blob') continue;
    files.push(file);
    size += Number(bytes) || 0;
  }
  if (files.length <= maxFiles && size <= maxBytes) return files.sort();
  throw new UserError(
    'local.source-too-large',
    t(
      'The commit is too large for a release: {0} files, {1} MB; at most {2} files and {3} MB.',
      files.length,
      Math.ceil(size / 1024 / 1024),
      maxFiles,
      maxBytes / 1024 / 1024,
    ),
  );
}

async function copyLink(folder: string, file: string, to: string): Promise<void> {
  const link = await readlink(path.join(folder, file));
  const relative = path.relative(folder, path.resolve(folder, path.dirname(file), link));
  if (path.isAbsolute(link) || relative.startsWith('..') || path.isAbsolute(relative)) {
    throw new UserError(
      'local.source-link-outside',
      t(
        '{0} is a link to outside the folder, so the release would not be complete: replace it by a file.',
        file,
      ),
    );
  }
  await symlink(link, to);
}

function gitFailed(stderr: string): UserError {
  const [line = ''] = stderr.trim().split('\n');
  return new UserError('local.git-failed', t('git could not read the commit: {0}', line));
}
