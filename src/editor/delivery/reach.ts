import type { Service, ServiceEnvironment } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import { deployedState, environmentNames } from '../views/picture.js';

/** Whether an environment runs a commit; `unknown` where git here does not know what runs there. */
export type Holding = 'has' | 'lacks' | 'unknown' | 'empty';

export interface ReachLine {
  readonly environment: string;
  readonly holding: Holding;
  readonly state?: ServiceEnvironment;
}

/** Is one commit the other or before it? `undefined` when git here cannot tell. */
export type Ancestry = (commit: string, of: string) => Promise<boolean | undefined>;

/** Which environments of a service contain a commit, in promotion order. */
export function reachOf(
  live: LiveSnapshot,
  service: Service | undefined,
  commit: string,
  ancestry: Ancestry,
): Promise<readonly ReachLine[]> {
  return Promise.all(
    environmentNames(live, service).map(async (environment): Promise<ReachLine> => {
      const state = deployedState(service, environment);
      if (!state?.current) return { environment, holding: 'empty' };
      const running = state.current.commit?.id;
      const isIn = running === undefined ? undefined : await ancestry(commit, running);
      return { environment, state, holding: isIn === undefined ? 'unknown' : isIn ? 'has' : 'lacks' };
    }),
  );
}

/** The environments that have it, by name. */
export function holders(lines: readonly ReachLine[]): readonly string[] {
  return lines.filter(({ holding }) => holding === 'has').map(({ environment }) => environment);
}
