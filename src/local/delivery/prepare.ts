import { stringify, parse } from 'yaml';
import { t } from '../../base/l10n.js';
import type { Environment } from '../../model/catalog.js';
import type { Commit } from '../../model/deployment.js';
import type { DeploymentRequest, Plan, PlanFinding } from '../../model/delivery.js';
import type { Block } from '../../model/problem.js';
import { at, canonical, isObject } from '../manifest/json.js';
import { planBuild, type BuildPlan } from '../releases/buildPlan.js';
import { sha256 } from '../releases/contentDigest.js';
import { releaseFolder } from '../releases/releaseFolder.js';
import type { Runtime } from '../runtime/runtime.js';
import { currentDeployment, findRelease } from '../store/changes.js';
import type { DeploymentRecord, LocalState, ReleaseRecord } from '../store/state.js';
import { deploymentSummary, wireRelease } from '../catalog/wire.js';
import type { Launcher, PlannedLaunch } from './launcher.js';
import { planChanges, summarize } from './planChanges.js';
import { fieldRefusal } from '../../contract/refusal.js';
import { resolvedConfig } from './resolvedConfig.js';
import { rollbackEligibility } from './rollback.js';
import { unifiedDiff } from './unifiedDiff.js';
import { approvalsNeeded } from '../guards/approvals.js';
import { guard, type GuardContext } from '../guards/guards.js';
import { commitsBetween } from '../releases/commitsBetween.js';

/** A deployment with every check made, before any effect. */
export interface Prepared {
  readonly plan: Plan;
  readonly release: ReleaseRecord;
  readonly build: BuildPlan;
  readonly environment: Environment;
  readonly current?: DeploymentRecord;
  readonly target?: DeploymentRecord;
  readonly config: string;
  /** Between what runs and the release, newest first. */
  readonly commits: readonly Commit[];
}

export interface PrepareContext {
  readonly dataDir: string;
  readonly state: LocalState;
  readonly environments: readonly Environment[];
  readonly runtime: Runtime;
  readonly launcher: Launcher;
  guards(service: string, release: string, environment: Environment): GuardContext;
}

interface Chosen {
  readonly release: ReleaseRecord;
  readonly target?: DeploymentRecord;
  readonly blocks: readonly Block[];
  readonly warnings: readonly PlanFinding[];
}

/** Resolves a request to what it would do. Throws `PlatformError` for a request that makes no sense. */
export async function prepare(
  service: string,
  request: DeploymentRequest,
  context: PrepareContext,
): Promise<Prepared> {
  const environment = context.environments.find(({ name }) => name === request.environment);
  if (!environment) {
    const known = context.environments.map(({ name }) => name).join(', ');
    throw fieldRefusal(
      '/environment',
      t('There is no environment "{0}". There are: {1}.', request.environment, known),
    );
  }
  const current = currentDeployment(context.state, service, environment.name);
  const chosen = choose(service, request, current, context);
  const { release } = chosen;
  const build = await planBuild(release.manifest, releaseFolder(context.dataDir, service, release.id).source);
  const launch = await context.launcher.plan(release, environment.name, build.start);
  const after = resolvedConfig(release, environment.name, build, launch);
  const guarded = await guard(
    request,
    environment,
    release.manifest,
    context.guards(service, release.id, environment),
  );
  const running = current && findRelease(context.state, service, current.releaseId);
  const commits = await commitsBetween(running, release);
  const config = stringify(after, { lineWidth: 0 });
  const before = current?.config;
  const changes = planChanges(service, before === undefined ? undefined : readConfig(before), after);
  const inputs = { service, environment, kind: request.kind, release: release.id, target: chosen.target?.id };
  const plan: Plan = {
    fingerprint: `sha256:${sha256(canonical({ inputs, current: current?.id, config, policy: guarded.policyDigest }))}`,
    summary: summarize(changes),
    changes,
    warnings: [
      ...buildFindings(build),
      ...launch.warnings,
      ...chosen.warnings,
      ...interruptionFindings(launch, current),
      ...peerFindings(launch.peers, environment.name, context),
      ...releaseFindings(release, environment),
      ...guarded.warnings,
    ],
    blocks: [...disabledBlocks(release, environment), ...guarded.blocks, ...chosen.blocks, ...launch.blocks],
    requires: requirements(environment, request.kind),
    ...(guarded.gates.length > 0 && { gates: guarded.gates }),
    ...(commits.length > 0 && { commits }),
    ...(current && { from: deploymentSummary(current, context.state) }),
    toRelease: wireRelease(release, context.state),
    unifiedDiff: unifiedDiff(before ?? '', config),
    ...(before !== undefined && { before }),
    after: config,
    computedAt: new Date().toISOString(),
  };
  return {
    plan,
    release,
    build,
    environment,
    config,
    commits,
    ...(current && { current }),
    ...(chosen.target && { target: chosen.target }),
  };
}

function choose(
  service: string,
  request: DeploymentRequest,
  current: DeploymentRecord | undefined,
  context: PrepareContext,
): Chosen {
  const { state } = context;
  switch (request.kind) {
    case 'Deploy':
      return { release: requestedRelease(service, request, state), blocks: [], warnings: [] };
    case 'Promote':
      return {
        release: requestedRelease(service, request, state),
        blocks: promotionBlocks(service, request, context),
        warnings: [],
      };
    case 'Restart': {
      const release = current && findRelease(state, service, current.releaseId);
      if (release) return { release, blocks: [], warnings: [] };
      throw fieldRefusal(
        '/environment',
        t('Nothing is deployed in {0}, so nothing can be restarted.', request.environment),
      );
    }
    case 'Rollback':
      return rollbackChoice(service, request, state);
  }
}

function requestedRelease(service: string, request: DeploymentRequest, state: LocalState): ReleaseRecord {
  if (request.release === undefined) throw fieldRefusal('/release', t('Name the release to deploy.'));
  const release = findRelease(state, service, request.release);
  if (release) return release;
  throw fieldRefusal('/release', t('The service "{0}" has no release "{1}".', service, request.release));
}

function promotionBlocks(
  service: string,
  request: DeploymentRequest,
  context: PrepareContext,
): readonly Block[] {
  const from = request.fromEnvironment;
  if (from === undefined) throw fieldRefusal('/fromEnvironment', t('Name the environment to promote from.'));
  if (!context.environments.some(({ name }) => name === from)) {
    throw fieldRefusal('/fromEnvironment', t('There is no environment "{0}".', from));
  }
  const allowed = context.environments.find(({ name }) => name === request.environment)?.promotesFrom;
  if (allowed && !allowed.includes(from)) {
    const message = t('{0} takes promotions from {1} only.', request.environment, allowed.join(', '));
    return [{ reason: 'GateFailed', name: 'promotesFrom', message }];
  }
  const there = currentDeployment(context.state, service, from);
  if (there?.releaseId !== request.release) {
    return [
      {
        reason: 'GateFailed',
        name: 'deployed',
        message: t('This release does not run in {0}: deploy it there first.', from),
      },
    ];
  }
  return [];
}

function rollbackChoice(service: string, request: DeploymentRequest, state: LocalState): Chosen {
  const target = state.deployments.find(
    (deployment) =>
      deployment.id === request.toDeployment &&
      deployment.service === service &&
      deployment.environment === request.environment,
  );
  const release = target && findRelease(state, service, target.releaseId);
  if (!target || !release) {
    throw fieldRefusal(
      '/toDeployment',
      t('Name an earlier deployment of this service in {0}.', request.environment),
    );
  }
  const { eligible, reason, warnings = [] } = rollbackEligibility(state, target);
  return {
    release,
    target,
    blocks: eligible ? [] : [{ reason: 'NotReversible', message: reason ?? t('It cannot be restored.') }],
    warnings: warnings.map((message) => ({
      code: 'migration-not-reversible',
      severity: 'Warning',
      message,
      mustAcknowledge: true,
    })),
  };
}

function disabledBlocks(release: ReleaseRecord, environment: Environment): readonly Block[] {
  if (at(release.manifest, 'spec', 'environments', environment.name, 'deploy') !== 'Disabled') return [];
  return [
    {
      reason: 'PermissionDenied',
      message: t('The manifest says that the service is never deployed to {0}.', environment.name),
    },
  ];
}

function buildFindings(build: BuildPlan): readonly PlanFinding[] {
  const commands = [build.install?.slice(0, 2), build.build].flatMap((words) => words?.join(' ') ?? []);
  const warnings = build.warnings.map((message) => ({ code: 'no-lock-file', severity: 'Warning', message }));
  if (commands.length === 0) return warnings;
  const message = t('Before its first start the release is built with: {0}.', commands.join(', '));
  return [{ code: 'build', severity: 'Info', message }, ...warnings];
}

function interruptionFindings(
  { strategy, type }: PlannedLaunch,
  current: DeploymentRecord | undefined,
): readonly PlanFinding[] {
  if (strategy !== 'Recreate' || type === 'cronjob' || !current) return [];
  const message = t('What runs is stopped before the next one starts (Recreate): nobody answers meanwhile.');
  return [{ code: 'interruption', severity: 'Warning', message }];
}

function peerFindings(
  peers: readonly string[],
  environment: string,
  context: PrepareContext,
): readonly PlanFinding[] {
  return peers
    .filter((peer) => !currentDeployment(context.state, peer, environment))
    .map((peer) => ({
      code: 'dependency-not-deployed',
      severity: 'Warning',
      message: t('The service calls "{0}", which is not deployed in {1}.', peer, environment),
    }));
}

function releaseFindings(release: ReleaseRecord, environment: Environment): readonly PlanFinding[] {
  if (!environment.production || release.tree !== undefined) return [];
  return [
    {
      code: 'uncommitted',
      severity: 'Warning',
      message: t('The release holds changes that are in no commit.'),
    },
  ];
}

function requirements(environment: Environment, kind: string): NonNullable<Plan['requires']> {
  const approvals = approvalsNeeded(environment, kind);
  const confirmation = environment.production ? 'TypeName' : (environment.confirmation ?? 'None');
  return {
    confirmation,
    reason: environment.production || environment.requireReason === true,
    ...(approvals > 0 && { approvals }),
  };
}

function readConfig(yaml: string): Record<string, unknown> {
  const parsed: unknown = parse(yaml);
  return isObject(parsed) ? parsed : {};
}
