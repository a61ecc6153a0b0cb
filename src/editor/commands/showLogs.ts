import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { LiveSnapshot } from '../../model/live.js';
import { environmentsInOrder } from '../views/picture.js';
import type { CommandContext, CommandHandler } from './context.js';
import { platformFor } from './onPlatform.js';
import { pickDeployedEnvironment, pickDeployedService } from './picks.js';
import { targetFrom } from './target.js';

/** Opens the log of a service in one or more environments and follows it: all instances, in one text. */
export const showLogs: CommandHandler = async (context, argument) => {
  const { logs, workspaceServices } = context;
  const target = targetFrom(argument);
  const title = t('Show Logs');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const { url, live } = connection;
  const service = target.service ?? (await pickDeployedService(context, live.snapshot, title));
  if (service === undefined) return;
  const environments =
    target.environment === undefined
      ? await pickEnvironments(context, live.snapshot, service, title)
      : [target.environment];
  if (environments === undefined || environments.length === 0) return;
  const manifest = workspaceServices.all.find(({ name }) => name === service)?.uri;
  await logs.show(url, {
    service,
    environments,
    ...(manifest !== undefined && { folder: folderOf(manifest) }),
  });
};

/** The folder of a manifest, relative to the workspace. */
function folderOf(manifest: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.joinPath(vscode.Uri.parse(manifest), '..'), false);
}

async function pickEnvironments(
  { prompts }: Pick<CommandContext, 'prompts'>,
  live: LiveSnapshot,
  service: string,
  title: string,
): Promise<readonly string[] | undefined> {
  const states = live.services.get(service)?.environments?.filter(({ current }) => current) ?? [];
  const deployed = environmentsInOrder(live).filter(({ name }) =>
    states.some(({ environment }) => environment === name),
  );
  if (deployed.length <= 1) {
    const one = await pickDeployedEnvironment(prompts, live, service, title);
    return one === undefined ? undefined : [one];
  }
  return prompts.pickSome({
    id: 'environments',
    title,
    placeholder: t('In which environments? The lines of all go into one log.'),
    choices: deployed.map((environment) => ({
      label: environment.title ?? environment.name,
      ...(environment.production && { description: t('production') }),
      value: environment.name,
    })),
  });
}
