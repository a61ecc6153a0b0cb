import { Uri } from 'vscode';
import { t } from '../../base/l10n.js';
import type { EnvironmentRequest } from '../../model/environmentRequest.js';
import type { Template } from '../../model/offer.js';
import type { EnvironmentPart } from '../../model/parts.js';
import type { CommandContext } from '../commands/context.js';
import { pickDeployedService } from '../commands/picks.js';
import type { Target } from '../commands/target.js';
import { askForm } from '../forms/askForm.js';
import { formKey, type FormTask } from '../forms/form.js';
import { requirePart } from '../runs/requirePart.js';
import { runWrite, tellDone } from '../runs/runWrite.js';
import type { Connection } from '../session/connection.js';
import { allPages, pickTemplate } from '../templates/pickTemplate.js';

type Wanted = Omit<EnvironmentRequest, 'reason' | 'planFingerprint'>;

/** Creates an environment of a template or of a branch, with the time it is to live. */
export async function createPreview(
  context: CommandContext,
  connection: Connection,
  part: EnvironmentPart,
  target: Target,
): Promise<void> {
  const { prompts } = context;
  const templates = await allPages((query) => connection.platform.listTemplates(query)).catch(() => []);
  const ofEnvironments = templates.filter(({ type }) => type === 'environment');
  const from =
    ofEnvironments.length === 0 || target.service !== undefined
      ? 'branch'
      : await prompts.pick({
          id: 'preview.from',
          title: t('Create Preview Environment'),
          placeholder: t('From what?'),
          choices: [
            { label: t('A branch of a service'), icon: 'git-branch', value: 'branch' as const },
            { label: t('A template'), icon: 'project', value: 'template' as const },
          ],
        });
  if (from === 'template') await fromTemplate(context, connection, part);
  else if (from === 'branch') await fromBranch(context, connection, part, target);
}

async function fromTemplate(
  context: CommandContext,
  connection: Connection,
  part: EnvironmentPart,
): Promise<void> {
  const title = t('Create Preview Environment');
  const template = await pickTemplate(context, connection, title, ({ type }) => type === 'environment');
  if (!template) return;
  const whole = (await connection.platform.templates?.get(template.name)) ?? template;
  await askForm(context, environmentForm(context, connection, part, whole));
}

/** The form of an environment's template after a reload; `undefined` when the platform does not tell it. */
export async function environmentFormAgain(
  context: CommandContext,
  connection: Connection,
  name: string,
): Promise<FormTask | undefined> {
  const part = requirePart(connection, 'environments');
  const template = await connection.platform.templates?.get(name);
  return template && environmentForm(context, connection, part, template);
}

function environmentForm(
  context: CommandContext,
  connection: Connection,
  part: EnvironmentPart,
  template: Template,
): FormTask {
  return {
    connection,
    form: {
      key: formKey('environment', connection.url, template.name),
      title: template.title ?? template.name,
      ...(template.description !== undefined && { intro: template.description }),
      steps: template.parameters ?? [],
      submit: t('Plan…'),
    },
    use: async ({ values }, signal) => {
      const { name, ttl, ...others } = values;
      const wanted: Wanted = {
        template: template.name,
        ...(typeof name === 'string' && { name }),
        ...(typeof ttl === 'string' && { ttl }),
        ...(Object.keys(others).length > 0 && { values: others }),
      };
      const timed = wanted.ttl === undefined ? await withTime(context, wanted) : wanted;
      return timed !== undefined && (await create(context, connection, part, timed, signal));
    },
  };
}

async function fromBranch(
  context: CommandContext,
  connection: Connection,
  part: EnvironmentPart,
  target: Target,
): Promise<void> {
  const { prompts } = context;
  const title = t('Create Preview Environment');
  const service = target.service ?? (await pickDeployedService(context, connection.live.snapshot, title));
  if (service === undefined) return;
  const from = await whatOf(context, connection, service);
  if (!from) return;
  const name = await prompts.input({
    id: 'preview.name',
    title,
    prompt: t('Name of the environment; empty: the platform chooses one'),
    check: (value) =>
      value === '' || /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(value)
        ? undefined
        : t('Use at most 40 lower-case letters, digits and hyphens, beginning with a letter.'),
  });
  if (name === undefined) return;
  const wanted = await withTime(context, { service, ...from, ...(name !== '' && { name }) });
  if (wanted) await create(context, connection, part, wanted);
}

/** A branch, a pull request, or, where the platform reads folders of this machine, the files as they are. */
async function whatOf(
  context: CommandContext,
  connection: Connection,
  service: string,
): Promise<Wanted | undefined> {
  const title = t('Create Preview Environment');
  const here = context.workspaceServices.all.find(({ name }) => name === service);
  if (connection.kind === 'local' && here) {
    const from = await context.prompts.pick({
      id: 'preview.source',
      title,
      placeholder: t('What of {0} is to run there?', service),
      choices: [
        { label: t('The files of this workspace, as they are'), icon: 'folder', value: 'folder' as const },
        { label: t('A branch'), icon: 'git-branch', value: 'branch' as const },
      ],
    });
    if (from === undefined) return undefined;
    if (from === 'folder') return { source: { folder: Uri.parse(here.folder).fsPath } };
  }
  const branch = await context.prompts.input({
    id: 'preview.branch',
    title,
    prompt: t('Branch of {0}, or the address of its pull request', service),
    placeholder: 'feature/new-rounding',
    check: (value) => (value.trim() === '' ? t('This is needed.') : undefined),
  });
  if (branch === undefined) return undefined;
  const named = branch.trim();
  return /^https?:\/\//.test(named) ? { pullRequest: named } : { branch: named };
}

/** Asks how long it is to live. */
async function withTime({ prompts }: CommandContext, wanted: Wanted): Promise<Wanted | undefined> {
  const other = 'other';
  const picked = await prompts.pick({
    id: 'preview.ttl',
    title: t('Create Preview Environment'),
    placeholder: t('How long is it to live? Then it is taken away by itself.'),
    choices: [
      { label: t('8 hours'), value: '8h' },
      { label: t('1 day'), value: '1d' },
      { label: t('3 days'), value: '3d' },
      { label: t('Other…'), value: other },
      { label: t('As long as the platform lets it'), value: '' },
    ],
  });
  if (picked === undefined) return undefined;
  const ttl =
    picked === other
      ? await prompts.input({
          id: 'preview.otherTtl',
          title: t('Create Preview Environment'),
          prompt: t('Minutes, hours or days, such as 90m, 12h or 5d'),
          check: (value) =>
            /^[1-9][0-9]*(m|h|d)$/.test(value) ? undefined : t('Write a number and m, h or d.'),
        })
      : picked;
  if (ttl === undefined) return undefined;
  return ttl === '' ? wanted : { ...wanted, ttl };
}

async function create(
  context: CommandContext,
  connection: Connection,
  part: EnvironmentPart,
  wanted: Wanted,
  signal?: AbortSignal,
): Promise<boolean> {
  const of = wanted.name ?? wanted.branch ?? wanted.pullRequest ?? wanted.template ?? wanted.service ?? '';
  const done = await runWrite(
    context,
    connection,
    {
      headline: t('Create the preview environment {0}', of),
      title: t('Creating the preview environment {0}', of),
      icon: 'add',
      ...(wanted.ttl !== undefined && { notes: [t('Lives for {0}', wanted.ttl)] }),
      plan: (stop) => part.planCreate(wanted, stop && { signal: stop }),
      send: (confirmed, options) => part.create({ ...wanted, ...confirmed }, options),
    },
    signal,
  );
  if (!done) return false;
  const made = done.operation.result?.['environment'] ?? done.operation.environment;
  tellDone(context, done, t('The environment {0} is ready.', typeof made === 'string' ? made : of));
  return true;
}
