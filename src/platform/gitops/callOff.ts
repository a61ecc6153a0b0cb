import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions } from '../../model/call.js';
import { PlatformError } from '../../model/errors.js';
import type { ConfigRepository } from './configRepository.js';
import { moved, staysThere, type GitChange } from './gitChange.js';

/**
 * Gives a change up that is not merged: its branch is deleted if it still is what was pushed and the repository lets us,
 * else it stays there and is followed no more. Rejects with `blocked` for one that is merged, and where Git cannot be asked.
 */
export async function callOff(
  change: GitChange,
  repository: ConfigRepository,
  now: number,
  call: CallOptions,
): Promise<GitChange> {
  if (change.state === 'Running') {
    throw refusal('blocked', t('{0} is merged already. Roll back instead.', change.title));
  }
  const left = (why: string): GitChange => {
    const message = `${why} ${t('It is not followed any more.')} ${staysThere(change)}`;
    return moved({ ...change, reason: 'NotFollowed' }, 'Canceled', message, now);
  };
  try {
    const ref = `refs/heads/${change.branch}`;
    const there = (await repository.refs([ref], call)).get(ref);
    if (there !== undefined && there !== change.commit) return left(t('Others pushed to the branch.'));
    if (there !== undefined) await repository.deleteBranch(change.branch, change.commit, call);
  } catch (error) {
    // Who has no right there any more would be left with it for good.
    if (!PlatformError.is(error, 'forbidden', 'not-found')) throw error;
    return left(error.message);
  }
  return moved(change, 'Canceled', t('The branch {0} was deleted again.', change.branch), now);
}
