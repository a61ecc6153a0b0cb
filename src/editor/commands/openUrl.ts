import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { deployedState } from '../views/picture.js';
import type { CommandHandler } from './context.js';
import { platformFor } from './onPlatform.js';
import { pickDeployedEnvironment, pickDeployedService } from './picks.js';
import { targetFrom } from './target.js';
import { webAddress } from './webAddress.js';

/** Opens a service's address in the browser, by way of the editor's port forwarding where it is remote. */
export const openUrl: CommandHandler = async (context, argument) => {
  const { prompts } = context;
  const target = targetFrom(argument);
  const title = t('Open Service URL');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const { snapshot } = connection.live;
  const service = target.service ?? (await pickDeployedService(context, snapshot, title));
  if (service === undefined) return;
  const environment =
    target.environment ??
    (await pickDeployedEnvironment(prompts, snapshot, service, title, (state) => !!state.urls?.length));
  if (environment === undefined) return;
  const urls = deployedState(snapshot.services.get(service), environment)?.urls ?? [];
  if (urls.length === 0) {
    throw new UserError('url.none', t('{0} has no address in {1}.', service, environment));
  }
  const url =
    urls.length === 1
      ? urls[0]
      : await prompts.pick({
          id: 'url',
          title,
          placeholder: t('Which address?'),
          choices: urls.map((value) => ({ label: value, value })),
        });
  if (url === undefined) return;
  const external = await vscode.env.asExternalUri(vscode.Uri.parse(webAddress(url), true));
  await vscode.env.openExternal(external);
};
