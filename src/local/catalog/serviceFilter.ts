import { t } from '../../base/l10n.js';
import type { Environment, Health, Service } from '../../model/catalog.js';
import { plainRemote } from '../../model/remote.js';
import type { ServiceRecord } from '../store/state.js';
import { refusal } from '../../contract/refusal.js';
import { isDeployedEver } from '../store/changes.js';
import { derived } from '../store/derived.js';
import { environmentsIn, hiddenFrom, leafStatus, type StatusSources } from './catalog.js';
import { describeService } from './describeService.js';
import { labelSelector } from './labelSelector.js';

/** A service without what costs work, and where it runs. */
export interface ServiceOutline {
  readonly service: Service;
  readonly leaves: readonly Leaf[];
}

interface Leaf {
  readonly environment: string;
  readonly health: Health;
  /** Something is deployed there. */
  readonly isDeployed: boolean;
}

const mostNames = 100;

/** What a record says; that never changes. */
interface Described {
  readonly record: ServiceRecord;
  readonly service: Service;
  /** In which a text is looked for, in lower case. */
  readonly words: string;
  /** The environments that it keeps out of, if any. */
  readonly hidden: ReadonlySet<string> | undefined;
}

const described = derived((record: ServiceRecord): Described => {
  const service = describeService(record);
  const hidden = hiddenFrom(record);
  const words = [record.name, ...wordsOf(service)].join(' ').toLowerCase();
  return { record, service, words, hidden: hidden.size === 0 ? undefined : hidden };
});
/** Of all: looking each of ten thousand up by itself takes longer than the rest of a question. */
const allDescribed = derived((records: readonly ServiceRecord[]) => records.map(described));

/** The services that the filters of `GET /services` leave. Throws `PlatformError` for a filter that cannot be read. */
export function filterServices(query: URLSearchParams, sources: StatusSources): readonly ServiceRecord[] {
  const demands = [...plainDemands(query), ...statusDemands(query, sources)];
  const names = namesIn(query);
  if (names) demands.unshift(({ record }) => names.has(record.name));
  if (demands.length === 0) return sources.state.services;
  return allDescribed(sources.state.services)
    .filter((item) => demands.every((demand) => demand(item)))
    .map(({ record }) => record);
}

/** Services in outline: enough to count by. */
export function outlinesOf(
  records: readonly ServiceRecord[],
  sources: StatusSources,
): readonly ServiceOutline[] {
  const leaves = leavesIn(environmentsIn(sources.state), sources);
  return allDescribed(records).map((item) => ({ service: item.service, leaves: leaves(item) }));
}

/** The description of a service, without any status. */
export function basicService(record: ServiceRecord): Service {
  return described(record).service;
}

type Demand = (item: Described) => boolean;

function plainDemands(query: URLSearchParams): readonly Demand[] {
  const demands: Demand[] = [];
  for (const key of ['owner', 'system', 'type', 'tier', 'lifecycle'] as const) {
    const wanted = query.get(key);
    if (wanted !== null) demands.push(({ service }) => service[key] === wanted);
  }
  const repository = query.get('repository');
  if (repository) {
    const wanted = plainRemote(repository);
    demands.push(
      ({ service: { repository: found } }) => found !== undefined && plainRemote(found.url) === wanted,
    );
  }
  const selector = query.get('labelSelector');
  if (selector) {
    const fits = labelSelector(selector);
    demands.push(({ service }) => fits(service.labels ?? {}));
  }
  const words = query.get('q')?.toLowerCase();
  if (words) demands.push((item) => item.words.includes(words));
  return demands;
}

function statusDemands(query: URLSearchParams, sources: StatusSources): readonly Demand[] {
  const environment = query.get('environment');
  const health = query.get('health');
  if (environment === null && health === null) return [];
  const asked = environmentsIn(sources.state).filter(
    ({ name }) => environment === null || name === environment,
  );
  const leaves = leavesIn(asked, sources);
  const fits = (leaf: Leaf): boolean =>
    (environment === null || leaf.isDeployed) && (health === null || leaf.health === health);
  return [(item) => leaves(item).some(fits)];
}

/** The leaves of any service in some environments. Of many services only few run here: the others are all the same. */
function leavesIn(
  environments: readonly Environment[],
  sources: StatusSources,
): (item: Described) => readonly Leaf[] {
  const { state, delivery } = sources;
  const { busy } = delivery;
  const unused = environments.map(({ name }): Leaf => ({ ...nothingThere, environment: name }));
  return ({ record, hidden }) => {
    const shown = hidden ? unused.filter(({ environment }) => !hidden.has(environment)) : unused;
    if (!isDeployedEver(state, record.name) && !busy.has(record.name)) return shown;
    return shown.map(({ environment }) => {
      const { current, report } = leafStatus({ service: record.name, environment }, sources);
      return { environment, health: report.health, isDeployed: current !== undefined };
    });
  };
}

const nothingThere = { health: 'Missing', isDeployed: false } as const;

function namesIn(query: URLSearchParams): ReadonlySet<string> | undefined {
  const names = query
    .get('names')
    ?.split(',')
    .filter((name) => name !== '');
  if (names && names.length > mostNames) {
    throw refusal('invalid-request', t('At most {0} names at once.', mostNames), { status: 400 });
  }
  return names && new Set(names.map((name) => name.replace(/^default\./, '')));
}

function wordsOf({ title, description, owner }: Service): readonly string[] {
  return [title, description, owner].flatMap((word) => word ?? []);
}
