import { t } from '../../base/l10n.js';
import type { Service, ServiceEnvironment } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import { deployedState, environmentsInOrder } from './picture.js';

/** How what runs in an environment stands to what runs in the one before it. */
export type Standing = 'same' | 'behind' | 'ahead' | 'different';

/** The nearest environment before this one in promotion order that the service is deployed in. */
export function previousState(
  live: LiveSnapshot,
  service: Service | undefined,
  environment: string,
): ServiceEnvironment | undefined {
  const names = environmentsInOrder(live).map(({ name }) => name);
  const sources = live.environments.get(environment)?.promotesFrom;
  const before = names.slice(0, Math.max(0, names.indexOf(environment))).reverse();
  const candidates = sources && sources.length > 0 ? sources : before;
  for (const name of candidates) {
    const state = deployedState(service, name);
    if (state?.current) return state;
  }
  return undefined;
}

/** Compares by release, else version; which of two came first is told by their commits, or stays open. */
export function standingOf(state: ServiceEnvironment, before: ServiceEnvironment): Standing | undefined {
  const [own, other] = [state.current, before.current];
  if (!own || !other) return undefined;
  const isSame =
    own.release !== undefined && other.release !== undefined
      ? own.release === other.release
      : own.version === other.version;
  if (isSame) return 'same';
  const [ownTime, otherTime] = [own.commit, other.commit].map((commit) =>
    Date.parse(commit?.committedAt ?? commit?.authoredAt ?? ''),
  );
  if (ownTime === undefined || otherTime === undefined || !(ownTime < otherTime || ownTime > otherTime)) {
    return 'different';
  }
  return ownTime < otherTime ? 'behind' : 'ahead';
}

/** The standing in words, e.g. `behind Staging`; `undefined` where there is nothing before, or it is the same. */
export function standingWords(
  live: LiveSnapshot,
  service: Service | undefined,
  state: ServiceEnvironment,
): string | undefined {
  const before = previousState(live, service, state.environment);
  if (!before) return undefined;
  const name = live.environments.get(before.environment)?.title ?? before.environment;
  switch (standingOf(state, before)) {
    case 'behind':
      return t('behind {0}', name);
    case 'ahead':
      return t('ahead of {0}', name);
    case 'different':
      return t('differs from {0}', name);
    default:
      return undefined;
  }
}
