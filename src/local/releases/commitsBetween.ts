import type { Commit } from '../../model/deployment.js';
import type { ReleaseRecord } from '../store/state.js';
import { git } from './git.js';

const most = 100;
const commitId = /^[0-9a-f]{40,64}$/;

/**
 * The commits that a release brings over what runs, newest first. Only its own where the repository is not at hand, or
 * where nothing runs yet; none when it is no newer.
 */
export async function commitsBetween(
  running: ReleaseRecord | undefined,
  release: ReleaseRecord,
): Promise<readonly Commit[]> {
  const { commit, folder } = release;
  if (!commit || commit.id === running?.commit?.id) return [];
  const base = running?.commit?.id;
  if (folder === undefined || base === undefined || !commitId.test(base) || !commitId.test(commit.id)) {
    return [commit];
  }
  const args = [
    'log',
    `--max-count=${most}`,
    '--format=%H%x00%an%x00%aI%x00%cI%x00%s',
    `${base}..${commit.id}`,
  ];
  const { ok, stdout } = await git([...args, '--', '.'], { cwd: folder, timeoutMs: 5_000 });
  if (!ok) return [commit];
  return stdout.split('\n').flatMap((line) => {
    const [id = '', author = '', authoredAt = '', committedAt = '', message = ''] = line.split('\0');
    return id === '' ? [] : [{ id, author, authoredAt, committedAt, message }];
  });
}
