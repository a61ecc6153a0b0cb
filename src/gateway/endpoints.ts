import { PlatformError } from '../model/errors.js';
import type { CatalogPart } from '../model/parts.js';
import type { Platform, PlatformInfo } from '../model/platform.js';
import { named, reading, type Asked, type Endpoint } from './endpoint.js';
import { manifestEndpoint } from './manifests.js';
import { pageQuery, servicesQuery, texts } from './query.js';
import { operationEndpoints, templateEndpoints } from './runs.js';

/** The capabilities whose endpoints are all served here. */
const served: ReadonlySet<string> = new Set([
  'manifests',
  'operations',
  'owners',
  'scorecards',
  'systems',
  'templates',
]);

/** What of the contract a platform answers. */
export function endpointsOf(platform: Platform): readonly Endpoint[] {
  const services = async (asked: Asked): Promise<unknown> =>
    platform.listServices(servicesQuery(asked.query), asked);
  return [
    { ...reading('/', async (asked) => describe(await platform.getInfo(asked))), open: true },
    reading('/services', services),
    reading('/services/{service}', (asked) =>
      eitherName(asked, (service) => platform.getService(service, asked)),
    ),
    reading('/environments', async (asked) => platform.listEnvironments(pageQuery(asked.query), asked)),
    reading('/owners', async (asked) => platform.listOwners(pageQuery(asked.query), asked)),
    ...catalogEndpoints(platform.catalog),
    ...templateEndpoints(platform),
    ...operationEndpoints(platform),
    ...scorecardEndpoints(platform),
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
function describe(info: PlatformInfo): PlatformInfo {
  const offered = Object.entries(info.capabilities).filter(([name]) => served.has(name));
  return { ...info, capabilities: Object.fromEntries(offered), auth: { type: 'token' } };
}

/** In a path a service is `[namespace.]name` too, the dot for the slash; but a name may have dots of its own. */
async function eitherName<T>(asked: Asked, read: (service: string) => Promise<T>): Promise<T> {
  const service = named(asked, 'service');
  const other = service.includes('/') ? service : service.replace('.', '/');
  try {
    return await read(service);
  } catch (error) {
    if (other === service || !PlatformError.is(error, 'not-found')) throw error;
    return read(other);
  }
}

/** In a path an owner is `[kind:][namespace.]name`, the dot for the slash of the reference. */
function ownerRef(asked: Asked): string {
  const text = named(asked, 'owner');
  return text.includes('/') ? text : text.replace('.', '/');
}
