import type { CatalogPart, FacetPart } from '../model/parts.js';
import type { Capability, Platform, PlatformInfo } from '../model/platform.js';
import { takesManifest } from '../model/rendering.js';
import { deliveryEndpoints } from './delivery.js';
import { eitherName, named, reading, type Asked, type Endpoint } from './endpoint.js';
import { manifestEndpoint } from './manifests.js';
import { observeEndpoints } from './observe.js';
import { pageQuery, servicesQuery, texts } from './query.js';
import { operationEndpoints, templateEndpoints } from './runs.js';

/** The capabilities whose endpoints are all served here. */
const served: ReadonlySet<string> = new Set([
  'deployments',
  'events',
  'facets',
  'logs',
  'manifests',
  'operations',
  'owners',
  'permissions',
  'releases',
  'schemas',
  'scorecards',
  'services.detail',
  'slos',
  'systems',
  'templates',
  'watch',
]);

/** What narrows the services that are counted. */
const counted = ['owner', 'system', 'type', 'tier', 'lifecycle', 'environment', 'health', 'q'] as const;

/** What of the contract a platform answers. */
export function endpointsOf(platform: Platform): readonly Endpoint[] {
  const services = async (asked: Asked): Promise<unknown> =>
    platform.listServices(servicesQuery(asked.query), asked);
  return [
    { ...reading('/', async (asked) => describe(await platform.getInfo(asked), platform)), open: true },
    reading('/services', services),
    reading('/services/{service}', (asked) =>
      eitherName(asked, (service) => platform.getService(service, asked)),
    ),
    reading('/environments', async (asked) => platform.listEnvironments(pageQuery(asked.query), asked)),
    reading('/owners', async (asked) => platform.listOwners(pageQuery(asked.query), asked)),
    ...catalogEndpoints(platform.catalog),
    ...facetEndpoints(platform.facets),
    ...templateEndpoints(platform),
    ...operationEndpoints(platform),
    ...scorecardEndpoints(platform),
    ...deliveryEndpoints(platform),
    ...observeEndpoints(platform),
    reading('/me', async (asked) => platform.getMe(asked)),
    reading('/schemas', async (asked) => {
      const page = await platform.listSchemas(pageQuery(asked.query), asked);
      const placed = page.items.map((info) => ({
        url: `/v1/schemas/${encodeURIComponent(info.id)}`,
        ...info,
      }));
      return { ...page, items: placed };
    }),
    reading('/schemas/{schema}', async (asked) => platform.getSchema(named(asked, 'schema'), asked)),
    manifestEndpoint(platform),
  ];
}

function catalogEndpoints(catalog: CatalogPart | undefined): readonly Endpoint[] {
  if (!catalog) return [];
  return [
    reading('/owners/{owner}', async (asked) => catalog.owner(ownerRef(asked), asked)),
    reading('/owners/{owner}/members', async (asked) =>
      catalog.members(ownerRef(asked), pageQuery(asked.query), asked),
    ),
    reading('/systems', async (asked) =>
      catalog.systems({ ...pageQuery(asked.query), ...texts(asked.query, ['owner']) }, asked),
    ),
    reading('/systems/{system}', async (asked) => catalog.system(named(asked, 'system'), asked)),
  ];
}

function facetEndpoints(facets: FacetPart | undefined): readonly Endpoint[] {
  if (!facets) return [];
  return [
    reading('/facets', async (asked) => {
      const by = asked.query.get('by') ?? 'owner,system,type,lifecycle';
      return { facets: await facets.count(by.split(','), texts(asked.query, counted), asked) };
    }),
  ];
}

function scorecardEndpoints(platform: Platform): readonly Endpoint[] {
  const { measures } = platform;
  if (!measures) return [];
  return [
    reading('/scorecards', async (asked) => platform.listScorecards(pageQuery(asked.query), asked)),
    reading('/services/{service}/scorecards', async (asked) => ({
      items: await eitherName(asked, (service) => measures.scorecards(service, asked)),
    })),
  ];
}

/** What is announced is what is served: not everything that the platform behind can do. */
function describe(
  info: PlatformInfo,
  { measures, access, places, deployments, facets }: Platform,
): PlatformInfo {
  const parts: Readonly<Record<string, unknown>> = {
    deployments,
    releases: deployments,
    events: places,
    facets,
    'services.detail': places,
    slos: measures,
    scorecards: measures,
    permissions: access,
  };
  const offered = Object.entries(info.capabilities).filter(
    ([name]) => served.has(name) && (!Object.hasOwn(parts, name) || parts[name] !== undefined),
  );
  // What releases are built of is on another machine; a manifest alone is all there is to it.
  const capabilities = offered.map(([name, capability]): [string, Capability] =>
    name === 'releases' && !takesManifest(info)
      ? [name, { ...capability, level: 'Read' }]
      : [name, capability],
  );
  return { ...info, capabilities: Object.fromEntries(capabilities), auth: { type: 'token' } };
}

/** In a path an owner is `[kind:][namespace.]name`, the dot for the slash of the reference. */
function ownerRef(asked: Asked): string {
  const text = named(asked, 'owner');
  return text.includes('/') ? text : text.replace('.', '/');
}
