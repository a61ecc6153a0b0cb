import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { isDriven } from '../../platform/writes/driven.js';
import type { PendingWrite } from '../../platform/writes/pendingWrites.js';
import { resumeDelivery } from '../../platform/writes/resumeDelivery.js';
import type { CommandContext } from '../commands/context.js';
import type { Connection } from '../session/connection.js';
import { withStatus } from '../windowPrompts.js';
import { followUi, tellResult } from './deliveryResult.js';

/** Takes up what a window left behind at this platform: each is followed to its end, and done once. Never rejects. */
export async function resumeDeliveries(context: () => CommandContext, connection: Connection): Promise<void> {
  const writes = await context().pending.all();
  const left = writes.filter(({ url, key }) => url === connection.url && !isDriven(key));
  await Promise.all(left.map((write) => resumeOne(context, connection, write)));
}

/** Whether the end of an operation is told by who follows it in this window: nobody else needs to. */
export async function isFollowedHere(
  { pending }: Pick<CommandContext, 'pending'>,
  operation: string,
): Promise<boolean> {
  return (await pending.all()).some((write) => write.operation === operation);
}

async function resumeOne(
  context: () => CommandContext,
  connection: Connection,
  write: PendingWrite,
): Promise<void> {
  const { service, request } = write;
  const { pending } = context();
  const target = { service, environment: request.environment, kind: request.kind };
  const title = t('{0} to {1}', service, request.environment);
  try {
    const result = await withStatus(title, (report) =>
      resumeDelivery(
        connection.platform,
        write,
        pending,
        followUi(report, () => undefined),
      ),
    );
    if (result.outcome === 'done') await tellResult(context(), connection, target, result.operation);
    else {
      context().prompts.tell(
        'warning',
        t(
          'How the deployment of {0} to {1} went that was on its way is not known. Look at its state.',
          service,
          request.environment,
        ),
      );
    }
  } catch (error) {
    // It stays kept, and is taken up when the platform answers again.
    if (!isAbort(error)) context().log.error('a deployment could not be taken up', error);
  }
}
