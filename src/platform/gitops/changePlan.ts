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
import type { Block } from '../../model/problem.js';
import type { Change } from './change.js';
import { maskSecrets } from './secretLines.js';

/** A plan, and the change that would carry it out; without one the plan says why. */
export interface Prepared {
  readonly plan: Plan;
  readonly change?: Change;
}

/** What the engine knows of the deployments that a request is about. */
export interface Runs {
  /** In the target now. */
  readonly now?: Deployment | undefined;
  /** That is brought there. */
  readonly release?: Release | undefined;
}

export function blockedPlan(reason: string, message: string): Prepared {
  const blocks: readonly Block[] = [{ reason, message }];
  return { plan: { fingerprint: digestOf([reason, message]), summary: {}, changes: [], blocks } };
}

/** Changes of the same place that nobody has merged yet, whoever pushed them. */
function waitingFindings(
  waiting: readonly string[],
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

/** What a change amounts to, for whoever confirms it. `waiting`: branches of other changes of the same place. */
export function planOf(
  change: Change,
  service: string,
  request: DeploymentRequest,
  waiting: readonly string[],
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
    warnings: [
      ...change.findings.filter(({ severity }) => severity !== 'Info'),
      ...waitingFindings(waiting, service, request.environment),
      ...(nothing.length > 0 ? [] : [way]),
      ...change.findings.filter(({ severity }) => severity === 'Info'),
    ],
    blocks: [...nothing, ...change.blocks],
    ...(now && { from: summaryOfRun(now) }),
    ...(release && { toRelease: named(release, change) }),
    commits: change.commits,
    unifiedDiff: maskSecrets(change.diff),
    before: maskSecrets(change.before),
    after: maskSecrets(change.after),
  };
}

/** An engine that knows an earlier release by its commit alone names it by that; Git tells the version. */
function named(release: Release, { version }: Change): Release {
  const isBare = version !== '' && release.version !== '' && release.id.startsWith(release.version);
  return isBare ? { ...release, version } : release;
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
