import { t } from '../../base/l10n.js';
import type { Environment, Health, Service } from '../../model/catalog.js';
import { plainRemote } from '../../model/remote.js';
import { at } from '../manifest/json.js';
import type { ServiceRecord } from '../store/state.js';
import { refusal } from '../delivery/refusal.js';
import { derived } from '../store/derived.js';
import { environmentsIn, leafStatus, type CatalogSources } from './catalog.js';
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

/** What a record says never changes. */
const described = derived((record: ServiceRecord) => ({
  service: describeService(record),
  words: [record.name, ...wordsOf(describeService(record))].join(' ').toLowerCase(),
}));

/** The services that the filters of `GET /services` leave. Throws `PlatformError` for a filter that cannot be read. */
export function filterServices(query: URLSearchParams, sources: CatalogSources): readonly ServiceRecord[] {
  const demands = [...plainDemands(query), ...statusDemands(query, sources)];
  const names = namesIn(query);
  return sources.state.services.filter(
    (record) => (names === undefined || names.has(record.name)) && demands.every((demand) => demand(record)),
  );
}

/** A service in outline: enough to count by. */
export function outlineOf(record: ServiceRecord, sources: CatalogSources): ServiceOutline {
  const { service } = described(record);
  return { service, leaves: leavesOf(record, environmentsIn(sources.state), sources) };
}

/** The description of a service, without any status. */
export function basicService(record: ServiceRecord): Service {
  return described(record).service;
}

type Demand = (record: ServiceRecord) => boolean;

function plainDemands(query: URLSearchParams): readonly Demand[] {
  const demands: Demand[] = [];
  for (const key of ['owner', 'system', 'type', 'tier', 'lifecycle'] as const) {
    const wanted = query.get(key);
    if (wanted !== null) demands.push((record) => described(record).service[key] === wanted);
  }
  const repository = query.get('repository');
  if (repository) {
    const wanted = plainRemote(repository);
    demands.push(({ repository: found }) => found !== undefined && plainRemote(found.url) === wanted);
  }
  const selector = query.get('labelSelector');
  if (selector) {
    const fits = labelSelector(selector);
    demands.push((record) => fits(described(record).service.labels ?? {}));
  }
  const words = query.get('q')?.toLowerCase();
  if (words) demands.push((record) => described(record).words.includes(words));
  return demands;
}

function statusDemands(query: URLSearchParams, sources: CatalogSources): readonly Demand[] {
  const environment = query.get('environment');
  const health = query.get('health');
  if (environment === null && health === null) return [];
  const asked = environmentsIn(sources.state).filter(
    ({ name }) => environment === null || name === environment,
  );
  return [
    (record) =>
      leavesOf(record, asked, sources).some(
        (leaf) => (environment === null || leaf.isDeployed) && (health === null || leaf.health === health),
      ),
  ];
}

function leavesOf(
  record: ServiceRecord,
  environments: readonly Environment[],
  sources: CatalogSources,
): readonly Leaf[] {
  return environments
    .filter(({ name }) => at(record.manifest, 'spec', 'environments', name, 'deploy') !== 'Disabled')
    .map(({ name }) => {
      const { current, report } = leafStatus({ service: record.name, environment: name }, sources);
      return { environment: name, health: report.health, isDeployed: current !== undefined };
    });
}

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
