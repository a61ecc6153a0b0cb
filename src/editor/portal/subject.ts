import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { CatalogDocument } from '../../language/protocol.js';
import type { CommandContext } from '../commands/context.js';
import { targetFrom } from '../commands/target.js';

/** The file that a command is about: that of a menu, or the one in front. */
export function fileOf(argument: unknown): vscode.Uri | undefined {
  return argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
}

/** The documents of Backstage in the file that a command is about. Throws `UserError` when there are none. */
export async function documentsOf(
  { language }: Pick<CommandContext, 'language'>,
  argument: unknown,
  fits: (document: CatalogDocument) => boolean = () => true,
): Promise<{ readonly uri: vscode.Uri; readonly documents: readonly CatalogDocument[] }> {
  const uri = fileOf(argument);
  const all = uri ? await language.request('goldenPath/catalogDocuments', { uri: uri.toString() }) : [];
  const documents = all.filter(fits);
  if (uri && documents.length > 0) return { uri, documents };
  throw new UserError(
    'portal.no-document',
    t('There is nothing of this kind in the file. Open one that has it.'),
  );
}

/** One of the documents: the only one, or the one that the person picks. */
export function pickDocument(
  { prompts }: Pick<CommandContext, 'prompts'>,
  title: string,
  documents: readonly CatalogDocument[],
): Promise<CatalogDocument | undefined> {
  if (documents.length === 1) return Promise.resolve(documents[0]);
  return prompts.pick({
    id: 'entity',
    title,
    placeholder: t('Which one?'),
    choices: documents.map((value) => ({ label: value.ref, value })),
  });
}

/** The entity that a command is about: a service of the tree, or one of a file. */
export async function entityOf(
  context: Pick<CommandContext, 'language' | 'prompts'>,
  argument: unknown,
  title: string,
): Promise<{ readonly ref: string; readonly platform?: string } | undefined> {
  const { service, platform } = targetFrom(argument);
  if (service !== undefined) {
    const ref = `component:${service.includes('/') ? service : `default/${service}`}`;
    return { ref, ...(platform !== undefined && { platform }) };
  }
  const { documents } = await documentsOf(context, argument);
  return pickDocument(context, title, documents);
}
