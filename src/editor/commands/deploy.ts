import { t } from '../../base/l10n.js';
import { runDelivery } from '../delivery/runDelivery.js';
import type { CommandHandler } from './context.js';
import { pickWorkspaceService, resolveManifest, sourceOf } from './deploySource.js';
import { platformFor } from './onPlatform.js';
import { pickEnvironment } from './picks.js';
import { targetFrom } from './target.js';

/** Releases a service of this workspace and deploys it: plan shown, confirmed, followed to the end. */
export const deployService: CommandHandler = async (context, argument) => {
  const target = targetFrom(argument);
  const connection = await platformFor(context, target, t('Deploy'));
  if (!connection) return;
  const service = await pickWorkspaceService(context, target);
  if (!service) return;
  const resolved = await resolveManifest(context, service);
  if (!resolved) return;
  const { snapshot } = connection.live;
  const environment =
    target.environment ??
    (await pickEnvironment(context.prompts, snapshot, resolved.name, t('Deploy {0}', resolved.name)));
  if (environment === undefined) return;
  const source = await sourceOf(connection, resolved);
  await runDelivery(context, connection, {
    service: resolved.name,
    environment,
    headline: t('Deploy {0} to {1}', resolved.name, environment),
    title: t('Deploying {0} to {1}', resolved.name, environment),
    wanted: async (signal) => {
      const release = await connection.platform.createRelease(
        resolved.name,
        { manifest: resolved.manifest, source },
        { signal, idempotencyKey: crypto.randomUUID() },
      );
      return { kind: 'Deploy', release: release.id };
    },
  });
};
