import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { GitRepository } from './git.js';

/** The commit that is checked out, where the branch has been pushed as far. Throws `UserError` that says what is missing. */
export function pushedHead(
  service: string,
  state: Pick<GitRepository['state'], 'HEAD' | 'remotes'> | undefined,
): string {
  const { commit, name, upstream, ahead } = state?.HEAD ?? {};
  if (commit === undefined) {
    throw new UserError('push.none', t('{0} is in no git repository with a commit.', service));
  }
  const short = commit.slice(0, 7);
  if (name === undefined) {
    throw new UserError(
      'push.detached',
      t(
        'No branch is checked out, but the commit {0}. Check out the branch that you pushed, then watch.',
        short,
      ),
    );
  }
  if (state?.remotes.length === 0) {
    throw new UserError(
      'push.remote',
      t('The commit {0} is not pushed: its repository has no remote. Add one and push, then watch.', short),
    );
  }
  // The branch that it followed may be gone.
  if (upstream === undefined || ahead === undefined || ahead > 0) {
    throw new UserError('push.ahead', t('The commit {0} is not pushed yet. Push it, then watch.', short));
  }
  return commit;
}
