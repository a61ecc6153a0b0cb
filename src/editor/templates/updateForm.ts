import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { ResolvedService, WorkspaceService } from '../../language/protocol.js';
import { UserError } from '../../model/errors.js';
import { schemaOf } from '../../model/form/form.js';
import { at } from '../../model/form/formValue.js';
import { isSchema } from '../../model/form/schemaParts.js';
import type { FormStep, Template } from '../../model/offer.js';
import type { TemplatePart } from '../../model/parts.js';
import type { CommandContext } from '../commands/context.js';
import { formKey, type FormTask } from '../forms/form.js';
import { requirePart } from '../runs/requirePart.js';
import type { Connection } from '../session/connection.js';
import { applyUpdate, type BaseOf } from './applyUpdate.js';
import { committedBase } from './committedBase.js';

export interface Update {
  readonly service: string;
  readonly folder: string;
  /** Path of the file. */
  readonly manifest: string;
  /** Name of the template. */
  readonly template: string;
  readonly from: string;
}

export type Manifest = Readonly<Record<string, unknown>>;

/** What a service of this workspace was made from. Throws `UserError` where its manifest does not say. */
export function updateOf(service: WorkspaceService, { name, manifest, folder }: ResolvedService): Update {
  const [ref, from] = ['ref', 'version'].map((key) => at(manifest, ['spec', 'template', key]));
  if (typeof ref !== 'string' || typeof from !== 'string') {
    throw new UserError(
      'template.no-lineage',
      t('{0} names no template: its manifest has no spec.template.', name),
    );
  }
  return {
    service: name,
    folder: vscode.Uri.parse(folder).fsPath,
    manifest: vscode.Uri.parse(service.uri).fsPath,
    template: ref.replace(/^.*[:/]/, ''),
    from,
  };
}

/** The files as the version before wrote them, from the history of the folder. */
export function committed({ folder, manifest, from }: Update): Promise<BaseOf | undefined> {
  return committedBase(folder, manifest, from);
}

/** The form of an update after a reload; `undefined` when the service is not here or is up to date by now. */
export async function updateFormAgain(
  context: CommandContext,
  connection: Connection,
  name: string,
  serviceName: string,
): Promise<FormTask | undefined> {
  const services = await context.workspaceServices.refresh();
  const service = services.find((each) => each.name === serviceName);
  const resolved =
    service && (await context.language.request('goldenPath/resolveService', { uri: service.uri }));
  if (!resolved || resolved.errors.length > 0) return undefined;
  const update = updateOf(service, resolved);
  const part = requirePart(connection, 'templates');
  const template = await part.get(name);
  if (update.template !== name || template.version === update.from) return undefined;
  return updateForm(context, connection, part, template, update, resolved.manifest);
}

/** What the newer version of a template asks for, with what the manifest tells filled in. */
export function updateForm(
  context: CommandContext,
  connection: Connection,
  part: TemplatePart,
  template: Template,
  update: Update,
  manifest: Manifest,
): FormTask {
  const steps = template.parameters ?? [];
  return {
    connection,
    form: {
      key: formKey('update', connection.url, update.template, update.service),
      title: t('Update {0} to {1} {2}', update.service, template.title ?? template.name, template.version),
      intro: t('What the service was made with is not kept: check the values.'),
      steps,
      given: onlyOf(steps, knownValues(update, manifest)),
      submit: t('Preview…'),
    },
    use: async ({ values, secrets }) => {
      const plan = await part.planRun(template.name, {
        values,
        ...(Object.keys(secrets).length > 0 && { secrets }),
      });
      return applyUpdate(context, update, template.version, plan.files ?? [], await committed(update));
    },
  };
}

function knownValues(update: Update, manifest: Manifest): Manifest {
  const spec = isSchema(manifest['spec']) ? manifest['spec'] : {};
  const metadata = isSchema(manifest['metadata']) ? manifest['metadata'] : {};
  return {
    name: update.service,
    description: metadata['description'],
    ...pick(spec, 'owner', 'system', 'lifecycle'),
  };
}

/** What a form has a field for: a platform refuses values that its template does not know. */
function onlyOf(steps: readonly FormStep[], values: Manifest): Manifest {
  const { properties } = schemaOf(steps);
  return Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(properties ?? {}, name)));
}

function pick(map: Manifest, ...keys: readonly string[]): Manifest {
  return Object.fromEntries(keys.flatMap((key) => (map[key] === undefined ? [] : [[key, map[key]]])));
}
