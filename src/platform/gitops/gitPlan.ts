import { createHash } from 'node:crypto';
import { t } from '../../base/l10n.js';
import type {
  Deployment,
  DeploymentRequest,
  Plan,
  PlanFinding,
  PlanSummary,
  Release,
} from '../../model/delivery.js';
import type { DeploymentSummary } from '../../model/deployment.js';
import type { ConfigSource } from '../../model/engine.js';
import { PlatformError } from '../../model/errors.js';
import type { CallOptions, Platform } from '../../model/platform.js';
import type { Block } from '../../model/problem.js';
import { promotion, restoration, type Change, type ChangeTarget } from './change.js';
import type { ConfigRepository } from './configRepository.js';
import { checkedSource, readConfig, type ConfigSnapshot } from './configSources.js';
import { imageText } from './imageRef.js';
import { maskSecrets } from './secretLines.js';

export interface GitPlanner {
  readonly engine: Platform;
  readonly repositoryAt: (address: string) => ConfigRepository;
  /** Whether a roll back restores the images only, unless they are the same, or all files. */
  readonly rollback: 'images' | 'folder';
}

/** A plan, and the change that would carry it out; without one the plan says why. */
export interface Prepared {
  readonly plan: Plan;
  readonly change?: Change;
}

/** Names of the branches that are pushed. */
export function branchStart(service: string, environment: string): string {
  return `golden-path/${slug(service)}-${slug(environment)}-`;
}

export function slug(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z\d._]+/g, '-').replaceAll(/\.{2,}/g, '.');
  return plain.slice(0, 60).replaceAll(/^[-.]+|[-.]+$|\.lock$/g, '') || 'x';
}

/** The dry run of a promotion or a roll back: everything but the commit, of the repository as it is now. */
export async function prepare(
  planner: GitPlanner,
  service: string,
  request: DeploymentRequest,
  call: CallOptions,
): Promise<Prepared> {
  const { engine } = planner;
  const { environment } = request;
  const fresh = { ...call, fresh: true };
  const source = await sourceIn(engine, service, environment, fresh);
  if (!source) return blocked('NoSource', t('{0} does not follow Git in {1}.', service, environment));
  const target = await targetOf(
    planner,
    checkedSource(source),
    await branchStarts(engine, service, environment, call),
    call,
  );
  if ('plan' in target) return target;
  const runs = await runsIn(engine, service, request, fresh);
  const change = await (request.kind === 'Promote'
    ? promoted(planner, target, service, request, runs, fresh)
    : restored(planner, target, request, runs, call));
  if ('plan' in change) return change;
  return {
    change,
    plan: planOf(change, service, request, waitingFindings(target, service, environment), runs),
  };
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
    if (PlatformError.is(error, 'not-found')) return undefined;
    throw error;
  }
}

/** What the engine knows of the deployments that a request is about. */
interface Runs {
  /** In the target now. */
  readonly now?: Deployment | undefined;
  /** That is brought there. */
  readonly release?: Release | undefined;
}

async function runsIn(
  engine: Platform,
  service: string,
  { kind, environment, fromEnvironment, toDeployment }: DeploymentRequest,
  call: CallOptions,
): Promise<Runs> {
  const [here, there] = await Promise.all([
    deploymentsIn(engine, service, environment, call),
    fromEnvironment === undefined ? [] : deploymentsIn(engine, service, fromEnvironment, call),
  ]);
  const isLive = ({ state }: Deployment): boolean => state === 'Deployed';
  const wanted = kind === 'Promote' ? there.find(isLive) : here.find(({ id }) => id === toDeployment);
  return { now: here.find(isLive), release: wanted?.release };
}

/** How branches of a place begin, and those of places whose names begin alike. */
interface BranchStarts {
  readonly own: string;
  readonly others: readonly string[];
}

async function branchStarts(
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

async function targetOf(
  { repositoryAt }: GitPlanner,
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
    return blocked('NotABranch', message);
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

const heads = 'refs/heads/';

function refOf({ branch }: ConfigSource): string {
  return branch === 'HEAD' ? 'HEAD' : `${heads}${branch}`;
}

/** The branch that is followed; `undefined` for a tag or a commit. */
function branchOf(refs: ReadonlyMap<string, string>, source: ConfigSource): string | undefined {
  if (source.branch === 'HEAD') return refs.get('symref HEAD')?.replace(heads, '');
  return refs.has(refOf(source)) ? source.branch : undefined;
}

async function promoted(
  planner: GitPlanner,
  target: ChangeTarget,
  service: string,
  { fromEnvironment, release }: DeploymentRequest,
  { release: live }: Runs,
  call: CallOptions,
): Promise<Change | Prepared> {
  if (fromEnvironment === undefined) {
    return blocked('InputRequired', t('Say which environment {0} is promoted from.', service));
  }
  const { engine, repositoryAt } = planner;
  const told = await sourceIn(engine, service, fromEnvironment, call);
  if (!told) return blocked('NoSource', t('{0} does not follow Git in {1}.', service, fromEnvironment));
  if (release !== undefined && live !== undefined && live.id !== release) {
    const message = t(
      '{0} runs {1} in {2}, not what is to be promoted.',
      service,
      live.version,
      fromEnvironment,
    );
    return blocked('OtherRelease', message);
  }
  const source = checkedSource(told);
  const isSame = source.repository === target.source.repository && source.branch === target.source.branch;
  const { files } = isSame
    ? await readConfig(target.repository, source, target.now.commit, call)
    : await readElsewhere(repositoryAt(source.repository), source, call);
  return promotion(target, { source, files }, call);
}

/** What is read of where images come from only helps to find their places, so it may be missing. */
async function readElsewhere(
  repository: ConfigRepository,
  source: ConfigSource,
  call: CallOptions,
): Promise<Pick<ConfigSnapshot, 'files'>> {
  const branch = branchOf(await repository.refs([refOf(source)], call), source);
  const commit = branch === undefined ? source.commit : await repository.fetch(branch, call);
  const isThere = commit !== undefined && (await repository.has(commit, call));
  return isThere ? readConfig(repository, source, commit, call) : { files: new Map() };
}

/** By the commit that ran then; of an engine that keeps none, by the images that its release names. */
async function restored(
  { rollback }: GitPlanner,
  target: ChangeTarget,
  { toDeployment, environment }: DeploymentRequest,
  { release }: Runs,
  call: CallOptions,
): Promise<Change | Prepared> {
  const { repository, source, now } = target;
  const commit = source.history?.find(({ deployment }) => deployment === toDeployment)?.commit;
  if (commit !== undefined && (await repository.has(commit, call))) {
    return restoration(target, commit, rollback === 'folder', call);
  }
  const images = release ? imagesOf(release) : [];
  if (images.length > 0) return promotion(target, { source: { ...source, images }, files: now.files }, call);
  return blocked(
    'NotReversible',
    t('Git does not have what ran in {0} with {1} any more.', environment, toDeployment ?? '-'),
  );
}

/** The images of a release, as its package URLs tell them (`pkg:oci`). */
export function imagesOf({ artifacts = [] }: Release): readonly string[] {
  return artifacts.flatMap(({ uri, tag, digest }) => {
    const name = uri.startsWith('pkg:oci/') ? new URL(uri).searchParams.get('repository_url') : null;
    if (name === null) return [];
    return [imageText({ name, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) })];
  });
}

function blocked(reason: string, message: string): Prepared {
  const blocks: readonly Block[] = [{ reason, message }];
  return { plan: { fingerprint: digestOf([reason, message]), summary: {}, changes: [], blocks } };
}

function summaryOfRun({ id, kind, state, release, startedAt, finishedAt }: Deployment): DeploymentSummary {
  return {
    id,
    kind,
    state,
    release: release.id,
    version: release.version,
    ...(release.commit && { commit: release.commit }),
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
  };
}

async function deploymentsIn(
  engine: Platform,
  service: string,
  environment: string,
  call: CallOptions,
): Promise<readonly Deployment[]> {
  try {
    return (await engine.listDeployments(service, { environment, pageSize: 50 }, call)).items;
  } catch (error) {
    if (PlatformError.is(error, 'not-implemented', 'not-found', 'forbidden')) return [];
    throw error;
  }
}

/** Changes of the same place that nobody has merged yet, whoever pushed them. */
function waitingFindings(
  { waiting }: ChangeTarget,
  service: string,
  environment: string,
): readonly PlanFinding[] {
  if (waiting.length === 0) return [];
  const message = t(
    'Another change of {0} in {1} was pushed and is still there: {2}.',
    service,
    environment,
    waiting.join(', '),
  );
  return [{ code: 'change-waits', severity: 'Warning', message, mustAcknowledge: true }];
}

function planOf(
  change: Change,
  service: string,
  request: DeploymentRequest,
  waiting: readonly PlanFinding[],
  { now, release }: Runs,
): Plan {
  const way: PlanFinding = {
    code: 'pull-request',
    severity: 'Info',
    message: t(
      'A branch is pushed to {0}; nothing changes in {1} before it is merged into {2}.',
      change.repository.address.url,
      request.environment,
      change.branch,
    ),
  };
  const nothing: readonly Block[] =
    change.files.size > 0 ? [] : [{ reason: 'NothingToDo', message: nothingWords(change, request) }];
  return {
    fingerprint: fingerprintOf(change, service, request),
    summary: countsOf(change),
    changes: change.changes,
    warnings: [...change.findings, ...waiting, ...(nothing.length > 0 ? [] : [way])],
    blocks: [...nothing, ...change.blocks],
    ...(now && { from: summaryOfRun(now) }),
    ...(release && { toRelease: release }),
    commits: change.commits,
    unifiedDiff: maskSecrets(change.diff),
    before: maskSecrets(change.before),
    after: maskSecrets(change.after),
  };
}

function nothingWords(
  { findings, source }: Change,
  { kind, environment, fromEnvironment }: DeploymentRequest,
): string {
  const why = findings.filter(({ severity }) => severity !== 'Info').map(({ message }) => message);
  if (why.length > 0) return why.join(' ');
  const place = source.path === '' ? source.repository : source.path;
  return kind === 'Promote'
    ? t('{0} in Git names the images that run in {1} already.', place, fromEnvironment ?? '')
    : t('{0} in Git is already what ran in {1} then.', place, environment);
}

function countsOf({ changes }: Change): PlanSummary {
  const count = (action: string): number => changes.filter((change) => change.action === action).length;
  return { create: count('Create'), update: count('Update'), delete: count('Delete') };
}

/** Of everything that decides what the branch would hold; commits that change other folders leave it as it is. */
function fingerprintOf(change: Change, service: string, request: DeploymentRequest): string {
  const { environment, kind, fromEnvironment, toDeployment, release } = request;
  const files = [...change.files].map(([path, file]) => [path, file?.mode, file?.blob]).sort();
  const { url } = change.repository.address;
  return digestOf([
    { service, environment, kind, fromEnvironment, toDeployment, release },
    url,
    change.branch,
    change.basis,
    files,
  ]);
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
