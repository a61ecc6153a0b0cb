import { t } from '../../base/l10n.js';
import type { Drift } from '../../model/drift.js';
import { PlatformError, UserError } from '../../model/errors.js';
import { isSchema } from '../../model/form/schemaParts.js';
import { schemaOf } from '../../model/form/form.js';
import { at } from '../../model/form/formValue.js';
import type { FormStep } from '../../model/offer.js';
import type { FileChange } from '../../model/run.js';
import * as vscode from 'vscode';
import type { CommandContext, CommandHandler } from '../commands/context.js';
import { pickWorkspaceService, resolveManifest } from '../commands/deploySource.js';
import { platformFor } from '../commands/onPlatform.js';
import { targetFrom } from '../commands/target.js';
import { askForm } from '../forms/askForm.js';
import { requirePart } from '../runs/requirePart.js';
import { requireTrust } from '../runs/requireTrust.js';
import type { Connection } from '../session/connection.js';
import { applyUpdate, type BaseOf } from './applyUpdate.js';
import { committedBase } from './committedBase.js';
import { beforeDiff } from './reversePatch.js';

interface Update {
  readonly service: string;
  readonly folder: string;
  /** Path of the file. */
  readonly manifest: string;
  /** Name of the template. */
  readonly template: string;
  readonly from: string;
}

/** Merges the newer version of the template that a service came from into its folder. */
export const updateFromTemplate: CommandHandler = async (context, argument) => {
  requireTrust();
  const target = targetFrom(argument);
  const connection = await platformFor(context, target, t('Update From Template'));
  if (!connection) return;
  const service = await pickWorkspaceService(context, target);
  const resolved = service && (await resolveManifest(context, service));
  if (!resolved) return;
  const [ref, from] = ['ref', 'version'].map((key) => at(resolved.manifest, ['spec', 'template', key]));
  if (typeof ref !== 'string' || typeof from !== 'string') {
    throw new UserError(
      'template.no-lineage',
      t('{0} names no template: its manifest has no spec.template.', resolved.name),
    );
  }
  const template = ref.replace(/^.*[:/]/, '');
  const folder = vscode.Uri.parse(resolved.folder).fsPath;
  const manifest = vscode.Uri.parse(service.uri).fsPath;
  const update: Update = { service: resolved.name, folder, manifest, template, from };
  const drift = await driftOf(connection, resolved.name);
  const latest = drift?.template?.latestVersion;
  if (drift?.status === 'InStep' || (latest !== undefined && latest === from)) {
    context.prompts.tell('info', t('{0} is up to date with its template ({1}).', resolved.name, from));
    return;
  }
  if (drift?.files && drift.files.length > 0) {
    const { files, unifiedDiff } = drift;
    const baseOf =
      unifiedDiff === undefined
        ? await committed(update)
        : (path: string, theirs: string) => Promise.resolve(beforeDiff(unifiedDiff, path, theirs));
    await applyUpdate(context, update, latest ?? '', files, baseOf);
    return;
  }
  await renderedAnew(context, connection, update, resolved.manifest);
};

function committed({ folder, manifest, from }: Update): Promise<BaseOf | undefined> {
  return committedBase(folder, manifest, from);
}

/** `undefined` where the platform does not compare, or does not know the service yet. */
async function driftOf(connection: Connection, service: string): Promise<Drift | undefined> {
  const { info } = connection.live.snapshot;
  if (!connection.platform.drift || (info && !Object.hasOwn(info.capabilities, 'drift'))) return undefined;
  try {
    return await connection.platform.drift.get(service);
  } catch (error) {
    if (PlatformError.is(error, 'not-found')) return undefined;
    throw error;
  }
}

/** The platform tells that there is a newer version, and not its files: they are planned with the service's own values. */
async function renderedAnew(
  context: CommandContext,
  connection: Connection,
  update: Update,
  manifest: Readonly<Record<string, unknown>>,
): Promise<void> {
  const part = requirePart(connection, 'templates');
  const template = await part.get(update.template);
  if (template.version === update.from) {
    context.prompts.tell(
      'info',
      t('{0} is up to date with its template ({1}).', update.service, update.from),
    );
    return;
  }
  const spec = isSchema(manifest['spec']) ? manifest['spec'] : {};
  const metadata = isSchema(manifest['metadata']) ? manifest['metadata'] : {};
  const known = {
    name: update.service,
    description: metadata['description'],
    ...pick(spec, 'owner', 'system', 'lifecycle'),
  };
  await askForm(context, {
    connection,
    form: {
      key: `update ${connection.url} ${update.template} ${update.service}`,
      title: t('Update {0} to {1} {2}', update.service, template.title ?? template.name, template.version),
      intro: t('What the service was made with is not kept: check the values.'),
      steps: template.parameters ?? [],
      given: onlyOf(template.parameters ?? [], known),
      submit: t('Preview…'),
    },
    use: async ({ values, secrets }) => {
      const plan = await part.planRun(template.name, {
        values,
        ...(Object.keys(secrets).length > 0 && { secrets }),
      });
      const files: readonly FileChange[] = plan.files ?? [];
      return applyUpdate(context, update, template.version, files, await committed(update));
    },
  });
}

/** What a form has a field for: a platform refuses values that its template does not know. */
function onlyOf(
  steps: readonly FormStep[],
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { properties } = schemaOf(steps);
  return Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(properties ?? {}, name)));
}

function pick(map: Readonly<Record<string, unknown>>, ...keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.flatMap((key) => (map[key] === undefined ? [] : [[key, map[key]]])));
}
