import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { systemClock } from '../../model/clock.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { PendingRun } from '../../platform/runs/pendingRuns.js';
import { drive, isDriven } from '../../platform/writes/driven.js';
import { follow } from '../../platform/writes/follow.js';
import { mayResend } from '../../platform/writes/sendDeployment.js';
import type { CommandContext } from '../commands/context.js';
import { followUi } from '../delivery/deliveryResult.js';
import type { Connection } from '../session/connection.js';
import { withStatus } from '../windowPrompts.js';
import { linksOf } from './runLinks.js';
import { tellFailure } from './runWrite.js';

/** Of which the person knows already that nobody knows. */
const told = new Set<string>();

/** Follows to its end what a window left behind at this platform, besides deployments. Never rejects. */
export async function resumeRuns(context: () => CommandContext, connection: Connection): Promise<void> {
  const runs = await context().runs.all();
  const left = runs.filter(({ url, key }) => url === connection.url && !isDriven(key));
  await Promise.all(
    left.map((run) =>
      drive(run.key, () => resumeOne(context, connection, run)).catch((error: unknown) => {
        // It stays kept, and is taken up when the platform answers again.
        if (!isAbort(error)) context().log.error('a write could not be taken up', error);
      }),
    ),
  );
}

async function resumeOne(
  context: () => CommandContext,
  connection: Connection,
  run: PendingRun,
): Promise<void> {
  const { runs, prompts } = context();
  const operation = await operationOf(connection, run);
  // Without an answer its key serves whoever runs the same again, as long as that may be.
  const isOver = operation === undefined && (run.operation !== undefined || !mayResend(run, systemClock));
  if (operation === undefined) {
    if (!told.has(run.key)) {
      const sentence = t(
        '{0}: how it went is not known. Look at the Activity view, then run it again if need be.',
        run.title,
      );
      prompts.tell('warning', sentence);
    }
    told.add(run.key);
    if (isOver) await runs.drop(run.key);
    return;
  }
  const ended = await withStatus(run.title, (report) =>
    follow(
      connection.platform,
      operation,
      followUi(report, () => undefined),
    ),
  );
  if (!ended.done) return;
  await runs.drop(run.key);
  if (!tellFailure(context(), run.title, ended)) {
    context().prompts.tell('info', t('{0}: done.', run.title), linksOf(ended));
  }
}

async function operationOf(
  { platform }: Connection,
  { operation }: PendingRun,
): Promise<Operation | undefined> {
  if (operation === undefined) return undefined;
  try {
    return await platform.getOperation(operation, { fresh: true });
  } catch (error) {
    if (PlatformError.is(error, 'not-found')) return undefined;
    throw error;
  }
}
