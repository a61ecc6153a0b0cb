import { t } from '../../base/l10n.js';
import type { DeploymentRequest } from '../../model/delivery.js';
import { guardOf } from '../../model/guard.js';
import { blockSentence } from '../../model/blockSentence.js';
import { runDelivery } from '../delivery/runDelivery.js';
import type { Connection } from '../session/connection.js';
import { withNotification } from '../windowPrompts.js';
import type { CommandContext, CommandHandler } from './context.js';
import { pickWorkspaceService, resolveManifest, sourceOf } from './deploySource.js';
import { platformFor } from './onPlatform.js';
import { pickEnvironment } from './picks.js';
import { targetFrom } from './target.js';

/** Releases a service of this workspace and deploys it: plan shown, confirmed, followed to the end. */
export const deployService: CommandHandler = async (context, argument) => {
  await deploy(context, argument);
};

/** The same, and says whether it got live. */
export async function deploy(context: CommandContext, argument: unknown): Promise<boolean> {
  const place = await releasable(context, argument, t('Deploy'));
  if (!place) return false;
  const { connection, service, environment, release } = place;
  const operation = await runDelivery(context, connection, {
    service,
    environment,
    kind: 'Deploy',
    headline: t('Deploy {0} to {1}', service, environment),
    title: t('Deploying {0} to {1}', service, environment),
    wanted: async (signal) => ({ release: await release(signal) }),
  });
  return operation?.state === 'Succeeded';
}

/** Shows what a deployment would do, and does nothing of it. */
export const planDeployment: CommandHandler = async (context, argument) => {
  const place = await releasable(context, argument, t('Plan'));
  if (!place) return;
  const { connection, service, environment, release } = place;
  const { platform, live } = connection;
  const title = t('Plan of {0} in {1}', service, environment);
  const planned = await withNotification(title, async (report, signal) => {
    report(t('Making the plan'));
    const request: DeploymentRequest = { kind: 'Deploy', environment, release: await release(signal) };
    return { request, plan: await platform.planDeployment(service, request, { signal }) };
  });
  const known = live.snapshot.environments.get(environment);
  const target = known ?? { name: environment, type: 'unknown', production: false };
  const guard = guardOf(target, planned.plan);
  await context.planPreview.show({ service, environment: target, guard, ...planned });
  const [block] = guard.blocks;
  const deploy = {
    label: t('Deploy…'),
    run: () => context.run('goldenPath.deploy', { platform: connection.url, service, environment }),
  };
  if (block) {
    context.prompts.tell(
      'warning',
      t('{0} could not be deployed to {1} now. {2}', service, environment, blockSentence(block)),
    );
  } else {
    context.prompts.tell(
      'info',
      t('This is what deploying {0} to {1} would change. Nothing was done.', service, environment),
      [deploy],
    );
  }
};

interface Releasable {
  readonly connection: Connection;
  readonly service: string;
  readonly environment: string;
  /** Makes a release of what is on disk, and gives its id. */
  readonly release: (signal: AbortSignal) => Promise<string>;
}

async function releasable(
  context: CommandContext,
  argument: unknown,
  title: string,
): Promise<Releasable | undefined> {
  const target = targetFrom(argument);
  const connection = await platformFor(context, target, title);
  if (!connection) return undefined;
  const service = await pickWorkspaceService(context, target, title);
  if (!service) return undefined;
  const resolved = await resolveManifest(context, service);
  if (!resolved) return undefined;
  const { name, manifest } = resolved;
  const environment =
    target.environment ??
    (await pickEnvironment(context.prompts, connection.live.snapshot, name, t('{0}: {1}', title, name)));
  if (environment === undefined) return undefined;
  const source = await sourceOf(connection, resolved);
  return {
    connection,
    service: name,
    environment,
    release: async (signal) => {
      const write = { signal, idempotencyKey: crypto.randomUUID() };
      return (await connection.platform.createRelease(name, { manifest, source }, write)).id;
    },
  };
}
