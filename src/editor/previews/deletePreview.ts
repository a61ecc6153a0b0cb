import { t } from '../../base/l10n.js';
import type { EnvironmentPart } from '../../model/parts.js';
import type { CommandContext } from '../commands/context.js';
import { runWrite, tellDone } from '../runs/runWrite.js';
import type { Connection } from '../session/connection.js';
import { environmentsInOrder } from '../views/picture.js';

/** Deletes an environment with all that is in it, after its name was typed. */
export async function deletePreview(
  context: CommandContext,
  connection: Connection,
  part: EnvironmentPart,
  name: string,
): Promise<void> {
  const environment = environmentsInOrder(connection.live.snapshot).find((each) => each.name === name);
  const done = await runWrite(context, connection, {
    headline: t('Delete the environment {0}', name),
    title: t('Deleting the environment {0}', name),
    icon: 'trash',
    destroys: name,
    ...(environment && { environment }),
    notes: [t('All that is in it is lost.')],
    plan: (signal) => part.planDelete(name, signal && { signal }),
    send: (confirmed, options) => part.delete(name, confirmed, options),
  });
  if (done) tellDone(context, done, t('The environment {0} is gone.', name));
}
