import type { CapabilityName } from '../../contract/capabilities.js';
import type { Service } from '../../model/catalog.js';
import type { CatalogEntry, CatalogKind } from '../../model/liveNames.js';
import type { FormStep } from '../../model/offer.js';
import type { Page, PageQuery, Platform } from '../../model/platform.js';

/** A list as the platform has it; not complete when it is longer than what is read of it. */
export interface NameList {
  readonly entries: readonly CatalogEntry[];
  readonly isComplete: boolean;
}

export interface NameSource {
  /** What the platform must offer; absent for what every platform has. */
  readonly capability?: CapabilityName;
  /** `of`: the service or owner that the names belong to; empty for lists of the whole platform. */
  readonly read: (platform: Platform, of: string) => Promise<NameList>;
  /** Whether the list belongs to one service or owner. */
  readonly isOfOne?: boolean;
  /** Whether the names come from a catalogue, which the local platform has none of. */
  readonly isCatalogued?: boolean;
}

const pageSize = 500;
const mostPages = 20;

async function all<T>(list: (query: PageQuery) => Promise<Page<T>>): Promise<[T[], boolean]> {
  const items: T[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await list({ pageSize, ...(pageToken !== undefined && { pageToken }) });
    items.push(...answer.items);
    pageToken = answer.nextPageToken;
    if (pageToken === undefined) return [items, true];
  }
  return [items, false];
}

/** A source that lists things and makes entries of them; entries of one name are one. */
function listing<T>(
  list: (platform: Platform, query: PageQuery) => Promise<Page<T>>,
  entries: (item: T) => readonly CatalogEntry[],
  capability?: CapabilityName,
): NameSource {
  return {
    ...(capability && { capability }),
    read: async (platform) => {
      const [items, isComplete] = await all((query) => list(platform, query));
      const byName = new Map(items.flatMap(entries).map((entry) => [entry.name, entry]));
      return { entries: [...byName.values()], isComplete };
    },
  };
}

function services(entries: (service: Service) => readonly CatalogEntry[]): NameSource {
  return listing((platform, query) => platform.listServices({ ...query, view: 'Basic' }), entries);
}

/** Names that services tell of: there may be others. */
function mentioned(source: NameSource): NameSource {
  return {
    ...source,
    read: async (platform, of) => ({ ...(await source.read(platform, of)), isComplete: false }),
  };
}

/** Where the names of each kind come from. Kinds that the contract has no list of are absent: nobody can tell. */
export const nameLists: Readonly<Partial<Record<CatalogKind, NameSource>>> = {
  environment: listing(
    (platform, query) => platform.listEnvironments(query),
    ({ name, title, type, production, freeze }) => [
      { name, ...words(title), facts: { type, production, ...(freeze && { freeze }) } },
    ],
  ),
  owner: {
    ...listing(
      (platform, query) => platform.listOwners(query),
      ({ ref, displayName, type }) => [{ name: ref, ...words(displayName), facts: { type } }],
      'owners',
    ),
    isCatalogued: true,
  },
  service: services(({ name, title, description, owner, lifecycle }) => [
    { name, ...words(title, description), facts: { owner, lifecycle } },
  ]),
  system: mentioned(services(({ system }) => (system === undefined ? [] : [{ name: system }]))),
  entity: mentioned(
    services(({ name, namespace = 'default', title, description, owner, lifecycle }) => [
      {
        name: `component:${namespace}/${name}`,
        ...words(title, description),
        facts: { owner, lifecycle },
      },
    ]),
  ),
  template: listing(
    (platform, query) => platform.listTemplates(query),
    ({ name, title, description, version, parameters }) => [
      { name, ...words(title, description), facts: { version, params: mergedSchema(parameters) } },
    ],
    'templates',
  ),
  resourceType: listing(
    (platform, query) => platform.listResourceTypes(query),
    ({ type, title, classes, parameters, outputs }) => [
      { name: type, ...words(title), facts: { classes, params: mergedSchema(parameters), outputs } },
    ],
    'resources',
  ),
  scorecard: listing(
    (platform, query) => platform.listScorecards(query),
    ({ name, title, spec }) => [{ name, ...words(title), facts: spec }],
    'scorecards',
  ),
  secretKey: {
    isOfOne: true,
    capability: 'secrets',
    read: secretKeys,
  },
  serviceEnvironment: {
    isOfOne: true,
    capability: 'services.detail',
    read: async (platform, of) => {
      const { environments = [] } = await platform.getService(of);
      const entries = environments.map(({ environment, health, current, openIncidents }) => ({
        name: environment,
        facts: { health, version: current?.version, finishedAt: current?.finishedAt, openIncidents },
      }));
      return { entries, isComplete: true };
    },
  },
  onCall: {
    isOfOne: true,
    capability: 'incidents',
    read: async (platform, of) => {
      const { shifts } = await platform.getOnCall(of);
      const entries = shifts.map(({ who, level, end, schedule }) => ({
        name: who.displayName ?? who.id,
        facts: { level, end, schedule },
      }));
      return { entries, isComplete: true };
    },
  },
  member: { isOfOne: true, capability: 'owners', read: members },
};

/** The places in the store that a service's secrets have in any environment; a new one may be anywhere. */
async function secretKeys(platform: Platform, service: string): Promise<NameList> {
  const { environments = [] } = await platform.getService(service);
  const lists = await Promise.all(
    environments.map(async ({ environment }) => platform.secrets?.list(service, environment)),
  );
  const entries = lists.flatMap((list) =>
    (list?.items ?? []).flatMap(({ name, key, store }) =>
      key === undefined ? [] : [{ name: key, title: name, facts: { store } }],
    ),
  );
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return { entries: [...byName.values()], isComplete: false };
}

/** The people of a group as they are called, the first page of them. */
async function members(platform: Platform, owner: string): Promise<NameList> {
  if (!platform.catalog) return { entries: [], isComplete: false };
  const { items, nextPageToken } = await platform.catalog.members(owner, { pageSize: 50 });
  const entries = items.map(({ ref, displayName }) => ({
    name: displayName ?? ref.slice(ref.lastIndexOf('/') + 1),
    facts: { ref },
  }));
  return { entries, isComplete: nextPageToken === undefined };
}

function words(title: string | undefined, description?: string): Pick<CatalogEntry, 'title' | 'description'> {
  return { ...(title !== undefined && { title }), ...(description !== undefined && { description }) };
}

/** The pages of a form as one JSON Schema; `undefined` when there is no form. */
function mergedSchema(steps: readonly FormStep[] = []): Readonly<Record<string, unknown>> | undefined {
  const [first, ...rest] = steps.map(({ schema }) => schema);
  return rest.length === 0 ? first : { type: 'object', allOf: steps.map(({ schema }) => schema) };
}
