import { t } from '../../base/l10n.js';
import { NothingToDo } from '../../model/errors.js';
import type { LiveSnapshot } from '../../model/live.js';
import { promotionsOf, type Promotion } from '../../model/promotion.js';
import { runningRelease } from '../../platform/runningRelease.js';
import { runDelivery } from '../delivery/runDelivery.js';
import { knownService } from '../delivery/servicePlace.js';
import { shortVersion } from '../views/shortVersion.js';
import type { CommandContext, CommandHandler } from './context.js';
import { targetFrom } from './target.js';

/** Brings the very release that runs in one environment to the next; nothing is built again. */
export const promote: CommandHandler = async (context, argument) => {
  const target = targetFrom(argument);
  const place = await knownService(context, target, t('Promote'));
  if (!place) return;
  const { connection, service } = place;
  const promotion = await pickPromotion(context, connection.live.snapshot, service, {
    from: target.environment,
    to: toIn(argument),
  });
  if (!promotion) return;
  const { from, to } = promotion;
  await runDelivery(context, connection, {
    service,
    environment: to.name,
    kind: 'Promote',
    headline: t('Promote {0} from {1} to {2}', service, from.environment, to.name),
    title: t('Promoting {0} to {1}', service, to.name),
    wanted: async (signal) => ({
      release: await runningRelease(connection.platform, service, from.environment, signal),
      fromEnvironment: from.environment,
    }),
  });
};

async function pickPromotion(
  { prompts }: CommandContext,
  live: LiveSnapshot,
  service: string,
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
): Promise<Promotion | undefined> {
  const ways = promotionsOf(live, service, from).filter((way) => (to ?? way.to.name) === way.to.name);
  if (ways.length === 0) {
    throw new NothingToDo(
      'promote.none',
      from === undefined
        ? t('There is nothing to promote: what {0} runs already runs in the environment after it.', service)
        : t(
            'There is nothing to promote from {1}: {0} runs the same in the environment after it.',
            service,
            from,
          ),
    );
  }
  if (ways.length === 1) return ways[0];
  return prompts.pick({
    id: 'promotion',
    title: t('Promote {0}', service),
    placeholder: t('From where to where?'),
    choices: ways.map((way) => ({
      label: t('{0} → {1}', way.from.environment, way.to.name),
      icon: way.to.production ? 'shield' : 'arrow-up',
      description: [
        versions(way),
        ...(way.to.production ? [t('production')] : []),
        ...(way.to.freeze?.closed ? [t('frozen')] : []),
      ].join(' · '),
      value: way,
    })),
  });
}

function versions({ from, current }: Promotion): string {
  const version = shortVersion(from.current?.version ?? '');
  return current?.current
    ? t('{0} over {1}', version, shortVersion(current.current.version))
    : t('{0}, the first there', version);
}

/** Whoever calls may name where to. */
function toIn(argument: unknown): string | undefined {
  const isNamed = typeof argument === 'object' && argument !== null && 'to' in argument;
  return isNamed && typeof argument.to === 'string' ? argument.to : undefined;
}
