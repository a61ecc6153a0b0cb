import { t } from '../../base/l10n.js';
import type { Link, Owner, Service, System } from '../../model/catalog.js';
import type { FormStep, Template } from '../../model/offer.js';
import { annotationOf, targetsOf, type Entity } from './entity.js';
import { fullRef, readRef, shortName } from './entityRef.js';
import { objectAt, objectsAt, textAt, textsAt, type Json } from './json.js';
import { repositoryOf } from './repository.js';

/** What of an entity is asked for, so that a page of thousands stays small. */
export const entityFields = [
  'kind',
  ...['name', 'namespace', 'title', 'description', 'labels', 'tags', 'links', 'annotations', 'etag'].map(
    (field) => `metadata.${field}`,
  ),
  ...['type', 'lifecycle', 'owner', 'system', 'domain', 'scaffoldedFrom'].map((field) => `spec.${field}`),
  'relations',
];
export const ownerFields = ['kind', 'metadata.name', 'metadata.namespace', 'metadata.title', 'spec.profile'];

/** Annotations that tell an engine which of its objects, or which of its measurements, are those of a component. */
const forEngines =
  /^(?:argocd\/|backstage\.io\/kubernetes-|grafana\/|prometheus\.|platform\.example\/|goldenpath\.dev\/|sonarqube\.org\/)/;

const templateVersion = 'backstage.io/template-version';

/** A component as a service; `app` is where people see Backstage, for links to its pages. Backstage knows no environments, so there are none: they are not made up. */
export function serviceOf(entity: Entity, app?: string): Service {
  const { metadata, spec } = entity;
  const owner = ownerOf(entity);
  const system = systemOf(entity);
  const repository = repositoryOf(entity);
  const dependsOn = targetsOf(entity, 'dependsOn', 'consumesApi');
  const links = [...pagesOf(entity, app), ...linksOf(entity)];
  const labels = textsIn(objectAt(metadata, 'labels'));
  const annotations = textsIn(objectAt(metadata, 'annotations')).filter(([key]) => forEngines.test(key));
  const tags = textsAt(metadata, 'tags');
  return {
    name: shortName(entity),
    namespace: entity.namespace,
    ...texts(metadata, ['title', 'description', 'etag']),
    ...texts(spec, ['type', 'lifecycle']),
    ...(owner !== undefined && { owner }),
    ...(system !== undefined && { system }),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
    ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
    ...(tags.length > 0 && { tags }),
    ...(links.length > 0 && { links }),
    ...(repository && { repository }),
    ...(dependsOn.length > 0 && { dependsOn }),
    ...lineageOf(entity),
    environments: [],
  };
}

function textsIn(values: Json): readonly (readonly [key: string, text: string])[] {
  return Object.entries(values).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
}

/** A group or user as who owns services. */
export function ownerFrom(entity: Entity): Owner {
  const displayName =
    textAt(objectAt(entity.spec, 'profile'), 'displayName') ?? textAt(entity.metadata, 'title');
  const type = entity.kind.toLowerCase();
  return {
    ref: fullRef(entity),
    ...(displayName !== undefined && { displayName }),
    ...((type === 'group' || type === 'user') && { type }),
  };
}

/** A system, with the domain that it is part of. */
export function systemFrom(entity: Entity): System {
  const owner = ownerOf(entity);
  const domain = readRef(textAt(entity.spec, 'domain') ?? '', 'domain');
  return {
    name: shortName(entity),
    namespace: entity.namespace,
    ...texts(entity.metadata, ['title', 'description']),
    ...(owner !== undefined && { owner }),
    ...(domain && { domain: shortName(domain) }),
  };
}

/** Without a version of its own, a template is told apart by the entity tag of its content. */
export function templateFrom(entity: Entity, parameters?: readonly FormStep[]): Template {
  const owner = ownerOf(entity);
  return {
    name: shortName(entity),
    version: annotationOf(entity, templateVersion) ?? textAt(entity.metadata, 'etag') ?? '',
    ...texts(entity.metadata, ['title', 'description']),
    ...texts(entity.spec, ['type']),
    ...(owner !== undefined && { owner }),
    ...(parameters && { parameters }),
  };
}

/** The relation is resolved and in full; what the file says is the second choice. */
function ownerOf(entity: Entity): string | undefined {
  const [related] = targetsOf(entity, 'ownedBy');
  if (related !== undefined) return related;
  const ref = readRef(textAt(entity.spec, 'owner') ?? '', 'group');
  return ref && fullRef(ref);
}

function systemOf(entity: Entity): string | undefined {
  const related = targetsOf(entity, 'partOf').find((target) => target.startsWith('system:'));
  const ref = readRef(related ?? textAt(entity.spec, 'system') ?? '', 'system');
  return ref && shortName(ref);
}

/** The pages that Backstage itself has of an entity: its documentation (TechDocs), and the entity. */
function pagesOf(entity: Entity, app: string | undefined): readonly Link[] {
  if (app === undefined) return [];
  const path = [entity.namespace, entity.kind, entity.name].map((part) =>
    encodeURIComponent(part.toLowerCase()),
  );
  const hasDocs = annotationOf(entity, 'backstage.io/techdocs-ref') !== undefined;
  const docs = { url: `${app}/docs/${path.join('/')}`, title: t('Documentation'), type: 'documentation' };
  const page = { url: `${app}/catalog/${path.join('/')}`, title: t('In Backstage'), type: 'portal' };
  return hasDocs ? [docs, page] : [page];
}

function linksOf(entity: Entity): readonly Link[] {
  const links = objectsAt(entity.metadata, 'links').flatMap((link): Link[] => {
    const url = textAt(link, 'url') ?? '';
    return isWeb(url) ? [{ url, ...texts(link, ['title', 'type']) }] : [];
  });
  const source = annotationOf(entity, 'backstage.io/view-url');
  if (source === undefined || !isWeb(source)) return links;
  return [...links, { url: source, title: t('Catalogue file'), type: 'source' }];
}

function lineageOf(entity: Entity): Pick<Service, 'template'> {
  const ref = readRef(textAt(entity.spec, 'scaffoldedFrom') ?? '', 'template');
  const version = annotationOf(entity, templateVersion);
  return ref
    ? { template: { ref: shortName(ref), ...(version !== undefined && { version }), status: 'Unknown' } }
    : {};
}

/** Those of the keys that have a text. */
function texts<K extends string>(value: Json, keys: readonly K[]): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const text = textAt(value, key);
    if (text !== undefined) found[key] = text;
  }
  return found;
}

function isWeb(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
