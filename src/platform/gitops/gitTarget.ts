import { t } from '../../base/l10n.js';
import type { ConfigSource } from '../../model/engine.js';
import { PlatformError } from '../../model/errors.js';
import type { CallOptions, Platform } from '../../model/platform.js';
import type { ChangeTarget } from './change.js';
import type { ConfigRepository } from './configRepository.js';
import { readConfig, type ConfigSnapshot } from './configSources.js';
import { blockedPlan, type Prepared } from './changePlan.js';

const heads = 'refs/heads/';

/** Names of the branches that are pushed. */
export function branchStart(service: string, environment: string): string {
  return `golden-path/${slug(service)}-${slug(environment)}-`;
}

export function slug(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z\d._]+/g, '-').replaceAll(/\.{2,}/g, '.');
  return plain.slice(0, 60).replaceAll(/^[-.]+|[-.]+$|\.lock$/g, '') || 'x';
}

/** Where Git keeps what runs in an environment; `undefined` where it does not, or nothing is there. */
export async function sourceIn(
  { sources }: Platform,
  service: string,
  environment: string,
  call?: CallOptions,
): Promise<ConfigSource | undefined> {
  try {
    return await sources?.of(service, environment, call);
  } catch (error) {
    if (PlatformError.is(error, 'not-found', 'not-implemented')) return undefined;
    throw error;
  }
}

/** How branches of a place begin, and those of places whose names begin alike. */
interface BranchStarts {
  readonly own: string;
  readonly others: readonly string[];
}

export async function branchStarts(
  engine: Platform,
  service: string,
  environment: string,
  call: CallOptions,
): Promise<BranchStarts> {
  const own = branchStart(service, environment);
  const { items } = await engine.listEnvironments({}, call).catch(() => ({ items: [] }));
  const others = items
    .map(({ name }) => branchStart(service, name))
    .filter((start) => start !== own && start.startsWith(own));
  return { own, others };
}

/** The branch and the files that a change is made of; without a branch a plan that says so. */
export async function targetOf(
  repositoryAt: (address: string) => ConfigRepository,
  source: ConfigSource,
  { own, others }: BranchStarts,
  call: CallOptions,
): Promise<ChangeTarget | Prepared> {
  const repository = repositoryAt(source.repository);
  const refs = await repository.refs([refOf(source), `${heads}${own}*`], call);
  const branch = branchOf(refs, source);
  if (branch === undefined) {
    const message = t(
      '{0} follows {1} of {2}, which is no branch: nothing can be merged into it. Change the revision that it follows.',
      source.path === '' ? '/' : source.path,
      source.branch,
      repository.address.url,
    );
    return blockedPlan('NotABranch', message);
  }
  const commit = await repository.fetch(branch, call);
  const names = [...refs.keys()]
    .filter((name) => name.startsWith(heads))
    .map((name) => name.slice(heads.length));
  const waiting = names.filter(
    (name) => name.startsWith(own) && !others.some((start) => name.startsWith(start)),
  );
  return { repository, source, branch, waiting, now: await readConfig(repository, source, commit, call) };
}

function refOf({ branch }: ConfigSource): string {
  return branch === 'HEAD' ? 'HEAD' : `${heads}${branch}`;
}

/** The branch that is followed; `undefined` for a tag or a commit. */
function branchOf(refs: ReadonlyMap<string, string>, source: ConfigSource): string | undefined {
  if (source.branch === 'HEAD') return refs.get('symref HEAD')?.replace(heads, '');
  return refs.has(refOf(source)) ? source.branch : undefined;
}

/** What is read of where images come from only helps to find their places, so it may be missing. */
export async function readElsewhere(
  repository: ConfigRepository,
  source: ConfigSource,
  call: CallOptions,
): Promise<ConfigSnapshot | undefined> {
  const branch = branchOf(await repository.refs([refOf(source)], call), source);
  const commit = branch === undefined ? source.commit : await repository.fetch(branch, call);
  const isThere = commit !== undefined && (await repository.has(commit, call));
  return isThere ? readConfig(repository, source, commit, call) : undefined;
}
