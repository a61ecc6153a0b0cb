import { t } from '../../base/l10n.js';
import type { Drift } from '../../model/drift.js';
import { PlatformError } from '../../model/errors.js';
import type { CommandContext, CommandHandler } from '../commands/context.js';
import { pickWorkspaceService, resolveManifest } from '../commands/deploySource.js';
import { platformFor } from '../commands/onPlatform.js';
import { targetFrom } from '../commands/target.js';
import { askForm } from '../forms/askForm.js';
import { requirePart } from '../runs/requirePart.js';
import { requireTrust } from '../runs/requireTrust.js';
import type { Connection } from '../session/connection.js';
import { applyUpdate } from './applyUpdate.js';
import { beforeDiff } from './reversePatch.js';
import { committed, updateForm, updateOf, type Manifest, type Update } from './updateForm.js';

/** Merges the newer version of the template that a service came from into its folder. */
export const updateFromTemplate: CommandHandler = async (context, argument) => {
  requireTrust();
  const target = targetFrom(argument);
  const title = t('Update From Template');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const service = await pickWorkspaceService(context, target, title);
  const resolved = service && (await resolveManifest(context, service));
  if (!resolved) return;
  const update = updateOf(service, resolved);
  const { from } = update;
  const drift = await driftOf(connection, resolved.name);
  const latest = drift?.template?.latestVersion;
  if (drift?.status === 'InStep' || (latest !== undefined && latest === from)) {
    context.prompts.tell('info', t('{0} is up to date with its template ({1}).', resolved.name, from));
    return;
  }
  const { files = [], unifiedDiff } = drift ?? {};
  // A platform may name the files without their content.
  if (
    files.length > 0 &&
    files.every(({ action, content }) => action !== 'Update' || content !== undefined)
  ) {
    const baseOf =
      unifiedDiff === undefined
        ? await committed(update)
        : (path: string, theirs: string) => Promise.resolve(beforeDiff(unifiedDiff, path, theirs));
    await applyUpdate(context, update, latest ?? '', files, baseOf);
    return;
  }
  await renderedAnew(context, connection, update, resolved.manifest);
};

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
  manifest: Manifest,
): Promise<void> {
  const part = requirePart(connection, 'templates');
  const template = await part.get(update.template);
  if (template.version !== update.from) {
    await askForm(context, updateForm(context, connection, part, template, update, manifest));
    return;
  }
  context.prompts.tell('info', t('{0} is up to date with its template ({1}).', update.service, update.from));
}
