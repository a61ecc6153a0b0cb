import { t } from '../../base/l10n.js';
import type { Target } from '../commands/target.js';
import type { CommandContext } from '../commands/context.js';
import { platformFor } from '../commands/onPlatform.js';
import { pickDeployedEnvironment, pickDeployedService } from '../commands/picks.js';
import type { Connection } from '../session/connection.js';

/** A service where it runs, on the platform that is meant. */
export interface ServicePlace {
  readonly connection: Connection;
  readonly service: string;
  readonly environment: string;
}

/** Finds out where a command is to work, asking for what its argument leaves open. `undefined` when turned away. */
export async function deployedPlace(
  context: CommandContext,
  target: Target,
  title: string,
): Promise<ServicePlace | undefined> {
  const found = await knownService(context, target, title);
  if (!found) return undefined;
  const { connection, service } = found;
  const environment =
    target.environment ??
    (await pickDeployedEnvironment(
      context.prompts,
      connection.live.snapshot,
      service,
      t('{0}: {1}', title, service),
    ));
  return environment === undefined ? undefined : { connection, service, environment };
}

/** The same for a command on a service wherever it runs. */
export async function knownService(
  context: CommandContext,
  target: Target,
  title: string,
): Promise<Pick<ServicePlace, 'connection' | 'service'> | undefined> {
  const connection = await platformFor(context, target, title);
  if (!connection) return undefined;
  const { snapshot } = connection.live;
  const service = target.service ?? (await pickDeployedService(context, snapshot, title));
  return service === undefined ? undefined : { connection, service };
}
