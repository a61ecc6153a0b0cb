import type { CapabilityName } from '../../contract/capabilities.js';
import type { Metrics } from '../../model/engine.js';
import type { LiveNames } from '../../model/liveNames.js';
import type { MeasurePart, PlatformParts } from '../../model/parts.js';
import type { Platform } from '../../model/platform.js';
import type { PortalParts } from '../../model/portal.js';
import { PlatformNames } from '../names/platformNames.js';
import type { ComposedCatalogue } from './catalogue.js';
import { entryOf } from './entry.js';
import type { Layer } from './layer.js';
import { runningOf } from './composedRuns.js';
import type { Part } from './part.js';
import { refuse, type Runners } from './runners.js';
import { orNothing } from './together.js';

export interface PartSources {
  /** The catalogue in front. */
  readonly all: readonly Layer[];
  readonly runners: Runners;
  readonly services: ComposedCatalogue;
  readonly measuring: { readonly part: Part; readonly metrics: Metrics } | undefined;
}

type Kept = Omit<PlatformParts, 'operations' | 'approvals' | 'deployments'> & PortalParts;

/** What belongs to a service in an environment goes to the part that has it there; all else to the first that speaks it. */
export function partsOf(sources: PartSources): Kept {
  const { all, runners } = sources;
  const first = <K extends keyof Kept>(key: K): Pick<Kept, K> => {
    const layer = all.find(({ platform }) => platform[key] !== undefined);
    return (layer ? { [key]: layer.platform[key] } : {}) as Pick<Kept, K>;
  };
  const has = (key: keyof Kept): boolean => all.some(({ platform }) => platform[key] !== undefined);
  return {
    ...first('access'),
    ...first('audit'),
    ...first('catalog'),
    ...first('facets'),
    ...first('feedback'),
    ...incidentsOf(all),
    ...first('pages'),
    ...first('pipelines'),
    ...runningOf(all),
    ...first('catalogFiles'),
    ...first('drafts'),
    ...first('search'),
    ...((has('measures') || sources.measuring) && { measures: measuresOf(sources) }),
    ...(has('drift') && {
      drift: {
        async get(service, call) {
          const { platform } = await runners.telling({ service }, 'drift', call);
          return platform.drift?.get(service, call) ?? refuse();
        },
      },
    }),
    ...(has('places') && {
      places: {
        async get(service, environment, call) {
          const { environments = [] } = await sources.services.get(service, call);
          const found = environments.find((state) => state.environment === environment);
          if (found) return found;
          const { platform } = await runners.telling({ service, environment }, 'services.detail', call);
          return platform.places?.get(service, environment, call) ?? refuse();
        },
        async events(service, environment, query, call) {
          const { platform } = await runners.telling({ service, environment }, 'events', call);
          return platform.places?.events(service, environment, query, call) ?? refuse();
        },
      },
    }),
  };
}

/** Of the first part that knows incidents; none are told of while it is away. */
function incidentsOf(layers: readonly Layer[]): Pick<Kept, 'incidents'> {
  const incidents = layers.find(({ platform }) => platform.incidents)?.platform.incidents;
  if (!incidents) return {};
  return {
    incidents: {
      list: (query, call) => orNothing(incidents.list(query, call), call),
      get: (id, call) => incidents.get(id, call),
      create: (request, call) => incidents.create(request, call),
      update: (id, patch, call) => incidents.update(id, patch, call),
    },
  };
}

/** The live names of the whole: the catalogue's own way to them, but for environments, which it may not know. */
export function namesOf(whole: Platform, catalogue: Platform): { readonly names?: LiveNames } {
  const { names } = catalogue;
  if (!names) return {};
  const lists = new PlatformNames(whole);
  const runs: ReadonlySet<string> = new Set(['environment', 'serviceEnvironment']);
  return {
    names: {
      query: (query) => (runs.has(query.kind) ? lists : names).query(query),
      invalidate() {
        lists.invalidate();
        names.invalidate();
      },
    },
  };
}

function measuresOf({ all, services, measuring }: PartSources): MeasurePart {
  const speaking = (capability: CapabilityName): MeasurePart => {
    const found = all.find(({ part, platform }) => part.offers(capability) && platform.measures);
    return found?.platform.measures ?? refuse();
  };
  const ask = async <T>(
    capability: CapabilityName,
    work: (measures: MeasurePart) => Promise<T>,
  ): Promise<T> => work(speaking(capability));
  return {
    dora: (service, query, call) => ask('metrics.dora', (measures) => measures.dora(service, query, call)),
    portfolio: (query, call) => ask('metrics.portfolio', (measures) => measures.portfolio(query, call)),
    scorecards: (service, call) => ask('scorecards', (measures) => measures.scorecards(service, call)),
    async slos(service, query, call) {
      if (!measuring) return ask('slos', (measures) => measures.slos(service, query, call));
      const entry = entryOf(await services.get(service, call));
      return measuring.metrics.slos(entry, query, call);
    },
  };
}
