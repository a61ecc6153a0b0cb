import type * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { CommandContext } from '../commands/context.js';
import type { CommandId } from '../commands/ids.js';
import { nameOf, type Connection } from '../session/connection.js';
import { deepLink, type DeepLink, type LinkPage } from './deepLink.js';

/** What following a link needs beside what commands have. */
export interface LinkViews {
  reveal(url: string, service: string, environment: string | undefined): Promise<void>;
}

const commands: Readonly<Record<LinkPage, CommandId>> = {
  logs: 'goldenPath.showLogs',
  history: 'goldenPath.deploymentHistory',
  drift: 'goldenPath.showDrift',
  compare: 'goldenPath.compareEnvironments',
};

/**
 * Follows a link of a portal after asking. A link connects to nothing and changes nothing: it leads to what a connected
 * platform shows. Throws `UserError`.
 */
export async function followLink(
  context: CommandContext,
  views: LinkViews,
  { path, query }: Pick<vscode.Uri, 'path' | 'query'>,
): Promise<void> {
  const link = deepLink(path, query);
  await context.session.resume();
  const connection = connectionFor(context, link);
  const shown = t('{0} on {1}', subjectOf(link), nameOf(connection));
  const go = await context.prompts.confirm(
    'link.open',
    t('Open {0}?', shown),
    t('A link from outside the editor asks for it. Nothing is changed.'),
    t('Open'),
    'info',
  );
  if (!go) return;
  const { url } = connection;
  if (link.kind === 'operation') {
    await context.run('goldenPath.approvals', { platform: url, operation: link.operation });
    return;
  }
  const { service, environment, page } = link;
  if (!connection.live.snapshot.services.has(service) && !context.workspaceServices.names.has(service)) {
    throw new UserError(
      'link.unknown',
      t('{0} knows no service {1}, or does not show it to you.', nameOf(connection), service),
    );
  }
  if (page) {
    await context.run(commands[page], {
      platform: url,
      service,
      ...(environment !== undefined && { environment }),
    });
  }
  // Last: an editor that opens meanwhile would take the window from the view.
  await views.reveal(url, service, environment);
}

/** A link may name a platform that is connected; it never connects to one. */
function connectionFor({ session }: CommandContext, { platform }: DeepLink): Connection {
  if (platform === undefined) return session.require();
  session.require();
  const connection = session.connections.find(({ url }) => new URL(url).href.replace(/\/$/, '') === platform);
  if (connection) return connection;
  throw new UserError(
    'link.platform',
    t(
      'This link leads to {0}, which is not connected here. Connect to it first if you trust it.',
      new URL(platform).host,
    ),
  );
}

function subjectOf(link: DeepLink): string {
  if (link.kind === 'operation') return t('the operation {0}', link.operation);
  const { service, environment } = link;
  return environment === undefined ? t('the service {0}', service) : t('{0} in {1}', service, environment);
}
