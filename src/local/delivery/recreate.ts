import { t } from '../../base/l10n.js';
import type { DeploymentRecord } from '../store/state.js';
import { step, type ExecuteContext, type Execution } from './execution.js';
import { redeploy } from './redeploy.js';

/** Why everything under way is aborted when the platform stops: nothing is started any more. */
export const platformStops = new Error('The platform stops.');

/**
 * Stops what runs, then lets the new one take over; when that fails, what ran before is started again from its kept
 * release. Rejects as `takeOver` does.
 */
export async function recreate(
  before: DeploymentRecord,
  execution: Execution,
  context: ExecuteContext,
  takeOver: () => Promise<void>,
): Promise<void> {
  const { place, signal } = execution;
  try {
    await step(execution, context, 'stop', t('Stop what runs'), 'StopFailed', () =>
      context.runtime.rest(place, { health: 'Progressing', message: t('Stopped until the next one runs.') }),
    );
    await takeOver();
  } catch (error) {
    if (signal.reason !== platformStops) await bringBack(before, execution, context);
    throw error;
  }
}

/** Never rejects: what goes wrong is told by the step and by the health of the place. */
async function bringBack(
  before: DeploymentRecord,
  execution: Execution,
  context: ExecuteContext,
): Promise<void> {
  const { place, operation } = execution;
  // What was aborted does not abort the way back.
  const { signal } = new AbortController();
  try {
    await step(
      { ...execution, signal },
      context,
      'restore',
      t('Start what ran before'),
      'StartFailed',
      async () => {
        await redeploy(before, context);
        await context.runtime.current(place)?.untilHealthy(signal);
      },
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.tracker.log(operation, message, 'error', 'restore');
    if (!context.runtime.current(place)) await context.runtime.rest(place, { health: 'Degraded', message });
  }
}
