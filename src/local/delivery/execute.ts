import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { workloadType } from '../manifest/serviceManifest.js';
import { buildAsRun } from '../pipelines/builds.js';
import { releaseFolder } from '../releases/releaseFolder.js';
import type { Instance } from '../runtime/instance.js';
import { readStrategy } from '../runtime/launchSettings.js';
import { currentDeployment } from '../store/changes.js';
import { step, type ExecuteContext, type Execution } from './execution.js';
import { recreate } from './recreate.js';
import { setSchedule } from './setSchedule.js';

/**
 * Builds, then lets the new one take over by the strategy of the service. Whatever fails, what ran before runs in the
 * end. Rejects with `ExecutionFault`, or with the abort's reason.
 */
export async function execute(execution: Execution, context: ExecuteContext): Promise<void> {
  const { place, prepared } = execution;
  const { manifest } = prepared.release;
  await step(execution, context, 'build', t('Build'), 'BuildFailed', () => build(execution, context));
  if (workloadType(manifest) === 'cronjob') {
    await step(execution, context, 'schedule', t('Set the schedule'), 'StartFailed', () =>
      setSchedule(execution.deployment, prepared.release, place, prepared.build.start, context),
    );
    return;
  }
  const takeOver = (): Promise<void> => startAndSwitch(execution, context);
  const before = currentDeployment(context.store.state, place.service, place.environment);
  if (before && readStrategy(manifest, []) === 'Recreate') {
    await recreate(before, execution, context, takeOver);
  } else await takeOver();
}

/** Starts beside what runs, if anything does, waits until healthy, then switches. */
async function startAndSwitch(execution: Execution, context: ExecuteContext): Promise<void> {
  const instance = await step(execution, context, 'start', t('Start'), 'StartFailed', () =>
    start(execution, context),
  );
  try {
    await step(execution, context, 'health', t('Wait until healthy'), 'HealthCheckFailed', async () => {
      await instance.untilHealthy(execution.signal);
      context.drill();
    });
  } catch (error) {
    await context.runtime.discard(instance);
    throw error;
  }
  await step(execution, context, 'switch', t('Switch over'), 'StopFailed', () =>
    context.runtime.switchTo(execution.place, instance),
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
