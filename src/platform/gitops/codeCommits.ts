import { isAbort } from '../../base/abort.js';
import type { Commit } from '../../model/deployment.js';
import type { RepositoryCall } from './configRepository.js';
import type { Git } from './git.js';
import { commitsIn, logFormat } from './gitOutput.js';

/** More are counted, not listed. */
export const mostCommits = 50;

/** The commits between two versions, newest first, as far as they are listed. */
export interface CommitRange {
  readonly commits: readonly Commit[];
  readonly total: number;
}

/** What one version has over another, and what it lacks. */
export interface CodeCommits {
  readonly brought: CommitRange;
  readonly lost: CommitRange;
}

/** A folder of code in a clone. */
export interface CodePlace {
  readonly git: Git;
  readonly folder: string;
}

/** What a version may be called in the repository of the code: the names of tags, and the short id in it. */
export function namesOf(version: string, service: string): readonly string[] {
  if (!/^\w[\w.+-]*$/.test(version)) return [];
  const tags = [version, `v${version}`, `${service}-${version}`, `${service}-v${version}`];
  const grouped = [`${service}/${version}`, `${service}/v${version}`, `${service}@${version}`];
  const id = /(?:^|[-_.+])g?([\da-f]{7,64})$/.exec(version)?.[1];
  return [...[...tags, ...grouped].map((tag) => `refs/tags/${tag}`), ...(id === undefined ? [] : [id])];
}

/** What is between two versions in a clone that has both; `undefined` in any other. */
export async function codeCommits(
  place: CodePlace,
  from: readonly string[],
  to: readonly string[],
  call: RepositoryCall,
): Promise<CodeCommits | undefined> {
  const [before, after] = await Promise.all([from, to].map((names) => commitNamed(place, names, call)));
  if (before === undefined || after === undefined) return undefined;
  const [brought, lost] = await Promise.all([
    rangeOf(place, before, after, call),
    rangeOf(place, after, before, call),
  ]);
  return { brought, lost };
}

async function commitNamed(
  place: CodePlace,
  names: readonly string[],
  call: RepositoryCall,
): Promise<string | undefined> {
  for (const name of names) {
    const found = await said(place, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`], call);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function rangeOf(
  place: CodePlace,
  after: string,
  to: string,
  call: RepositoryCall,
): Promise<CommitRange> {
  const range = [to, `^${after}`, '--', '.'];
  const [listed, count] = await Promise.all([
    said(place, ['log', '-z', `--max-count=${String(mostCommits)}`, logFormat, ...range], call),
    said(place, ['rev-list', '--count', ...range], call),
  ]);
  const commits = commitsIn(listed ?? '');
  return { commits, total: Math.max(Number(count ?? 0), commits.length) };
}

/** What git prints there; `undefined` where it says no. Nothing is fetched: it is the person's own clone. */
async function said(
  { git, folder }: CodePlace,
  args: readonly string[],
  call: RepositoryCall,
): Promise<string | undefined> {
  try {
    const env = { GIT_NO_LAZY_FETCH: '1' };
    return await git.text(args, { ...call, cwd: folder, env, isUnattended: true });
  } catch (error) {
    if (isAbort(error)) throw error;
    return undefined;
  }
}
