import type { Environment, ServiceEnvironment } from './catalog.js';
import type { LiveSnapshot } from './live.js';

/** A way onward for what runs in one environment. */
export interface Promotion {
  readonly from: ServiceEnvironment;
  readonly to: Environment;
  /** What runs there now. */
  readonly current?: ServiceEnvironment;
}

/**
 * The promotions that would change something: to each environment that names `from` as its source, or, where an
 * environment names none, from the one before it in order. All of the service where `from` is not given.
 */
export function promotionsOf(
  live: Pick<LiveSnapshot, 'services' | 'environments'>,
  service: string,
  from?: string,
): readonly Promotion[] {
  const states = (live.services.get(service)?.environments ?? []).filter(({ current }) => current);
  const environments = inOrder(live);
  return environments.flatMap((to, index) => {
    const sources = to.promotesFrom?.length ? to.promotesFrom : [environments[index - 1]?.name];
    const current = states.find(({ environment }) => environment === to.name);
    return states
      .filter(({ environment }) => sources.includes(environment) && (from ?? environment) === environment)
      .filter((state) => !runsTheSame(state, current))
      .map((state) => ({ from: state, to, ...(current && { current }) }));
  });
}

/** Preview environments take part only where they name a source. */
function inOrder({ environments }: Pick<LiveSnapshot, 'environments'>): readonly Environment[] {
  return [...environments.values()]
    .filter(({ ephemeral, promotesFrom }) => !ephemeral || promotesFrom?.length)
    .sort((one, other) => (one.order ?? Number.MAX_SAFE_INTEGER) - (other.order ?? Number.MAX_SAFE_INTEGER));
}

function runsTheSame(state: ServiceEnvironment, other: ServiceEnvironment | undefined): boolean {
  const [one, two] = [state.current, other?.current];
  if (!one || !two) return false;
  return one.release !== undefined && two.release !== undefined
    ? one.release === two.release
    : one.version === two.version;
}
