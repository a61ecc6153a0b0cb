import { t } from '../../base/l10n.js';
import type { Environment } from '../../model/catalog.js';
import { pickDeployedService, pickEnvironment, type ServiceAsker } from '../commands/picks.js';
import type { Target } from '../commands/target.js';
import type { Connection } from '../session/connection.js';
import { environmentsInOrder } from '../views/picture.js';

export interface Place {
  readonly service: string;
  readonly environment: Environment;
}

/** The service and the environment that a command is about: of its target, else asked for. */
export async function placeFor(
  asker: ServiceAsker,
  { live }: Connection,
  target: Target,
  title: string,
): Promise<Place | undefined> {
  const { snapshot } = live;
  const service = target.service ?? (await pickDeployedService(asker, snapshot, title));
  if (service === undefined) return undefined;
  const name =
    target.environment ??
    (await pickEnvironment(asker.prompts, snapshot, service, t('{0}: {1}', title, service)));
  const environment = environmentsInOrder(snapshot).find((each) => each.name === name);
  return environment && { service, environment };
}

/** `orders in staging`, marked where that is production. */
export function placeWords({ service, environment }: Place): string {
  return environment.production
    ? t('{0} in {1} (PRODUCTION)', service, environment.name)
    : t('{0} in {1}', service, environment.name);
}
