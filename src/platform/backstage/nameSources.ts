import type { CatalogEntry, CatalogKind } from '../../model/liveNames.js';
import type { Catalog } from './catalog.js';
import type { Entity } from './entity.js';
import { fullRef, shortName } from './entityRef.js';
import { objectAt, textAt } from './json.js';
import type { Scaffolder } from './scaffolder.js';

/** Names of a kind; not complete when there are more. */
export interface Names {
  readonly entries: readonly CatalogEntry[];
  readonly isComplete: boolean;
}

interface Backend {
  readonly catalog: Catalog;
  readonly scaffolder: Scaffolder;
}

/** `typed` is what the names hold, in lower case; empty for any. */
type NameSource = (backend: Backend, typed: string) => Promise<Names>;

const pageSize = 500;
const fields = [
  'kind',
  ...['name', 'namespace', 'title', 'description'].map((field) => `metadata.${field}`),
  ...['type', 'owner', 'system', 'lifecycle', 'profile'].map((field) => `spec.${field}`),
];

/** Entities of some kinds, under their reference in full or, among themselves, their name. */
function entities(kinds: readonly string[], nameOf: (entity: Entity) => string): NameSource {
  return async ({ catalog }, typed) => {
    const [, kind, word = ''] = /^(?:([a-z]+):)?(?:[^/]*\/)?(.*)$/.exec(typed) ?? [];
    const wanted = kinds.filter((each) => kind === undefined || each === kind);
    if (wanted.length === 0) return { entries: [], isComplete: true };
    const page = await catalog.list(
      wanted.map((each) => ({ kind: each })),
      fields,
      (entity) => ({ name: nameOf(entity), ...told(entity) }),
      { pageSize, ...(word !== '' && { text: word }) },
    );
    return { entries: page.items, isComplete: page.nextPageToken === undefined };
  };
}

/** The values of a field that are in use. */
function values(field: string): NameSource {
  return async ({ catalog }) => {
    const facets = await catalog.facets([field], {});
    const entries = (facets[field] ?? []).map(({ value }) => ({ name: value }));
    return { entries: entries.slice(0, pageSize), isComplete: false };
  };
}

/** Where the names of each kind come from. Those of a kind that Backstage has no notion of, nobody can tell. */
export const nameSources: Readonly<Partial<Record<CatalogKind, NameSource>>> = {
  owner: entities(['group', 'user'], fullRef),
  system: entities(['system'], shortName),
  domain: entities(['domain'], shortName),
  service: entities(['component'], shortName),
  template: entities(['template'], shortName),
  api: entities(['api'], fullRef),
  entity: entities(['component', 'api', 'resource', 'system', 'domain'], fullRef),
  tag: values('metadata.tags'),
  lifecycle: values('spec.lifecycle'),
  action: async ({ scaffolder }) => {
    const actions = await scaffolder.actions();
    const entries = actions.map(({ id, description, input, output }) => ({
      name: id,
      ...(description !== undefined && { description }),
      facts: { params: input, outputs: Object.keys(objectAt(output, 'properties')) },
    }));
    return { entries, isComplete: true };
  },
};

function told(entity: Entity): Omit<CatalogEntry, 'name'> {
  const { metadata, spec } = entity;
  const title = textAt(metadata, 'title') ?? textAt(objectAt(spec, 'profile'), 'displayName');
  const description = textAt(metadata, 'description');
  const facts = Object.fromEntries(
    ['type', 'owner', 'system', 'lifecycle'].flatMap((key) => {
      const value = textAt(spec, key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    facts: { kind: entity.kind, ...facts },
  };
}
