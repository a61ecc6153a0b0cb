import type { openPlugins } from './openPlugins.js';
import type { RunningParts } from './runningParts.js';

/** Loads what speaks to plugins, once. */
export type PluginLoad = () => Promise<ReturnType<typeof openPlugins>>;

/** What plugins tell, loaded when it is asked for. */
export function laterParts(load: PluginLoad): RunningParts {
  return {
    listEnvironments: async (...asked) => (await load()).parts.listEnvironments(...asked),
    listDeployments: async (...asked) => (await load()).parts.listDeployments(...asked),
    listReleases: async (...asked) => (await load()).parts.listReleases(...asked),
    deployments: {
      get: async (...asked) => (await load()).parts.deployments.get(...asked),
      release: async (...asked) => (await load()).parts.deployments.release(...asked),
    },
    places: {
      get: async (...asked) => (await load()).parts.places.get(...asked),
      events: async (...asked) => (await load()).parts.places.events(...asked),
    },
    logs: async function* (...asked) {
      yield* (await load()).parts.logs(...asked);
    },
  };
}
