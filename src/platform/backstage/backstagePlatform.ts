import { connectClient } from '../http/connectClient.js';
import { t } from '../../base/l10n.js';
import { contractVersion } from '../../contract/capabilities.js';
import type { CatalogPart, FacetPart } from '../../model/parts.js';
import type { CatalogFiles, Search, TemplateDrafts } from '../../model/portal.js';
import type { CallOptions, Platform, PlatformInfo, SignInInfo } from '../../model/platform.js';
import { Origins } from '../http/origin.js';
import type { Policy } from '../http/policy.js';
import { parseServerUrl } from '../http/url.js';
import { absent } from './absent.js';
import { Catalog } from './catalog.js';
import { catalogFiles } from './catalogFiles.js';
import { templateDrafts } from './drafts.js';
import { checkEntity } from './entityCheck.js';
import { fullRef } from './entityRef.js';
import { facetPart } from './facets.js';
import { Locations } from './locations.js';
import { readMe } from './me.js';
import { BackstageNames } from './names.js';
import { orGuest, signInOf } from './openDoor.js';
import { laterParts, type PluginLoad } from './plugins/laterParts.js';
import type { PluginOptions } from './plugins/pluginClients.js';
import { backstageProblem } from './refusal.js';
import { searchOf } from './search.js';
import { Scaffolder } from './scaffolder.js';
import { BackstageTemplates } from './templates.js';
import { entityFields, ownerFields, ownerFrom, systemFrom, templateFrom } from './service.js';
import { conditionsOf } from './serviceFilter.js';

export interface BackstagePlatformOptions extends PluginOptions {
  /** Where people see Backstage; the origin of `url` unless said. */
  readonly app?: string;
}

/** A Backstage backend behind the port: what it has no notion of is refused as `not-implemented` and not announced. */
export interface BackstagePlatform extends Platform {
  readonly catalog: CatalogPart;
  readonly facets: FacetPart;
  readonly templates: BackstageTemplates;
  readonly entities: Catalog;
  readonly scaffolder: Scaffolder;
  readonly locations: Locations;
  readonly catalogFiles: CatalogFiles;
  readonly drafts: TemplateDrafts;
  readonly search: Search;
}

/** The scaffolder sends nothing while a step is silent, so silence says little. */
const quietStreams: Partial<Policy> = { heartbeatMs: 10 * 60_000 };

/** Throws `UserError` for a URL that must not be used. */
export function createBackstagePlatform(options: BackstagePlatformOptions): BackstagePlatform {
  const url = parseServerUrl(options.url);
  const root = new URL(url);
  const { origins = new Origins() } = options;
  const door = { url, transport: options.transport, ...(options.clock && { clock: options.clock }) };
  const token = orGuest(options.token, door);
  const connection = { ...options, token, origins };
  const client = connectClient(url, connection, { policy: quietStreams, problemIn: backstageProblem });
  let signIn: Promise<SignInInfo> | undefined;
  const knownSignIn = (): Promise<SignInInfo> =>
    (signIn ??= signInOf(door).catch((): SignInInfo => {
      signIn = undefined;
      return { type: 'token' };
    }));
  const app = (options.app ?? root.origin).replace(/\/+$/, '');
  const entities = new Catalog(client, app);
  const scaffolder = new Scaffolder(client);
  let loaded: ReturnType<PluginLoad> | undefined;
  const plugins: PluginLoad = () =>
    (loaded ??= import('./plugins/openPlugins.js').then(({ openPlugins }) =>
      openPlugins(client, url, entities, connection),
    ));
  const locations = new Locations(client);
  const names = new BackstageNames(entities, scaffolder, options.clock);
  return {
    url,
    entities,
    scaffolder,
    locations,
    catalogFiles: catalogFiles(entities, locations),
    drafts: templateDrafts(scaffolder),
    search: searchOf(client, app),
    getInfo: async (call) => {
      const { scorecards, running } = await plugins();
      const [info, auth, hasChecks, shown] = await Promise.all([
        readInfo(entities, root, app, call),
        knownSignIn(),
        scorecards.areThere(call),
        running.capabilities(call),
      ]);
      const judged = hasChecks && { scorecards: { level: 'Read' as const } };
      return { ...info, capabilities: { ...info.capabilities, ...judged, ...shown }, auth };
    },
    getMe: (call) => readMe(client, call),
    listServices: async (query, call) => (await plugins()).running.list(query, call),
    getService: async (service, call) => (await plugins()).running.service(service, call),
    listOwners: (query, call) =>
      entities.list([{ kind: 'group' }, { kind: 'user' }], ownerFields, ownerFrom, query, call),
    listTemplates: (query, call) =>
      entities.list([{ kind: 'template' }], entityFields, (entity) => templateFrom(entity), query, call),
    catalog: catalogPart(entities),
    templates: new BackstageTemplates(client, entities, scaffolder),
    operations: {
      list: (query, call) => scaffolder.operations(query, call),
      resume: () =>
        Promise.reject(absent(t('A run of a template does not wait: there is nothing to resume.'))),
    },
    ...absentParts(),
    ...laterParts(plugins),
    facets: facetPart(entities),
    listScorecards: async (_query, call) => ({
      items: await (await plugins()).scorecards.definitions(call),
    }),
    measures: {
      ...absentMeasures,
      scorecards: async (service, call) => (await plugins()).scorecards.results(service, call),
    },
    names,
    servicesAtOnce: 500,
    validateManifest: (_yaml, { value, signal } = {}) =>
      checkEntity({ catalog: entities, names }, value, signal ? { signal } : {}),
    getOperation: (operation, call) => scaffolder.operation(operation, call),
    cancelOperation: (operation, call) => scaffolder.cancel(operation, call),
    operationEvents: (operation, call) => scaffolder.events(operation, call),
    dispose: () => options.transport.dispose(),
  };
}

function catalogPart(entities: Catalog): CatalogPart {
  return {
    owner: async (ref, call) => ownerFrom(await entities.entity(entities.ownerRef(ref), call)),
    members: async (ref, query, call) => {
      const group = fullRef(entities.ownerRef(ref));
      return entities.list(
        [{ kind: 'user', 'relations.memberOf': group }],
        ownerFields,
        ownerFrom,
        query,
        call,
      );
    },
    systems: ({ owner, ...query } = {}, call) =>
      entities.list(
        [conditionsOf('system', owner === undefined ? {} : { owner })],
        entityFields,
        systemFrom,
        query,
        call,
      ),
    system: async (system, call) => systemFrom(await entities.entity(entities.refOf(system, 'system'), call)),
  };
}

/** The catalogue is asked whether it answers at all; Backstage itself says nothing of what it offers. */
async function readInfo(catalog: Catalog, root: URL, app: string, call?: CallOptions): Promise<PlatformInfo> {
  const { templates } = await catalog.counts(call);
  return {
    name: root.hostname,
    title: t('Backstage at {0}', root.host),
    contractVersion,
    capabilities: {
      owners: { level: 'Read' },
      systems: { level: 'Read' },
      facets: { level: 'Read' },
      manifests: { level: 'Read' },
      ...(templates > 0 && {
        templates: { level: 'Write', dryRun: true },
        operations: { level: 'Stream' },
      }),
    },
    links: [{ url: app, title: 'Backstage', type: 'portal' }],
  };
}

type Absent =
  | 'getOnCall'
  | 'listResourceTypes'
  | 'listSchemas'
  | 'getSchema'
  | 'createRelease'
  | 'planDeployment'
  | 'createDeployment'
  | 'watch';

const refuse = (): Promise<never> => Promise.reject(absent());
const absentMeasures = { dora: refuse, portfolio: refuse, slos: refuse };

function absentParts(): Pick<Platform, Absent> {
  return {
    getOnCall: refuse,
    listResourceTypes: refuse,
    listSchemas: refuse,
    getSchema: refuse,
    createRelease: refuse,
    planDeployment: refuse,
    createDeployment: refuse,
    watch: nothing,
  };
}

function nothing(): AsyncIterable<never> {
  return {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(absent()) }),
  };
}
