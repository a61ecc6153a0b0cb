import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { FormAnswer } from '../../model/form/form.js';
import type { Template } from '../../model/offer.js';
import type { TemplatePart } from '../../model/parts.js';
import type { CommandContext, CommandHandler } from '../commands/context.js';
import { platformFor } from '../commands/onPlatform.js';
import { targetFrom } from '../commands/target.js';
import { askForm } from '../forms/askForm.js';
import { formKey, type FormTask } from '../forms/form.js';
import { requireTrust } from '../runs/requireTrust.js';
import { runWrite, tellDone } from '../runs/runWrite.js';
import type { Connection } from '../session/connection.js';
import { nextSteps } from './afterCreation.js';
import { chooseFolder } from './chooseFolder.js';
import { filePlan, showFilePlan, type FilePlan } from './filePlan.js';
import { pickTemplate } from './pickTemplate.js';
import { writeMade } from './writeMade.js';

/** Creates a service: gallery, form, dry run shown, then the platform's part and the files. */
export const createService: CommandHandler = async (context, argument) => {
  requireTrust();
  const connection = await platformFor(context, targetFrom(argument), t('Create Service From Template'));
  if (!connection) return;
  templatesOf(connection);
  const named = nameIn(argument);
  const picked =
    named ?? (await pickTemplate(context, connection, t('Create Service From Template'), makesService))?.name;
  if (picked === undefined) return;
  await askForm(context, await templateForm(context, connection, picked));
};

/** The form of a template, and what is made of it. Throws `PlatformError`, `UserError`. */
export async function templateForm(
  context: CommandContext,
  connection: Connection,
  name: string,
): Promise<FormTask> {
  const part = templatesOf(connection);
  const template = await part.get(name);
  return {
    connection,
    form: {
      key: formKey('template', connection.url, name),
      title: template.title ?? template.name,
      ...(template.description !== undefined && { intro: template.description }),
      steps: template.parameters ?? [],
      submit: t('Preview…'),
    },
    use: (answer, signal) => makeService(context, connection, part, template, answer, signal),
  };
}

/** The templates of a platform. Throws `UserError` where it runs none. */
export function templatesOf({ platform }: Connection): TemplatePart {
  if (platform.templates) return platform.templates;
  throw new UserError('template.unsupported', t('This platform runs no templates for this extension.'));
}

function nameIn(argument: unknown): string | undefined {
  const name =
    typeof argument === 'object' && argument !== null && 'template' in argument
      ? argument.template
      : undefined;
  return typeof name === 'string' ? name : undefined;
}

function makesService({ type, produces }: Template): boolean {
  return (
    type !== 'environment' &&
    (produces === undefined || produces.length === 0 || produces.includes('Service'))
  );
}

async function makeService(
  context: CommandContext,
  connection: Connection,
  part: TemplatePart,
  template: Template,
  { values, secrets }: FormAnswer,
  signal: AbortSignal,
): Promise<boolean> {
  const name = typeof values['name'] === 'string' && values['name'] !== '' ? values['name'] : template.name;
  const folder = await chooseFolder(context.prompts, name);
  if (folder === undefined) return false;
  const request = { values, ...(Object.keys(secrets).length > 0 && { secrets }) };
  let shown: FilePlan | undefined;
  const done = await runWrite(
    context,
    connection,
    {
      headline: t('Create {0}', name),
      title: t('Creating {0} from {1}', name, template.title ?? template.name),
      icon: 'project',
      kept: {
        kind: 'template',
        name: template.name,
        request: { values },
        hasSecrets: 'secrets' in request,
        title: t('Create {0}', name),
        folder,
      },
      plan: (stop) => part.planRun(template.name, request, stop && { signal: stop }),
      show: async (plan) => {
        shown = await filePlan(folder, plan);
        return showFilePlan(context.filePreview, t('Preview: {0}', name), folder, shown);
      },
      consent: () => mayReplace(context, shown?.replaced ?? []),
      ...(part.retry && { retry: (id, stop) => part.retry?.(id, request, { signal: stop }) }),
      send: (confirmed, options) => part.run(template.name, { ...request, ...confirmed }, options),
    },
    signal,
  );
  if (!done) return false;
  const written = await writeMade(context, folder, name, done.operation, shown);
  if (written === false) tellDone(context, done, t('{0} was created.', name));
  else if (written) {
    const next = await nextSteps(context, folder, written.manifest);
    tellDone(context, done, t('{0} was created in {1}.', name, folder), next);
  }
  return true;
}

async function mayReplace(
  { prompts }: Pick<CommandContext, 'prompts'>,
  replaced: readonly string[],
): Promise<boolean> {
  if (replaced.length === 0) return true;
  return prompts.confirm(
    'template.replace',
    t('Replace {0} files that are there already?', replaced.length),
    replaced.join('\n'),
    t('Replace'),
  );
}
