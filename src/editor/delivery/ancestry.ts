import type { GitRepository } from './git.js';
import type { Ancestry } from './reach.js';

/** Commits never change, so an answer once given stays true; what is not known now may be fetched later. */
const most = 2_000;

/** Ancestry by the repository's own git, each pair asked once. */
export function ancestryIn(repository: GitRepository): Ancestry {
  const known = knownOf(repository);
  return async (commit, of) => {
    if (commit === of) return true;
    const pair = `${commit} ${of}`;
    const answer = known.get(pair);
    if (answer !== undefined) return answer;
    try {
      const base = await repository.getMergeBase(commit, of);
      // The editor's git says the same of commits without a common one as of a commit that it does not have.
      if (base === undefined) await repository.getCommit(of);
      const isIn = base === commit;
      if (known.size >= most) known.clear();
      known.set(pair, isIn);
      return isIn;
    } catch {
      // Git here has no such commit.
      return undefined;
    }
  };
}

const answers = new WeakMap<GitRepository, Map<string, boolean>>();

function knownOf(repository: GitRepository): Map<string, boolean> {
  const known = answers.get(repository) ?? new Map<string, boolean>();
  answers.set(repository, known);
  return known;
}
