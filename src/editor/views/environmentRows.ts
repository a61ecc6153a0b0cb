import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
import type { Environment } from '../../model/catalog.js';
import { timeLeft, untilTime } from './age.js';
import { healthLook, healthWord, notDeployedLook, type Look } from './healthLook.js';
import {
  deployedCount,
  notDeployed,
  servicesByState,
  worstState,
  type ServicesByState,
} from './inEnvironment.js';
import type { Picture } from './picture.js';
import { productionWord } from './productionWord.js';
import type { Row } from './row.js';
import { servicesWord } from './servicesWord.js';
import { shortTitle } from './shortTitle.js';
import { titleOf } from './titleOf.js';

/** An environment in one line: what keeps changes out first, then how its services are. `now` is ms since the epoch. */
export function environmentRow(name: string, picture: Picture, now: number): Row {
  const environment = picture.live.environments.get(name);
  const states = servicesByState(picture, name);
  const production = environment?.production === true;
  const label = shortTitle(name, picture.live.environments);
  const parts = [
    ...productionWord(production, label),
    ...(environment ? [freezeWords(environment, now), lifeWords(environment, now)] : []),
    ...stateWords(states),
  ].filter((part) => part !== '');
  return {
    label,
    production,
    description: parts.join(' · '),
    look: lookOf(environment, worstState(states)),
    spoken: t('Environment {0}, {1}', titleOf(environment, name), parts.join(', ')),
    tags: [
      'environment',
      ...(production ? ['prod'] : []),
      ...(environment?.freeze?.closed ? ['frozen'] : []),
      ...(environment?.ephemeral || environment?.type === 'ephemeral' ? ['ephemeral'] : []),
      ...(picture.live.environments.size > 1 ? ['comparable'] : []),
    ],
    children: 'collapsed',
  };
}

/** Until when no change is let in; empty while changes are. */
function freezeWords({ freeze }: Environment, now: number): string {
  if (!freeze?.closed) return '';
  const until = untilTime(freeze.nextOpen, now);
  return until === '' ? t('frozen') : t('frozen until {0}', until);
}

/** How long an environment that lives for a while has left; empty for others. */
export function lifeWords({ ephemeral }: Environment, now: number): string {
  const left = timeLeft(ephemeral?.expiresAt, now);
  return left === '' ? '' : t('{0} left', left);
}

function stateWords(states: ServicesByState): readonly string[] {
  const words = [...states].flatMap(([state, { size }]) =>
    state === notDeployed ? [] : [t('{0} {1}', counted(size), healthWord(state))],
  );
  return deployedCount(states) === 0 ? [t('nothing deployed')] : words;
}

/** Production differs by icon, colour and the word beside it; what is in trouble elsewhere is seen at its services. */
function lookOf(environment: Environment | undefined, worst: ReturnType<typeof worstState>): Look {
  if (environment?.freeze?.closed) return { icon: 'lock', color: 'goldenPath.warning' };
  if (environment?.production) return { icon: 'shield', color: 'goldenPath.production' };
  const color = worst === 'Degraded' || worst === 'Missing' ? healthLook(worst).color : undefined;
  const icon = environment?.type === 'ephemeral' ? 'git-pull-request' : 'server-environment';
  return { icon, ...(color !== undefined && { color }) };
}

/** The services of an environment that are in the same state. */
export function stateRow(environment: string, state: string, picture: Picture): Row {
  const states = servicesByState(picture, environment);
  const count = states.get(state)?.size ?? 0;
  const label = state === notDeployed ? t('Not deployed') : healthWord(state);
  const words = servicesWord(count);
  const isCalm = state === 'Healthy' || state === notDeployed;
  return {
    label,
    description: words,
    look: state === notDeployed ? notDeployedLook : healthLook(state),
    spoken: t(
      '{0} in {1}, {2}',
      label,
      picture.live.environments.get(environment)?.title ?? environment,
      words,
    ),
    tags: ['state'],
    children: isCalm && states.size > 1 ? 'collapsed' : 'expanded',
  };
}
