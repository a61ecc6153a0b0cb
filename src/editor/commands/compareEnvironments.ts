import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { Resource } from '../../model/resource.js';
import { comparedText, environmentText, type Compared } from '../delivery/comparison.js';
import { resolvedConfiguration } from '../delivery/resolved.js';
import type { Connection } from '../session/connection.js';
import { healthLook, healthWord, notDeployedLook } from '../views/healthLook.js';
import { deployedState, environmentsInOrder } from '../views/picture.js';
import { withNotification } from '../windowPrompts.js';
import type { CommandContext, CommandHandler } from './context.js';
import { platformFor } from './onPlatform.js';
import { pickDeployedService } from './picks.js';
import { targetFrom, type Target } from './target.js';

/** Version, configuration and resources of a service in two environments; of an environment alone, all its services. */
export const compareEnvironments: CommandHandler = async (context, argument) => {
  const target = targetFrom(argument);
  const title = t('Compare Environments');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const isWhole = target.service === undefined && target.environment !== undefined;
  const service = isWhole
    ? undefined
    : (target.service ?? (await pickDeployedService(context, connection.live.snapshot, title)));
  if (!isWhole && service === undefined) return;
  const pair = await pickPair(context, connection, service, target);
  if (!pair) return;
  const [one, other] = pair;
  const name = service === undefined ? t('{0} ↔ {1}', one, other) : t('{0}: {1} ↔ {2}', service, one, other);
  const sides = await withNotification(t('Comparing {0}', name), () =>
    Promise.all(pair.map((environment) => textOf(connection, service, environment))),
  );
  const side = (index: 0 | 1) => ({ name: pair[index], text: sides[index] ?? '' });
  await context.planPreview.compare(side(0), side(1), name);
};

async function pickPair(
  { prompts }: CommandContext,
  { live }: Connection,
  service: string | undefined,
  { environment }: Target,
): Promise<readonly [string, string] | undefined> {
  const names = environmentsInOrder(live.snapshot).map(({ name }) => name);
  const known = service === undefined ? undefined : live.snapshot.services.get(service);
  const pick = (placeholder: string, choices: readonly string[]): Promise<string | undefined> =>
    prompts.pick({
      id: 'comparison',
      title: service === undefined ? t('Compare Environments') : t('Compare {0}', service),
      placeholder,
      choices: choices.map((name) => {
        const state = deployedState(known, name);
        return {
          label: name,
          icon: (state ? healthLook(state.health) : notDeployedLook).icon,
          description: state
            ? `${healthWord(state.health)} · ${state.current?.version ?? ''}`
            : service === undefined
              ? ''
              : t('not deployed'),
          value: name,
        };
      }),
    });
  if (names.length < 2) {
    throw new UserError('compare.one', t('The platform has no two environments to compare.'));
  }
  const first = environment ?? (await pick(t('Which environment?'), names));
  if (first === undefined) return undefined;
  const second = await pick(
    t('Compare {0} with which?', first),
    names.filter((name) => name !== first),
  );
  return second === undefined ? undefined : [first, second];
}

async function textOf(
  connection: Connection,
  service: string | undefined,
  environment: string,
): Promise<string> {
  const { snapshot } = connection.live;
  if (service === undefined) return environmentText(snapshot, environment);
  const [configuration, resources] = await Promise.all([
    resolvedConfiguration(connection, service, environment),
    resourcesOf(connection, service, environment),
  ]);
  const state = deployedState(snapshot.services.get(service), environment);
  const compared: Compared = { environment, state, configuration, ...(resources && { resources }) };
  return comparedText(compared);
}

async function resourcesOf(
  { platform, live }: Connection,
  service: string,
  environment: string,
): Promise<readonly Resource[] | undefined> {
  if (!platform.resources || !live.snapshot.info?.capabilities['resources']) return undefined;
  return (await platform.resources.list({ service, environment, pageSize: 100 })).items;
}
