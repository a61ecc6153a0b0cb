import { t } from '../base/l10n.js';
import { problemOf } from '../contract/problem.js';
import { PlatformError } from '../model/errors.js';
import type { CatalogPart, TemplatePart } from '../model/parts.js';
import type { CallOptions, PageQuery, Platform, PlatformInfo, ServiceQuery } from '../model/platform.js';

export interface Asked extends CallOptions {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

export interface Endpoint {
  /** Of the contract, below the API root. */
  readonly path: string;
  /** Answers without a token. */
  readonly open?: boolean;
  read(asked: Asked): Promise<unknown>;
}

/** The capabilities whose reads are all served here. */
const served: ReadonlySet<string> = new Set(['owners', 'systems', 'templates']);
const maxPageSize = 200;
const maxNames = 100;

/** The reads of the contract that a platform answers. */
export function endpointsOf(platform: Platform): readonly Endpoint[] {
  return [
    { path: '/', open: true, read: async (asked) => describe(await platform.getInfo(asked)) },
    { path: '/services', read: async (asked) => platform.listServices(servicesQuery(asked.query), asked) },
    { path: '/services/{service}', read: (asked) => platform.getService(named(asked, 'service'), asked) },
    {
      path: '/environments',
      read: async (asked) => platform.listEnvironments(pageQuery(asked.query), asked),
    },
    { path: '/owners', read: async (asked) => platform.listOwners(pageQuery(asked.query), asked) },
    { path: '/templates', read: async (asked) => platform.listTemplates(pageQuery(asked.query), asked) },
    ...catalogEndpoints(platform.catalog),
    ...templateEndpoints(platform.templates),
  ];
}

function catalogEndpoints(catalog: CatalogPart | undefined): readonly Endpoint[] {
  if (!catalog) return [];
  return [
    { path: '/owners/{owner}', read: async (asked) => catalog.owner(ownerRef(asked), asked) },
    {
      path: '/owners/{owner}/members',
      read: async (asked) => catalog.members(ownerRef(asked), pageQuery(asked.query), asked),
    },
    {
      path: '/systems',
      read: async (asked) =>
        catalog.systems({ ...pageQuery(asked.query), ...texts(asked.query, ['owner']) }, asked),
    },
    { path: '/systems/{system}', read: async (asked) => catalog.system(named(asked, 'system'), asked) },
  ];
}

function templateEndpoints(templates: TemplatePart | undefined): readonly Endpoint[] {
  if (!templates) return [];
  return [
    {
      path: '/templates/{template}',
      read: async (asked) => templates.get(named(asked, 'template'), asked),
    },
  ];
}

/** What is announced is what is served: not everything that the platform behind can do. */
function describe(info: PlatformInfo): PlatformInfo {
  const offered = Object.keys(info.capabilities).filter((name) => served.has(name));
  return {
    ...info,
    capabilities: Object.fromEntries(offered.map((name) => [name, { level: 'Read' }])),
    auth: { type: 'token' },
  };
}

function named({ params }: Asked, place: string): string {
  return params[place] ?? '';
}

/** In a path an owner is `[kind:][namespace.]name`, the dot for the slash of the reference. */
function ownerRef(asked: Asked): string {
  const text = named(asked, 'owner');
  return text.includes('/') ? text : text.replace('.', '/');
}

function pageQuery(query: URLSearchParams): PageQuery {
  const wanted = Number(query.get('pageSize') ?? 0);
  if (!Number.isInteger(wanted) || wanted < 0) {
    throw invalid('/pageSize', t('pageSize is a whole number from 0.'));
  }
  return {
    ...(wanted > 0 && { pageSize: Math.min(wanted, maxPageSize) }),
    ...texts(query, ['pageToken']),
  };
}

function servicesQuery(query: URLSearchParams): ServiceQuery {
  const names = query.get('names')?.split(',');
  if (names && names.length > maxNames) {
    throw invalid('/names', t('At most {0} services can be named at once.', maxNames));
  }
  return {
    ...pageQuery(query),
    ...texts(query, ['owner', 'system', 'environment', 'health', 'q']),
    ...(names && { names }),
  };
}

/** Those of the parameters that are given. */
function texts<K extends string>(query: URLSearchParams, keys: readonly K[]): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const value = query.get(key);
    if (value !== null && value !== '') found[key] = value;
  }
  return found;
}

function invalid(pointer: string, detail: string): PlatformError {
  const problem = problemOf('invalid-request', { detail, errors: [{ pointer, detail }] });
  return new PlatformError('invalid-request', detail, { problem });
}
