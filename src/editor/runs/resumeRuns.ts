import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { isDriven } from '../../platform/writes/driven.js';
import type { PendingRun } from '../../platform/runs/pendingRun.js';
import { resumeRun } from '../../platform/runs/resumeRun.js';
import type { CommandContext } from '../commands/context.js';
import { behindBoundary } from '../commands/runCommand.js';
import { followUi } from '../delivery/deliveryResult.js';
import type { Connection } from '../session/connection.js';
import { writeMade } from '../templates/writeMade.js';
import { withStatus } from '../windowPrompts.js';
import { linksOf } from './runLinks.js';

/** Takes up the runs that a window left behind at this platform: each is done once, and its end told. Never rejects. */
export async function resumeRuns(context: () => CommandContext, connection: Connection): Promise<void> {
  const runs = await context().pendingRuns.all();
  const left = runs.filter(({ url, key }) => url === connection.url && !isDriven(key));
  await Promise.all(left.map((run) => resumeOne(context, connection, run)));
}

async function resumeOne(
  context: () => CommandContext,
  { platform }: Connection,
  run: PendingRun,
): Promise<void> {
  const { title, folder } = run;
  try {
    const operation = await withStatus(title, (report) =>
      resumeRun(
        platform,
        run,
        context().pendingRuns,
        followUi(report, () => undefined),
      ),
    );
    const { prompts } = context();
    if (!operation) {
      prompts.tell('warning', t('How this went that was on its way is not known: {0}. Do it again.', title));
    } else if (operation.state === 'Succeeded') {
      const write = (at: string): Promise<void> =>
        behindBoundary('writing the files of a template', context(), async () => {
          await writeMade(context(), at, title, operation);
        });
      const actions =
        folder === undefined ? [] : [{ label: t('Write the Files…'), run: () => write(folder) }];
      prompts.tell('info', t('This is done that was on its way: {0}.', title), [
        ...actions,
        ...linksOf(operation),
      ]);
    } else {
      const why = operation.error?.detail ?? operation.error?.title ?? operation.message ?? operation.state;
      prompts.tell('error', t('{0} failed: {1}', title, why));
    }
  } catch (error) {
    // It stays kept, and is taken up when the platform answers again.
    if (!isAbort(error)) context().log.error('a run could not be taken up', error);
  }
}
