import { t } from '../../base/l10n.js';
import type { DeploymentRequest, Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import { deliver } from '../../platform/delivery.js';
import type { CommandContext } from '../commands/context.js';
import type { Connection } from '../session/connection.js';
import { withNotification } from '../windowPrompts.js';
import { confirmPlan } from './confirmPlan.js';
import { followUi, tellResult } from './deliveryResult.js';

export interface Delivery {
  readonly service: string;
  readonly environment: string;
  /** What the person confirms, e.g. `Deploy orders to staging`. */
  readonly headline: string;
  /** What the progress notification says. */
  readonly title: string;
  /** Prepares the request, e.g. makes the release. */
  readonly wanted: (
    signal: AbortSignal,
  ) => Promise<Omit<DeploymentRequest, 'environment' | 'planFingerprint' | 'reason' | 'acknowledge'>>;
}

/** Carries a delivery from plan to result in front of the person who asked for it. */
export async function runDelivery(
  context: CommandContext,
  connection: Connection,
  delivery: Delivery,
): Promise<void> {
  const operation = await withNotification(delivery.title, (report, signal) =>
    attempt(context, connection, delivery, report, signal),
  );
  if (operation) await tellResult(context, connection, delivery, operation);
}

/** Cancel before the platform has the operation drops everything; after that it asks the platform to cancel. */
async function attempt(
  { prompts, planPreview, log, pending }: CommandContext,
  { platform }: Connection,
  delivery: Delivery,
  report: (step: string) => void,
  canceled: AbortSignal,
): Promise<Operation | undefined> {
  const { service, environment } = delivery;
  const before = new AbortController();
  let operation: Operation | undefined;
  canceled.addEventListener('abort', () => {
    if (!operation) {
      before.abort(canceled.reason);
      return;
    }
    report(t('Canceling'));
    platform.cancelOperation(operation.id).catch((error: unknown) => {
      log.error('cancel failed', error);
      prompts.tell('warning', t('The platform did not cancel: {0}', sentence(error)));
    });
  });
  report(t('Making the plan'));
  const result = await deliver(
    platform,
    service,
    environment,
    await delivery.wanted(before.signal),
    {
      confirm: async (planned) => {
        report(t('Waiting for you to confirm the plan'));
        return confirmPlan(prompts, planPreview, planned, delivery.headline);
      },
      ...followUi(report, (started) => (operation = started)),
    },
    { signal: before.signal, pending },
  );
  return result.outcome === 'done' ? result.operation : undefined;
}

function sentence(error: unknown): string {
  return error instanceof PlatformError ? error.message : String(error);
}
