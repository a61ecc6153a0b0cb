import { t } from '../../base/l10n.js';
import { PlatformError, UserError } from '../../model/errors.js';
import { workloadType } from '../manifest/serviceManifest.js';
import { buildAsRun } from '../pipelines/builds.js';
import type { Pipelines } from '../pipelines/pipelines.js';
import { releaseFolder } from '../releases/releaseFolder.js';
import { setSchedule } from './setSchedule.js';
import type { Instance } from '../runtime/instance.js';
import type { Place, Runtime } from '../runtime/runtime.js';
import type { Launcher } from './launcher.js';
import type { OperationTracker } from './operationTracker.js';
import type { Prepared } from './prepare.js';

export interface ExecuteContext {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly runtime: Runtime;
  readonly launcher: Launcher;
  readonly tracker: OperationTracker;
  readonly pipelines: Pipelines;
  /** Lets one build of a release run at a time. */
  exclusive<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export interface Execution {
  readonly operation: string;
  readonly deployment: string;
  readonly place: Place;
  readonly prepared: Prepared;
  readonly signal: AbortSignal;
}

/** A failure with the code that the operation and the deployment show. */
export class ExecutionFault extends Error {
  override readonly name = 'ExecutionFault';
  readonly reason: string;

  constructor(reason: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.reason = reason;
  }
}

/**
 * Builds, starts beside what runs, waits until healthy, then switches. Whatever fails leaves what runs alone.
 * Rejects with `ExecutionFault`, or with the abort's reason.
 */
export async function execute(execution: Execution, context: ExecuteContext): Promise<void> {
  const { place, prepared } = execution;
  await step(execution, context, 'build', t('Build'), 'BuildFailed', () => build(execution, context));
  if (workloadType(prepared.release.manifest) === 'cronjob') {
    await step(execution, context, 'schedule', t('Set the schedule'), 'StartFailed', () =>
      setSchedule(execution.deployment, prepared.release, place, prepared.build.start, context),
    );
    return;
  }
  const instance = await step(execution, context, 'start', t('Start'), 'StartFailed', () =>
    start(execution, context),
  );
  try {
    await step(execution, context, 'health', t('Wait until healthy'), 'HealthCheckFailed', () =>
      instance.untilHealthy(execution.signal),
    );
  } catch (error) {
    await context.runtime.discard(instance);
    throw error;
  }
  await step(execution, context, 'switch', t('Switch over'), 'StopFailed', () =>
    context.runtime.switchTo(place, instance),
  );
}

async function build(execution: Execution, context: ExecuteContext): Promise<void> {
  const { operation, prepared, signal } = execution;
  const folder = releaseFolder(context.dataDir, prepared.release.service, prepared.release.id);
  await context.exclusive(folder.root, async () => {
    await buildAsRun(prepared.release, prepared.build, context.pipelines, {
      dataDir: context.dataDir,
      registry: context.runtime.registry,
      env: context.env,
      signal,
      onLine: (line) => context.tracker.log(operation, line, 'info', 'build'),
    });
  });
}

async function start(execution: Execution, context: ExecuteContext): Promise<Instance> {
  const { operation, deployment, place, prepared, signal } = execution;
  const { runtime, launcher, tracker, dataDir } = context;
  const launch = await launcher.resolve(prepared.release, place.environment, {
    start: prepared.build.start,
    instance: deployment,
    signal,
    onLine: (line) => tracker.log(operation, line, 'info', 'start'),
  });
  const [block] = launch.blocks;
  if (block) throw new UserError('local.blocked', block.message ?? block.reason);
  for (const warning of launch.warnings) tracker.log(operation, warning.message, 'warn', 'start');
  for (const port of launch.ports) {
    tracker.log(operation, t('{0} is {1}', port.variables.join(', '), port.port), 'info', 'start');
  }
  const { code } = releaseFolder(dataDir, place.service, prepared.release.id);
  return runtime.start(place, deployment, launch, code);
}

async function step<T>(
  { operation, signal }: Execution,
  { tracker }: ExecuteContext,
  id: string,
  name: string,
  reason: string,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const startedAt = new Date().toISOString();
  tracker.step(operation, { id, name, state: 'Running', startedAt });
  try {
    const result = await work();
    tracker.step(operation, {
      id,
      name,
      state: 'Succeeded',
      startedAt,
      finishedAt: new Date().toISOString(),
    });
    return result;
  } catch (error) {
    const finishedAt = new Date().toISOString();
    if (signal.aborted) {
      tracker.step(operation, { id, name, state: 'Canceled', startedAt, finishedAt });
      throw error;
    }
    const fault =
      error instanceof ExecutionFault ? error : new ExecutionFault(reasonOf(error, reason), error);
    tracker.step(operation, { id, name, state: 'Failed', message: fault.message, startedAt, finishedAt });
    throw fault;
  }
}

function reasonOf(error: unknown, reason: string): string {
  return error instanceof UserError || error instanceof PlatformError ? reason : 'PlatformError';
}
