import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { PlatformError, UserError } from '../../model/errors.js';
import type { CommandContext, CommandHandler } from '../commands/context.js';
import { requireTrust } from '../runs/requireTrust.js';
import { nameOf } from '../session/connection.js';
import { withNotification } from '../windowPrompts.js';
import { portalFor, type Portal } from './portals.js';
import { remotePlace } from './remotePlace.js';
import { entityOf, fileOf } from './subject.js';

const fileName = 'catalog-info.yaml';
const mostOwners = 500;

/** Has a Backstage read the file of entities from now on. */
export const registerEntities: CommandHandler = async (context, argument) => {
  requireTrust();
  const { prompts } = context;
  const title = t('Register in Backstage');
  const portal = await portalFor(context, 'catalogFiles', title);
  if (!portal) return;
  const file = fileOf(argument);
  const value = file && (await remotePlace(file)).file;
  const url = await prompts.input({
    id: 'catalog.url',
    title,
    prompt: t('Where its host shows the file: Backstage reads what is pushed there.'),
    placeholder: `https://github.com/…/blob/main/${fileName}`,
    ...(value !== undefined && { value }),
    check: (text) => (isWeb(text) ? undefined : t('Write an address that begins with https://.')),
  });
  if (url === undefined) return;
  const name = nameOf(portal.connection);
  const { entities, isNew } = await during(title, (signal) => portal.part.plan(url, { signal }));
  const question = isNew
    ? t('Have {0} read {1}?', name, url)
    : t('{0} reads {1} already. Have it read again?', name, url);
  const go = isNew ? t('Register') : t('Read Again');
  if (!(await prompts.confirm('catalog.register', question, entities.join('\n'), go, 'info'))) return;
  await during(title, (signal) => portal.part.register(url, { signal }));
  told(context, portal, t('{0} reads {1} now.', name, entities.join(', ')));
};

/** Has a Backstage read the file of an entity again. */
export const refreshEntity: CommandHandler = async (context, argument) => {
  requireTrust();
  const title = t('Refresh in Backstage');
  const entity = await entityOf(context, argument, title);
  const portal = entity && (await portalFor(context, 'catalogFiles', title, entity.platform));
  if (!portal) return;
  await during(title, (signal) => portal.part.refresh(entity.ref, { signal }));
  told(context, portal, t('{0} reads the file of {1} again.', nameOf(portal.connection), entity.ref));
};

/** Has a Backstage forget the file that an entity comes from. */
export const unregisterEntities: CommandHandler = async (context, argument) => {
  requireTrust();
  const title = t('Unregister from Backstage');
  const entity = await entityOf(context, argument, title);
  const portal = entity && (await portalFor(context, 'catalogFiles', title, entity.platform));
  if (!portal) return;
  const { part, connection } = portal;
  const name = nameOf(connection);
  const { origin } = await during(title, (signal) => part.entity(entity.ref, { signal }));
  if (origin === undefined) {
    const sentence = t(
      '{0} comes from the configuration of {1}: its team takes it out there.',
      entity.ref,
      name,
    );
    throw new UserError('catalog.configured', sentence);
  }
  const brought = await during(title, (signal) => part.broughtBy(origin, { signal }));
  const question = t('Have {0} forget {1}?', name, origin);
  const detail = t('What only this file brings goes with it:\n{0}', brought.join('\n'));
  if (!(await context.prompts.confirm('catalog.unregister', question, detail, t('Unregister')))) return;
  await during(title, (signal) => part.unregister(origin, { signal }));
  told(context, portal, t('{0} no longer reads {1}.', name, origin));
};

/** Writes the first catalogue file of a folder from what Backstage finds out about its repository; it stays unsaved. */
export const firstCatalogFile: CommandHandler = async (context, argument) => {
  requireTrust();
  const title = t('Write {0}', fileName);
  const portal = await portalFor(context, 'catalogFiles', title);
  const folder = argument instanceof vscode.Uri ? argument : vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!portal || !folder) return;
  const uri = vscode.Uri.joinPath(folder, fileName);
  const isThere = await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  if (isThere) throw new UserError('catalog.exists', t('There is a {0} already. Change that one.', fileName));
  const owner = await pickOwner(context, portal, title);
  if (owner === undefined) return;
  const text = await firstText(context, portal, folder, owner);
  const document = await vscode.workspace.openTextDocument(uri.with({ scheme: 'untitled' }));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { preview: false });
  context.prompts.tell('info', t('Look it over, save it, push it; then register it.'));
};

/** A repository that Backstage cannot look into still has a name. */
async function firstText(
  { prompts }: CommandContext,
  { part }: Portal<'catalogFiles'>,
  folder: vscode.Uri,
  owner: string,
): Promise<string> {
  const known = { folder: folder.path.split('/').at(-1) ?? '', owner };
  const { repository: url } = await remotePlace(folder);
  if (url === undefined) return part.first(known);
  try {
    return await during(t('Analysing {0}', url), (signal) => part.first({ ...known, url }, { signal }));
  } catch (error) {
    if (!PlatformError.is(error) || error.problem?.status === 409) throw error;
    prompts.tell('warning', t('The repository could not be analysed: {0}', error.message));
    return part.first(known);
  }
}

async function pickOwner(
  { prompts }: CommandContext,
  { connection: { platform } }: Portal<'catalogFiles'>,
  title: string,
): Promise<string | undefined> {
  const known = await platform.names?.query({ kind: 'owner', limit: mostOwners });
  const owners = known?.entries ?? [];
  return prompts.pick({
    id: 'catalog.owner',
    title,
    placeholder: t('Who owns it?'),
    choices: [
      ...owners.map(({ name, title: words }) => ({
        label: words ?? name,
        description: words === undefined ? '' : name,
        icon: name.startsWith('user:') ? 'person' : 'organization',
        value: name,
      })),
      { label: t('Decide later'), icon: 'edit', value: 'unknown' },
    ],
  });
}

function told({ prompts }: CommandContext, { connection }: Portal<'catalogFiles'>, sentence: string): void {
  prompts.tell('info', sentence);
  connection.live.refresh().catch(() => undefined);
}

function isWeb(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

function during<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withNotification(title, (_, signal) => work(signal));
}
