import { t } from '../../base/l10n.js';
import type { ServiceEnvironment } from '../../model/catalog.js';
import type { DeploymentRequest } from '../../model/delivery.js';
import { guardOf } from '../../model/guard.js';
import { blockSentence } from '../../model/blockSentence.js';
import { runDelivery } from '../delivery/runDelivery.js';
import type { Connection } from '../session/connection.js';
import { withNotification } from '../windowPrompts.js';
import type { CommandContext, CommandHandler } from './context.js';
import { pickWorkspaceService, resolveManifest, sourceOf } from './deploySource.js';
import { platformFor } from './onPlatform.js';
import { pickDeployedEnvironment, pickDeployedService, pickEnvironment } from './picks.js';
import { targetFrom, type Target } from './target.js';

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
    headline: release
      ? t('Deploy {0} to {1}', service, environment)
      : t('Deploy {0} to {1} as Git has it', service, environment),
    title: t('Deploying {0} to {1}', service, environment),
    wanted: (signal) => wanted(place, signal),
  });
  return operation?.state === 'Succeeded';
}

/** Shows what a deployment would do, and does nothing of it. */
export const planDeployment: CommandHandler = async (context, argument) => {
  const place = await releasable(context, argument, t('Plan'));
  if (!place) return;
  const { connection, service, environment } = place;
  const { platform, live } = connection;
  const title = t('Plan of {0} in {1}', service, environment);
  const planned = await withNotification(title, async (report, signal) => {
    report(t('Making the plan'));
    const request: DeploymentRequest = { kind: 'Deploy', environment, ...(await wanted(place, signal)) };
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
  /** Makes a release of what is on disk, and gives its id; absent where what Git has is deployed. */
  readonly release?: (signal: AbortSignal) => Promise<string>;
}

async function wanted(
  { release }: Releasable,
  signal: AbortSignal,
): Promise<Pick<DeploymentRequest, 'release'>> {
  return release ? { release: await release(signal) } : {};
}

async function releasable(
  context: CommandContext,
  argument: unknown,
  title: string,
): Promise<Releasable | undefined> {
  const target = targetFrom(argument);
  const connection = await platformFor(context, target, title);
  if (!connection) return undefined;
  const followed = await followsGit(context, connection, target, title);
  if (followed !== 'no') return followed;
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

/** A service that has no manifest here, where an engine follows Git for it: nothing is to be released. `no`: it is none. */
async function followsGit(
  context: CommandContext,
  connection: Connection,
  target: Target,
  title: string,
): Promise<Releasable | undefined | 'no'> {
  const manifests = await context.workspaceServices.refresh();
  const { snapshot } = connection.live;
  const followed = (name: string): readonly ServiceEnvironment[] =>
    (snapshot.services.get(name)?.environments ?? []).filter(({ sync }) => sync !== undefined);
  const isAnyFollowed = [...snapshot.services.keys()].some((name) => followed(name).length > 0);
  if (target.service === undefined && (manifests.length > 0 || !isAnyFollowed)) return 'no';
  const service = target.service ?? (await pickDeployedService(context, snapshot, title));
  if (service === undefined) return undefined;
  if (manifests.some(({ name }) => name === service) || followed(service).length === 0) return 'no';
  const question = t('{0}: {1}', title, service);
  const environment =
    target.environment ?? (await pickDeployedEnvironment(context.prompts, snapshot, service, question));
  if (environment === undefined) return undefined;
  const isFollowed = followed(service).some((state) => state.environment === environment);
  return isFollowed ? { connection, service, environment } : 'no';
}
