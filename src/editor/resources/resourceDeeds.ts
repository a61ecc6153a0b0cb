import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { ResourcePart } from '../../model/parts.js';
import type { Resource } from '../../model/resource.js';
import type { FormAnswer } from '../../model/form/form.js';
import type { ResourceType } from '../../model/offer.js';
import type { CommandContext } from '../commands/context.js';
import { findEnvironment } from '../../platform/findEnvironment.js';
import { askForm } from '../forms/askForm.js';
import type { FormTask } from '../forms/form.js';
import { bindManifest } from '../runs/bindManifest.js';
import { placeWords, type Place } from '../runs/places.js';
import { requirePart } from '../runs/requirePart.js';
import { runWrite, tellDone } from '../runs/runWrite.js';
import type { Connection } from '../session/connection.js';
import { allPages } from '../templates/pickTemplate.js';
import { resourceForm } from './resourceForm.js';

export interface ResourceDesk {
  readonly context: CommandContext;
  readonly connection: Connection;
  readonly part: ResourcePart;
  readonly place: Place;
}

/** Asks what and how, shows the plan, has it made, and offers to use it in the manifest. */
export async function provision(desk: ResourceDesk): Promise<void> {
  const { context, connection, place } = desk;
  const types = await allPages((page) => connection.platform.listResourceTypes(page));
  if (types.length === 0) throw new UserError('resource.none', t('The platform provisions nothing.'));
  const type = await context.prompts.pick({
    id: 'resource.type',
    title: t('Provision a Resource for {0}', placeWords(place)),
    placeholder: t('What is needed?'),
    choices: types.map((each) => ({
      label: each.title ?? each.type,
      icon: 'database',
      description: each.type,
      detail: (each.outputs ?? []).map(({ name }) => name).join(', '),
      value: each,
    })),
  });
  if (!type) return;
  await askForm(context, provisionForm(desk, type));
}

/** The form of a resource after a reload; `undefined` when its type is not offered any more. */
export async function resourceFormAgain(
  context: CommandContext,
  connection: Connection,
  type: string,
  service: string,
  environment: string,
): Promise<FormTask | undefined> {
  const place = { service, environment: await findEnvironment(connection.platform, environment, {}) };
  const part = requirePart(connection, 'resources');
  const types = await allPages((page) => connection.platform.listResourceTypes(page));
  const found = types.find((each) => each.type === type);
  return found && provisionForm({ context, connection, part, place }, found);
}

function provisionForm(desk: ResourceDesk, type: ResourceType): FormTask {
  const { connection, place } = desk;
  return {
    connection,
    form: resourceForm(connection.url, type, place),
    use: ({ values }, signal) => provisioned(desk, type, values, signal),
  };
}

async function provisioned(
  desk: ResourceDesk,
  type: ResourceType,
  { name, class: size, ...params }: FormAnswer['values'],
  signal: AbortSignal,
): Promise<boolean> {
  const { context, connection, part, place } = desk;
  const { service, environment } = place;
  const request = {
    type: type.type,
    environment: environment.name,
    service,
    ...(typeof name === 'string' && { name }),
    ...(typeof size === 'string' && { class: size }),
    ...(Object.keys(params).length > 0 && { params }),
  };
  const words = `${type.type} ${request.name ?? ''}`.trim();
  const done = await runWrite(
    context,
    connection,
    {
      headline: t('Provision {0} for {1}', words, placeWords(place)),
      title: t('Provisioning {0}', words),
      icon: 'add',
      environment,
      plan: (stop) => part.planCreate(request, stop && { signal: stop }),
      send: (confirmed, options) => part.create({ ...request, ...confirmed }, options),
    },
    signal,
  );
  if (!done) return false;
  const id = done.operation.result?.['resource'] ?? done.operation.result?.['id'];
  const use = async (): Promise<void> => {
    const made = typeof id === 'string' ? await part.get(id).catch(() => undefined) : undefined;
    await bindResource(desk, made ?? { ...request, id: words, state: 'Active' });
  };
  tellDone(context, done, t('{0} is there for {1}.', words, placeWords(place)), [
    { label: t('Use in the Manifest'), run: use },
  ]);
  return true;
}

/** Writes the resource into the manifest, unsaved, to be looked at. */
export async function bindResource({ context, place }: ResourceDesk, resource: Resource): Promise<void> {
  const { prompts } = context;
  const proposed = (resource.name ?? resource.type).replace(/[^A-Za-z0-9_-]+/g, '-');
  const name = await prompts.input({
    id: 'resource.name',
    title: t('Use {0} in {1}', resource.name ?? resource.type, place.service),
    prompt: t('The name that the manifest gives it'),
    value: proposed,
    check: (text) =>
      /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(text)
        ? undefined
        : t('Use letters, digits, hyphens and underscores.'),
  });
  if (name === undefined) return;
  const value = {
    type: resource.type,
    ...(resource.class !== undefined && { class: resource.class }),
    ...(resource.name !== undefined && { id: resource.name }),
  };
  if (await bindManifest(context, place.service, { in: 'resources', name, value })) return;
  const yaml = `${name}: { ${Object.entries(value)
    .map(([key, word]) => `${key}: ${word}`)
    .join(', ')} }`;
  prompts.tell(
    'warning',
    t('The manifest of {0} cannot be edited from here. Add to its resources: {1}', place.service, yaml),
  );
}

/** Gives a resource back after its name was typed: its data may go with it. */
export async function giveBack(
  { context, connection, part, place }: ResourceDesk,
  resource: Resource,
): Promise<void> {
  const name = resource.name ?? resource.id;
  const done = await runWrite(context, connection, {
    headline: t('Give back {0} {1} in {2}', resource.type, name, place.environment.name),
    title: t('Giving back {0}', name),
    icon: 'trash',
    environment: place.environment,
    destroys: name,
    notes: [
      resource.deletionPolicy === 'Retain' ? t('Its data is kept.') : t('Its data may be lost.'),
      ...((resource.services ?? []).length > 0
        ? [t('Used by {0}', (resource.services ?? []).join(', '))]
        : []),
    ],
    plan: (signal) => part.planDelete(resource.id, signal && { signal }),
    send: (confirmed, options) => part.delete(resource.id, confirmed, options),
  });
  if (done) tellDone(context, done, t('{0} was given back.', name));
}
