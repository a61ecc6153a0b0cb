import type { Deployment, Release } from '../../../model/delivery.js';
import type { DeploymentPart, PlacePart } from '../../../model/parts.js';
import type { Platform } from '../../../model/platform.js';
import { t } from '../../../base/l10n.js';
import { refusal } from '../../../contract/refusal.js';
import { pageOf } from '../../argocd/paging.js';
import type { Running } from './running.js';

/** What of the port plugins fill. */
export type RunningParts = Pick<
  Platform,
  'listEnvironments' | 'listReleases' | 'listDeployments' | 'logs'
> & {
  readonly deployments: DeploymentPart;
  readonly places: PlacePart;
};

/** What plugins of a backend tell, as the port has it. Rejects with `not-implemented` where there are none. */
export function runningParts(running: Running): RunningParts {
  return {
    listEnvironments: async (query = {}, call) => pageOf(await running.environments(call), query),
    listDeployments: async (service, query = {}, call) => {
      const all = await running.deployments(service, query.environment, call);
      const fitting = all.filter(({ state }) => query.state === undefined || state === query.state);
      return pageOf(fitting, query);
    },
    listReleases: async (service, query = {}, call) =>
      pageOf(releasesIn(await running.deployments(service, undefined, call)), query),
    deployments: {
      get: async (service, id, call) => {
        const all = await running.deployments(service, undefined, call);
        return found(all, id);
      },
      release: async (service, id, call) =>
        found(releasesIn(await running.deployments(service, undefined, call)), id),
    },
    places: {
      get: (service, environment, call) => running.place(service, environment, call),
      events: async (service, environment, query = {}, call) => {
        const tell = await running.teller('events', service, environment, call);
        return pageOf((await tell?.(environment, call)) ?? [], query);
      },
    },
    logs: async function* (service, environment, query = {}, call = {}) {
      const tell = await running.teller('logs', service, environment, call);
      if (tell) yield* tell(environment, query, call);
    },
  };
}

/** What was deployed, each once, the newest first. */
function releasesIn(deployments: readonly Deployment[]): readonly Release[] {
  return [...new Map(deployments.map(({ release }) => [release.id, release])).values()];
}

function found<T extends { readonly id: string }>(all: readonly T[], id: string): T {
  const one = all.find((each) => each.id === id);
  if (one) return one;
  throw refusal('not-found', t('Backstage shows nothing with the id {0}.', id.slice(0, 200)));
}
