import { t } from '../../base/l10n.js';
import type { ReleaseSource } from '../../model/delivery.js';
import { UserError } from '../../model/errors.js';

/** What is known of the git repository around a service's folder. */
export interface RepositoryState {
  readonly commit: string | undefined;
  /** The remote that the branch follows; `undefined` when it follows none. */
  readonly upstreamRemote: string | undefined;
  /** Commits that the followed branch lacks; `undefined` when that branch is gone. */
  readonly ahead: number | undefined;
  /** Files that differ from the commit, new ones too. */
  readonly changes: number;
  readonly remotes: readonly { readonly name: string; readonly url: string | undefined }[];
  /** The service's folder in the repository, with `/`; empty for its top. */
  readonly path: string;
}

/**
 * The commit that a platform elsewhere can fetch and that is exactly what is on disk here.
 * Throws `UserError` when there is none.
 */
export function pushedCommit(service: string, state: RepositoryState): ReleaseSource {
  const { commit, upstreamRemote, ahead, changes, remotes, path } = state;
  if (commit === undefined) {
    throw refused(t('{0} is not deployed: nothing is committed yet. Commit and push it first.', service));
  }
  if (changes > 0) {
    throw refused(
      changes === 1
        ? t('{0} is not deployed: 1 file is not committed. Commit and push it first.', service)
        : t(
            '{0} is not deployed: {1} files are not committed. Commit and push them first.',
            service,
            changes,
          ),
    );
  }
  const url = remoteUrl(remotes, upstreamRemote);
  if (url === undefined) {
    throw refused(
      t('{0} is not deployed: its repository has no remote that the platform could fetch from.', service),
    );
  }
  if (upstreamRemote === undefined || ahead === undefined || ahead > 0) {
    throw refused(
      t('{0} is not deployed: the commit {1} is not pushed. Push it first.', service, commit.slice(0, 7)),
    );
  }
  return { repository: url, revision: commit, ...(path !== '' && { path }) };
}

/** The address of the followed remote, else of origin; a folder of this machine does not count. */
function remoteUrl(remotes: RepositoryState['remotes'], followed: string | undefined): string | undefined {
  const remote = remotes.find(({ name }) => name === (followed ?? 'origin'));
  return remote?.url === undefined ? undefined : shareable(remote.url);
}

/** The address without the password or token that it may hold. */
function shareable(address: string): string | undefined {
  // git@host:path, git's short form of ssh.
  if (/^[\w.-]+@[\w.-]+:(?!\/\/)/.test(address)) return address;
  const url = URL.parse(address);
  if (!url || !['https:', 'http:', 'ssh:', 'git:'].includes(url.protocol)) return undefined;
  url.password = '';
  if (url.protocol !== 'ssh:') url.username = '';
  return url.href;
}

function refused(sentence: string): UserError {
  return new UserError('source.not-pushed', sentence);
}
