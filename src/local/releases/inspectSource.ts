import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import type { Commit } from '../../model/deployment.js';
import { UserError } from '../../model/errors.js';
import { git } from './git.js';

/** What a working folder holds now. */
export interface SourceState {
  /** Absolute, links resolved. */
  readonly folder: string;
  /** Top of the repository, when there is one. */
  readonly top?: string;
  /** Path of the folder in the repository; empty for the top. */
  readonly subPath: string;
  readonly head?: Commit;
  /** Git tree id of the folder at HEAD: only when nothing in it differs from HEAD. */
  readonly cleanTree?: string;
}

/** Looks at a folder without changing it. Throws `UserError` when it is not one. */
export async function inspectSource(folder: string): Promise<SourceState> {
  const real = await realFolder(folder);
  const inside = await git(['rev-parse', '--show-toplevel', '--show-prefix'], { cwd: real });
  const [top, prefix = ''] = inside.stdout.split('\n');
  if (!inside.ok || !top) return { folder: real, subPath: '' };
  const subPath = prefix.replace(/\/$/, '');
  const ignored = await git(['check-ignore', '--quiet', '.'], { cwd: real });
  if (ignored.ok && subPath !== '') return { folder: real, subPath: '' };
  const base: SourceState = { folder: real, top: path.resolve(top), subPath };
  const head = await readCommit(real, 'HEAD');
  if (!head) return base;
  const status = await git(['status', '--porcelain=v1', '-z', '--untracked-files=normal', '--', '.'], {
    cwd: real,
  });
  const tree = await git(['rev-parse', '--verify', '--quiet', `HEAD:${subPath}`], { cwd: real });
  const clean = status.ok && status.stdout === '' && tree.ok;
  return { ...base, head, ...(clean && { cleanTree: tree.stdout.trim() }) };
}

/** The commit a revision names, `undefined` when there is none. */
export async function readCommit(cwd: string, revision: string): Promise<Commit | undefined> {
  const format = '%H%n%an%n%aI%n%cI%n%s';
  const shown = await git(['log', '-1', `--format=${format}`, '--end-of-options', revision, '--'], { cwd });
  const [id, author, authoredAt, committedAt, message] = shown.stdout.split('\n');
  if (!shown.ok || !id) return undefined;
  return {
    id,
    ...(author && { author }),
    ...(authoredAt && { authoredAt }),
    ...(committedAt && { committedAt }),
    ...(message && { message }),
  };
}

async function realFolder(folder: string): Promise<string> {
  const stats = path.isAbsolute(folder) ? await stat(folder).catch(() => undefined) : undefined;
  if (stats?.isDirectory()) return realpath(folder);
  throw new UserError(
    'local.source-not-a-folder',
    t('There is no folder {0}. Give the absolute path of the service’s folder.', folder),
  );
}
