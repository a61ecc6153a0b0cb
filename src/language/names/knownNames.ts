import { asMap } from '../documents/yamlDocument.js';
import type { DocumentFacts } from '../facts/documentFacts.js';
import type { CatalogEntry, CatalogKind, LanguagePorts } from '../ports.js';

/** Where a name comes from, and how fresh that is. */
export type Origin =
  | { readonly from: 'workspace' }
  | { readonly from: 'platform'; readonly fetchedAt: number; readonly isLive: boolean };

export interface KnownName extends CatalogEntry {
  readonly origin: Origin;
}

export interface NameQuery {
  readonly kind: CatalogKind;
  /** The service whose names the platform is asked for, of kinds that belong to one. */
  readonly of?: string;
  readonly prefix?: string;
  readonly limit: number;
}

/** Names of a kind that the workspace defines or the platform keeps, the workspace's first. A name comes once. */
export async function knownNames(ports: LanguagePorts, query: NameQuery): Promise<readonly KnownName[]> {
  const prefix = (query.prefix ?? '').toLowerCase();
  const names = new Map<string, KnownName>();
  for (const document of ports.workspace?.documents() ?? []) {
    for (const entry of definedIn(document, query.kind)) {
      if (entry.name.toLowerCase().startsWith(prefix) && !names.has(entry.name)) {
        names.set(entry.name, { ...entry, origin: { from: 'workspace' } });
      }
    }
  }
  const answer = await ports.catalog?.query(query);
  for (const entry of answer?.entries ?? []) {
    const { fetchedAt, isLive } = answer ?? { fetchedAt: 0, isLive: false };
    const own = names.get(entry.name);
    names.set(entry.name, { ...own, ...entry, origin: { from: 'platform', fetchedAt, isLive } });
  }
  return [...names.values()].slice(0, query.limit);
}

type Reader = (document: DocumentFacts) => readonly CatalogEntry[];

const ownKind =
  (kind: string): Reader =>
  (document) =>
    document.kind === kind && document.name !== undefined ? [described(document, document.name)] : [];

/** What a manifest defines, by the kind of name. */
const readers: Readonly<Record<CatalogKind, Reader>> = {
  environment: (document) => withFacts(document, ownKind('Environment')(document), ['type']),
  pipeline: ownKind('DeliveryPipeline'),
  scorecard: ownKind('Scorecard'),
  template: (document) =>
    ownKind('Template')(document).map((entry) => ({
      ...entry,
      facts: { version: specOf(document)['version'], params: specOf(document)['parameters'] },
    })),
  service: ownKind('Service'),
  resourceType: (document) => {
    const { type, classes, params, outputs } = specOf(document);
    if (document.kind !== 'ResourceType' || typeof type !== 'string') return [];
    return [{ ...described(document, type), facts: { classes: classNames(classes), params, outputs } }];
  },
  owner: (document) => {
    const { owner } = specOf(document);
    const group = ['Group', 'User'].includes(document.kind) ? entityRef(document) : undefined;
    if (group !== undefined) return [described(document, group)];
    return typeof owner === 'string' && owner !== '' ? [{ name: owner }] : [];
  },
  system: (document) => {
    if (document.kind === 'System' && document.name !== undefined) {
      return [described(document, document.name)];
    }
    const { system } = specOf(document);
    return typeof system === 'string' && system !== '' ? [{ name: system }] : [];
  },
  entity: (document) => {
    const ref = entityRef(document);
    return ref === undefined ? [] : withFacts(document, [described(document, ref)], ['owner', 'lifecycle']);
  },
  domain: ownKind('Domain'),
  api: (document) => {
    const ref = document.kind === 'API' ? entityRef(document) : undefined;
    return ref === undefined ? [] : [described(document, ref)];
  },
  tag: ({ value }) => textsIn(asMap(value['metadata'])?.['tags']).map((name) => ({ name })),
  lifecycle: (document) => textsIn([specOf(document)['lifecycle']]).map((name) => ({ name })),
  action: () => [],
  secretKey: (document) =>
    [document.value['spec'], ...Object.values(asMap(specOf(document)['environments']) ?? {})].flatMap(
      (place) =>
        Object.values(asMap(asMap(place)?.['secrets']) ?? {}).flatMap((secret) => {
          const key = asMap(secret)?.['key'];
          return document.kind === 'Service' && typeof key === 'string' ? [{ name: key }] : [];
        }),
    ),
  serviceEnvironment: () => [],
  onCall: () => [],
  member: () => [],
};

function definedIn(document: DocumentFacts, kind: CatalogKind): readonly CatalogEntry[] {
  return readers[kind](document);
}

const entityKinds: Readonly<Record<string, string>> = { Service: 'component', Resource: 'resource' };

/** The reference that others use for a document that stands in the catalogue. */
function entityRef({ kind, name, apiVersion, value }: DocumentFacts): string | undefined {
  const word = apiVersion.startsWith('backstage.io/') ? kind.toLowerCase() : entityKinds[kind];
  if (word === undefined || name === undefined || word === 'location') return undefined;
  const namespace = asMap(value['metadata'])?.['namespace'];
  return `${word}:${typeof namespace === 'string' ? namespace : 'default'}/${name}`;
}

function described({ value }: DocumentFacts, name: string): CatalogEntry {
  const { title, description } = asMap(value['metadata']) ?? {};
  return {
    name,
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
  };
}

/** Names with what their manifest says under keys of its `spec`. */
function withFacts(
  document: DocumentFacts,
  entries: readonly CatalogEntry[],
  keys: readonly string[],
): readonly CatalogEntry[] {
  const spec = specOf(document);
  const facts = Object.fromEntries(keys.flatMap((key) => (key in spec ? [[key, spec[key]]] : [])));
  return entries.map((entry) => ({ ...entry, facts }));
}

function specOf(document: DocumentFacts): Readonly<Record<string, unknown>> {
  return asMap(document.value['spec']) ?? {};
}

function textsIn(list: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return items.filter((item): item is string => typeof item === 'string' && item !== '');
}

function classNames(classes: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(classes) ? classes : [];
  return items.flatMap((item) => {
    const name = asMap(item)?.['name'];
    return typeof name === 'string' ? [name] : [];
  });
}
