import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import type { Commit } from '../../model/deployment.js';
import { UserError } from '../../model/errors.js';
import { sha256 } from './contentDigest.js';
import { git } from './git.js';
import { readCommit } from './inspectSource.js';

const fetchTimeoutMs = 300_000;

export interface ClonedRevision {
  /** The bare clone in our own folder. */
  readonly folder: string;
  readonly commit: Commit;
  readonly tree: string;
}

/** Fetches one revision of a repository into a private bare clone. Throws `UserError` when that fails. */
export async function cloneRevision(
  repositories: string,
  source: { readonly repository: string; readonly revision: string; readonly path?: string },
): Promise<ClonedRevision> {
  if (source.repository.startsWith('-') || source.revision.startsWith('-')) {
    throw new UserError(
      'local.repository-invalid',
      t('A repository or revision cannot begin with a hyphen.'),
    );
  }
  const folder = path.join(repositories, `${sha256(source.repository).slice(0, 16)}.git`);
  if (!(await stat(folder).catch(() => undefined))) {
    await mkdir(folder, { recursive: true });
    await git(['init', '--bare', '--quiet'], { cwd: folder });
  }
  const fetched = await git(
    [
      'fetch',
      '--quiet',
      '--no-tags',
      '--force',
      '--',
      source.repository,
      '+refs/heads/*:refs/heads/*',
      '+refs/tags/*:refs/tags/*',
    ],
    { cwd: folder, timeoutMs: fetchTimeoutMs },
  );
  const commit = await readCommit(folder, source.revision);
  if (!commit) {
    const why = fetched.ok ? '' : fetched.stderr.trim().split('\n').at(-1);
    throw new UserError(
      'local.revision-unknown',
      why
        ? t('Cannot fetch {0}: {1}', source.repository, why)
        : t('The repository {0} has no revision "{1}".', source.repository, source.revision),
    );
  }
  const at = `${commit.id}:${source.path ?? ''}`;
  const tree = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', at], { cwd: folder });
  if (!tree.ok) {
    throw new UserError(
      'local.path-unknown',
      t('The revision "{0}" has no folder "{1}".', source.revision, source.path ?? ''),
    );
  }
  // rev-parse prints the option marker it was given.
  return { folder, commit, tree: tree.stdout.trim().split('\n').at(-1) ?? '' };
}
