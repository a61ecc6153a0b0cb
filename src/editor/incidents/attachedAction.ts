import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { Incident, SuggestedAction } from '../../model/incident.js';
import type { CommandContext } from '../commands/context.js';
import { runWrite } from '../runs/runWrite.js';
import type { Connection } from '../session/connection.js';

/** Runs an action that an incident suggests, with the values that it suggests: planned, confirmed and followed as any. */
export async function runAttachedAction(
  context: CommandContext,
  connection: Connection,
  incident: Incident,
  { action, title = action, values = {}, environment = incident.environment }: SuggestedAction,
): Promise<void> {
  const { actions } = connection.platform;
  if (!actions) {
    throw new UserError('incident.action', t('This platform runs no actions from here. Use its portal.'));
  }
  const { service } = incident;
  const place =
    environment === undefined ? undefined : connection.live.snapshot.environments.get(environment);
  const request = {
    values,
    incident: incident.id,
    ...(service !== undefined && { service }),
    ...(environment !== undefined && { environment }),
  };
  const headline = t('{0} for {1}', title, incident.title);
  const done = await runWrite(context, connection, {
    headline,
    icon: 'play',
    title: t('Running {0}', title),
    plan: (signal) => actions.planRun(action, request, signal && { signal }),
    send: (confirmed, options) => actions.run(action, { ...request, ...confirmed }, options),
    ...(place && { environment: place }),
  });
  if (done) context.prompts.tell('info', t('{0} is done.', title), done.actions);
}
