import { t } from '../../base/l10n.js';
import type { DeploymentRequest, Operation } from '../../model/delivery.js';
import { earlyRefusal } from '../../model/permission.js';
import { deliver } from '../../platform/delivery.js';
import type { CommandContext } from '../commands/context.js';
import { nameOf, type Connection } from '../session/connection.js';
import { whileWanted, withNotification } from '../windowPrompts.js';
import { notTwice } from './atOnce.js';
import { branchTicket } from './branchTicket.js';
import { cancelOperation } from './cancelOperation.js';
import { confirmPlan, type Occasion } from './confirmPlan.js';
import { followUi, tellResult, tellWaiting } from './deliveryResult.js';
import { resumeDeliveries } from './resumeDeliveries.js';

export interface Delivery extends Pick<Occasion, 'headline' | 'other'> {
  readonly service: string;
  readonly environment: string;
  readonly kind: DeploymentRequest['kind'];
  /** What the progress notification says. */
  readonly title: string;
  /** Prepares the rest of the request, e.g. makes the release. */
  readonly wanted: (
    signal: AbortSignal,
  ) => Promise<Pick<DeploymentRequest, 'release' | 'fromEnvironment' | 'toDeployment'>>;
}

/**
 * Carries a delivery from permission and plan to result in front of the person who asked for it. Gives the operation,
 * `undefined` when they turned away. Throws `UserError`, `PlatformError`.
 */
export async function runDelivery(
  context: CommandContext,
  connection: Connection,
  delivery: Delivery,
): Promise<Operation | undefined> {
  const { service, environment, kind } = delivery;
  const refusal = earlyRefusal(connection.live.snapshot, service, environment, kind);
  if (refusal) throw refusal;
  const place = t('{0} in {1}', service, environment);
  const operation = await notTwice(`${connection.url} ${service} ${environment}`, place, () =>
    withNotification(delivery.title, (report, signal) =>
      attempt(context, connection, delivery, report, signal),
    ),
  );
  if (operation?.done === false) {
    tellWaiting(context, connection, operation);
    void resumeDeliveries(() => context, connection);
  } else if (operation) await tellResult(context, connection, delivery, operation);
  return operation;
}

/** Cancel before the platform has the operation drops everything; after that it asks the platform to cancel. */
async function attempt(
  context: CommandContext,
  connection: Connection,
  delivery: Delivery,
  report: (step: string) => void,
  canceled: AbortSignal,
): Promise<Operation | undefined> {
  const { prompts, planPreview, log, pending } = context;
  const { platform } = connection;
  const { service, environment, kind } = delivery;
  const before = new AbortController();
  let operation: Operation | undefined;
  canceled.addEventListener('abort', () => {
    if (!operation) {
      before.abort(canceled.reason);
      return;
    }
    report(t('Canceling'));
    cancelOperation({ prompts, log }, platform, operation.id);
  });
  report(t('Making the plan'));
  const reason = await branchTicket(service, context);
  let occasion: Occasion = {
    ...delivery,
    ...(reason !== undefined && { reason }),
    ...(context.session.connections.length > 1 && { platform: nameOf(connection) }),
  };
  const result = await deliver(
    platform,
    service,
    environment,
    { kind, ...(await delivery.wanted(before.signal)) },
    {
      looks: true,
      confirm: async (planned) => {
        report(t('Waiting for you to confirm the plan'));
        const answer = await whileWanted(before.signal, () =>
          confirmPlan(prompts, planPreview, planned, occasion),
        );
        // Whoever is asked again gave it already.
        if (answer?.reason) occasion = { ...occasion, reason: answer.reason };
        return answer;
      },
      ...followUi(report, (started) => (operation = started)),
    },
    { signal: before.signal, pending, leaveWaiting: true },
  );
  return result.outcome === 'done' ? result.operation : undefined;
}
