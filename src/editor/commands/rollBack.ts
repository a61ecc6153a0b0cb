import { t } from '../../base/l10n.js';
import type { Deployment } from '../../model/delivery.js';
import { NothingToDo } from '../../model/errors.js';
import { deploymentChoice } from '../delivery/deploymentChoice.js';
import { runDelivery } from '../delivery/runDelivery.js';
import { deployedPlace, type ServicePlace } from '../delivery/servicePlace.js';
import type { CommandContext, CommandHandler } from './context.js';
import { targetFrom } from './target.js';

/**
 * Restores an earlier deployment of a service: the one that is asked for or suggested, else the newest that the platform
 * can go back to; the question offers the others.
 */
export const rollBack: CommandHandler = async (context, argument) => {
  const place = await deployedPlace(context, targetFrom(argument), t('Roll Back'));
  if (!place) return;
  const able = await eligible(place);
  const asked = able.find(({ id }) => id === wantedIn(argument)) ?? suggestedIn(place, able) ?? able[0];
  if (asked && (await rollBackTo(context, place, asked, able.length > 1)) !== 'another') return;
  const { service, environment } = place;
  const chosen = await context.prompts.pick({
    id: 'rollback.deployment',
    title: t('Roll back {0} in {1}', service, environment),
    placeholder: t('To which earlier deployment?'),
    choices: able.map((deployment) => ({ ...deploymentChoice(deployment), value: deployment })),
  });
  if (chosen) await rollBackTo(context, place, chosen, false);
};

async function rollBackTo(
  context: CommandContext,
  { connection, service, environment }: ServicePlace,
  { id, release }: Deployment,
  isOneOfSeveral: boolean,
): Promise<'another' | undefined> {
  const answer: { another?: true } = {};
  await runDelivery(context, connection, {
    service,
    environment,
    kind: 'Rollback',
    headline: t('Roll back {0} in {1} to {2}', service, environment, release.version),
    title: t('Rolling {0} back in {1}', service, environment),
    wanted: () => Promise.resolve({ toDeployment: id }),
    ...(isOneOfSeveral && {
      other: { label: t('To Another Version…'), take: () => (answer.another = true) },
    }),
  });
  return answer.another ? 'another' : undefined;
}

async function eligible({ connection, service, environment }: ServicePlace): Promise<readonly Deployment[]> {
  const { items } = await connection.platform.listDeployments(service, { environment, pageSize: 50 });
  const past = items.filter(({ state }) => state !== 'Deployed');
  const able = past.filter(({ rollback }) => rollback?.eligible === true);
  if (able.length > 0) return able;
  const why = past.find(({ rollback }) => rollback?.reason)?.rollback?.reason;
  throw new NothingToDo(
    'rollback.none',
    why
      ? t('{0} has nothing to go back to in {1}: {2}', service, environment, why)
      : t('{0} has no earlier deployment in {1} to go back to.', service, environment),
  );
}

function suggestedIn(
  { connection, service, environment }: ServicePlace,
  able: readonly Deployment[],
): Deployment | undefined {
  const state = connection.live.snapshot.services
    .get(service)
    ?.environments?.find((each) => each.environment === environment);
  const { suggestion } = state ?? {};
  return suggestion?.kind === 'Rollback' ? able.find(({ id }) => id === suggestion.toDeployment) : undefined;
}

/** Whoever calls may name the deployment to go back to. */
function wantedIn(argument: unknown): string | undefined {
  const isNamed = typeof argument === 'object' && argument !== null && 'deployment' in argument;
  return isNamed && typeof argument.deployment === 'string' ? argument.deployment : undefined;
}
