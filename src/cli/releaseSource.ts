import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { t } from '../base/l10n.js';
import type { ReleaseSource } from '../model/delivery.js';
import { UserError } from '../model/errors.js';
import { isLoopback } from '../platform/http/url.js';

const run = promisify(execFile);

/**
 * Where the platform finds the code of `folder`: the folder itself on this machine, for any other platform the commit
 * in its repository. Throws `UserError` where a commit would not be what lies in the folder.
 */
export async function releaseSource(
  platformUrl: string,
  folder: string,
  signal: AbortSignal,
): Promise<ReleaseSource> {
  if (isLoopback(new URL(platformUrl).hostname)) return { folder };
  const git = async (...args: readonly string[]): Promise<string> => {
    try {
      return (await run('git', ['-C', folder, ...args], { signal })).stdout.trim();
    } catch (error) {
      if (signal.aborted) throw error;
      throw new UserError(
        'source.no-git',
        t(
          '{0} is not a Git work tree with a commit and a remote "origin". A remote platform builds from those.',
          folder,
        ),
        error,
      );
    }
  };
  const root = await git('rev-parse', '--show-toplevel');
  const revision = await git('rev-parse', 'HEAD');
  const repository = await git('remote', 'get-url', 'origin');
  if ((await git('status', '--porcelain', '--', '.')) !== '') {
    throw new UserError(
      'source.dirty',
      t(
        '{0} has changes that are not committed, and a remote platform would not see them. Commit and push first.',
        folder,
      ),
    );
  }
  const inside = path.relative(root, folder).replaceAll(path.sep, '/');
  return { repository: withoutPassword(repository), revision, ...(inside !== '' && { path: inside }) };
}

/** A token in a remote's URL is this person's, not the platform's. */
function withoutPassword(remote: string): string {
  if (!URL.canParse(remote)) return remote;
  const url = new URL(remote);
  if (!url.password && !url.protocol.startsWith('http')) return remote;
  url.username = '';
  url.password = '';
  return url.href;
}
