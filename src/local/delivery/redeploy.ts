import { t } from '../../base/l10n.js';
import type { Log } from '../../model/log.js';
import { planBuild } from '../releases/buildPlan.js';
import { isBuilt } from '../releases/buildRelease.js';
import { releaseFolder } from '../releases/releaseFolder.js';
import { workloadType } from '../manifest/serviceManifest.js';
import type { Runtime } from '../runtime/runtime.js';
import { findRelease, withDeployment, withOperation } from '../store/changes.js';
import type { DeploymentRecord, LocalState } from '../store/state.js';
import type { Store } from '../store/store.js';
import type { Launcher } from './launcher.js';
import { setSchedule } from './setSchedule.js';

export interface RedeployContext {
  readonly dataDir: string;
  readonly store: Store;
  readonly runtime: Runtime;
  readonly launcher: Launcher;
  readonly log: Log;
}

/** Starts again, from the kept releases and without a build, all that was deployed when the platform ended. */
export async function redeployAll(context: RedeployContext): Promise<void> {
  context.store.update(closeInterrupted);
  const current = context.store.state.deployments.filter(({ state }) => state === 'Deployed');
  for (const deployment of current) {
    const place = { service: deployment.service, environment: deployment.environment };
    try {
      await redeploy(deployment, context);
    } catch (error) {
      context.log.error(`Cannot start ${place.service} in ${place.environment} again.`, error);
      const message = error instanceof Error ? error.message : String(error);
      await context.runtime.rest(place, { health: 'Degraded', message });
    }
  }
}

/** Starts a deployment from its kept release. Rejects with `UserError` when it cannot be started. */
export async function redeploy(
  deployment: DeploymentRecord,
  context: Omit<RedeployContext, 'log'>,
): Promise<void> {
  const { service, environment, releaseId } = deployment;
  const place = { service, environment };
  const release = findRelease(context.store.state, service, releaseId);
  const folder = releaseFolder(context.dataDir, service, releaseId);
  if (!release || !(await isBuilt(folder))) {
    await context.runtime.rest(place, {
      health: 'Missing',
      message: t('The files of the release are gone: deploy again.'),
    });
    return;
  }
  const type = workloadType(release.manifest);
  if (type === 'job') {
    await context.runtime.rest(place, { health: 'Healthy', message: t('Completed') });
    return;
  }
  const { start } = await planBuild(release.manifest, folder.source);
  if (type === 'cronjob') {
    await setSchedule(deployment.id, release, place, start, context);
    return;
  }
  const launch = await context.launcher.resolve(release, environment, {
    start,
    instance: deployment.id,
    signal: new AbortController().signal,
    onLine: () => undefined,
  });
  const [block] = launch.blocks;
  if (block) {
    await context.runtime.rest(place, { health: 'Degraded', message: block.message ?? block.reason });
    return;
  }
  const instance = await context.runtime.start(place, deployment.id, launch, folder.code);
  await context.runtime.switchTo(place, instance);
}

/** What was under way when the platform ended did not happen. */
function closeInterrupted(state: LocalState): LocalState {
  const finishedAt = new Date().toISOString();
  const reason = 'Interrupted';
  const message = t('The local platform ended before this was done: start it again.');
  let closed = state;
  // What waits for approval has not begun, and goes on waiting.
  const waiting = new Set(state.waiting.flatMap((item) => [item.operation, item.deployment]));
  for (const { operation } of state.operations) {
    if (operation.done || waiting.has(operation.id)) continue;
    const ended = {
      ...operation,
      state: 'Failed',
      done: true,
      cancelable: false,
      reason,
      message,
      finishedAt,
    };
    const lastEventId = String(Number(operation.lastEventId ?? 0) + 1);
    const event = { id: lastEventId, type: 'done', state: 'Failed', time: finishedAt, message };
    closed = withOperation(closed, { ...ended, lastEventId }, [event]);
  }
  for (const deployment of state.deployments) {
    if (deployment.state !== 'Pending' && deployment.state !== 'Progressing') continue;
    if (waiting.has(deployment.id)) continue;
    closed = withDeployment(closed, { ...deployment, state: 'Failed', reason, message, finishedAt });
  }
  return closed;
}
