import { actionFormAgain } from '../actions/runAction.js';
import type { CommandContext } from '../commands/context.js';
import { environmentFormAgain } from '../previews/createPreview.js';
import { resourceFormAgain } from '../resources/resourceDeeds.js';
import type { Connection } from '../session/connection.js';
import { templateForm } from '../templates/createService.js';
import { updateFormAgain } from '../templates/updateForm.js';
import type { PageContent } from '../webviews/page.js';
import type { Pages } from '../webviews/pages.js';
import type { FormTask } from './form.js';
import { FormHost } from './formHost.js';
import { formContent, formPageKind } from './formPage.js';

/**
 * The form that a page showed before the window was reloaded, with its draft. `undefined` when it is not one that comes
 * back, or when its platform does not tell it now: the draft stays for the next time.
 */
export async function reopenForm(
  context: CommandContext,
  pages: Pages,
  key: string,
): Promise<PageContent | undefined> {
  const [kind, url, ...subject] = wordsOf(key);
  await context.session.resume();
  const connection = context.session.connections.find((each) => each.url === url);
  try {
    const task = connection && (await formAgain(context, connection, kind, subject));
    if (!task) return undefined;
    const host = new FormHost(context, task.connection, task.form);
    return formContent(host, task.use, () => pages.find(formPageKind, key)?.dispose());
  } catch (error) {
    context.log.error('a form did not come back', error);
    return undefined;
  }
}

async function formAgain(
  context: CommandContext,
  connection: Connection,
  kind: string | undefined,
  [name, service, environment]: readonly string[],
): Promise<FormTask | undefined> {
  if (name === undefined) return undefined;
  if (kind === 'template') return templateForm(context, connection, name);
  if (kind === 'environment') return environmentFormAgain(context, connection, name);
  if (service === undefined) return undefined;
  if (kind === 'update') return updateFormAgain(context, connection, name, service);
  if (environment === undefined) return undefined;
  if (kind === 'resource') return resourceFormAgain(context, connection, name, service, environment);
  return kind === 'action' ? actionFormAgain(context, connection, name, service, environment) : undefined;
}

/** What `formKey` wrote; the page kept it, so it may be anything. */
function wordsOf(key: string): readonly string[] {
  try {
    const words: unknown = JSON.parse(key);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : [];
  } catch {
    return [];
  }
}
