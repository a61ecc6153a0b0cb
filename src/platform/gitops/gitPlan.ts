import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { Deployment, DeploymentRequest, Release } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { CallOptions, Platform } from '../../model/platform.js';
import { promotion, restoration, type Change, type ChangeTarget } from './change.js';
import { blockedPlan, planOf, type Prepared, type Runs } from './changePlan.js';
import type { ConfigRepository } from './configRepository.js';
import { checkedSource, placesOf, readConfig } from './configSources.js';
import { branchStarts, readElsewhere, sourceIn, targetOf } from './gitTarget.js';
import { imageText } from './imageRef.js';
import {
  commitsBetween,
  commitsOfCode,
  commitsOfPromotion,
  noCommits,
  type CodePorts,
  type PlanCommits,
} from './planCommits.js';

export interface GitPlanner {
  readonly engine: Platform;
  readonly repositoryAt: (address: string) => ConfigRepository;
  /** Whether a roll back restores the images only, unless they are the same, or all files. */
  readonly rollback: 'images' | 'folder';
  /** Absent where nobody asks for the commits. */
  readonly code: CodePorts | undefined;
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
  if (!source) return blockedPlan('NoSource', t('{0} does not follow Git in {1}.', service, environment));
  const target = await targetOf(
    planner.repositoryAt,
    checkedSource(source),
    await branchStarts(engine, service, environment, call),
    call,
  );
  if ('plan' in target) return target;
  const runs = await runsIn(engine, service, request, fresh);
  const found = await (request.kind === 'Promote'
    ? promoted(planner, target, service, request, runs, fresh)
    : restored(planner, target, request, runs, call));
  if ('plan' in found) return found;
  const { commits, findings } = await commitsOf(planner, service, found, runs, request, call);
  const change = { ...found.change, commits, findings: [...found.change.findings, ...findings] };
  return { change, plan: planOf(change, service, request, target.waiting, runs) };
}

/** A change, and how the commits of the configuration that it is about are found. */
interface Found {
  readonly change: Change;
  readonly commits: () => Promise<PlanCommits>;
}

/** They only help to decide: that they cannot be told holds nothing up. */
async function commitsOf(
  { engine, code }: GitPlanner,
  name: string,
  { change, commits }: Found,
  runs: Runs,
  request: DeploymentRequest,
  call: CallOptions,
): Promise<PlanCommits> {
  if (!code) return noCommits;
  try {
    const service = await engine.getService(name, call);
    return (await commitsOfCode(code, service, change, runs, request, call)) ?? (await commits());
  } catch (error) {
    if (isAbort(error)) throw error;
    return noCommits;
  }
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

async function promoted(
  planner: GitPlanner,
  target: ChangeTarget,
  service: string,
  { fromEnvironment, release }: DeploymentRequest,
  { release: live }: Runs,
  call: CallOptions,
): Promise<Found | Prepared> {
  if (fromEnvironment === undefined) {
    return blockedPlan('InputRequired', t('Say which environment {0} is promoted from.', service));
  }
  const { engine, repositoryAt } = planner;
  const told = await sourceIn(engine, service, fromEnvironment, call);
  if (!told) return blockedPlan('NoSource', t('{0} does not follow Git in {1}.', service, fromEnvironment));
  if (release !== undefined && live !== undefined && live.id !== release) {
    const message = t(
      '{0} runs {1} in {2}, not what is to be promoted.',
      service,
      live.version,
      fromEnvironment,
    );
    return blockedPlan('OtherRelease', message);
  }
  const source = checkedSource(told);
  const isSame = source.repository === target.source.repository && source.branch === target.source.branch;
  const repository = repositoryAt(source.repository);
  const now = isSame
    ? await readConfig(target.repository, source, target.now.commit, call)
    : await readElsewhere(repository, source, call);
  const change = await promotion(target, { source, files: now?.files ?? new Map() }, call);
  return {
    change,
    commits: async () =>
      now ? commitsOfPromotion({ repository, source, now }, target, change.images, call) : noCommits,
  };
}

/** By the commit that ran then; of an engine that keeps none, by the images that its release names. */
async function restored(
  { rollback }: GitPlanner,
  target: ChangeTarget,
  { toDeployment, environment }: DeploymentRequest,
  { release }: Runs,
  call: CallOptions,
): Promise<Found | Prepared> {
  const { repository, source, now } = target;
  const commit = source.history?.find(({ deployment }) => deployment === toDeployment)?.commit;
  if (commit !== undefined && (await repository.has(commit, call))) {
    const range = { after: commit, to: now.commit };
    return {
      change: await restoration(target, commit, rollback === 'folder', call),
      commits: () => commitsBetween(repository, range, placesOf(source), call),
    };
  }
  const images = release ? imagesOf(release) : [];
  if (images.length > 0) {
    const change = await promotion(target, { source: { ...source, images }, files: now.files }, call);
    return { change, commits: () => Promise.resolve(noCommits) };
  }
  return blockedPlan(
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
