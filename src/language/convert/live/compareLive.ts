import { asMap } from '../../documents/yamlDocument.js';
import type { RenderedObject } from '../render/rendered.js';
import { differences, type Difference } from './differences.js';

type Plain = Readonly<Record<string, unknown>>;

/** A rendered object, and how it differs from the live one. */
export interface Comparison {
  readonly kind: string;
  readonly name: string;
  /** `Rendered`: there is no live one. `Live`: it is of this Service, but is rendered no more. */
  readonly isOnly?: 'Rendered' | 'Live';
  readonly differences: readonly Difference[];
}

/** The objects of documents, those of a `List` one by one. */
export function objectsOf(documents: readonly unknown[]): Plain[] {
  return documents.flatMap((document) => {
    const map = asMap(document);
    if (!map) return [];
    const { kind, items } = map;
    return /List$/.test(String(kind)) && Array.isArray(items) ? objectsOf(items) : [map];
  });
}

/**
 * What is rendered against what is live; one comparison for each object that is not the same. Other live objects do
 * not count, unless they say that they are of this Service and made by this program.
 */
export function compareLive(rendered: readonly RenderedObject[], live: readonly Plain[]): Comparison[] {
  const found = new Set<Plain>();
  const compared = rendered.map((object): Comparison => {
    const there = live.find((one) => isSame(object, one));
    const { kind, metadata } = object;
    const name = metadata.name;
    if (!there) return { kind, name, isOnly: 'Rendered', differences: [] };
    found.add(there);
    return {
      kind,
      name,
      differences: differences(withoutVersion(object), withoutVersion(forced(object, rendered, there))),
    };
  });
  const own = rendered[0]?.metadata.labels?.['app.kubernetes.io/instance'];
  const left = live.filter((one) => !found.has(one) && isOurs(one, own));
  return [
    ...compared.filter((one) => one.isOnly !== undefined || one.differences.length > 0),
    ...left.map((one) => ({
      kind: String(one['kind']),
      name: nameOf(one),
      isOnly: 'Live' as const,
      differences: [],
    })),
  ];
}

function isSame({ apiVersion, kind, metadata }: RenderedObject, live: Plain): boolean {
  const { namespace } = asMap(live['metadata']) ?? {};
  return (
    live['kind'] === kind &&
    group(live['apiVersion']) === group(apiVersion) &&
    nameOf(live) === metadata.name &&
    (metadata.namespace === undefined || namespace === undefined || namespace === metadata.namespace)
  );
}

function isOurs(live: Plain, service: string | undefined): boolean {
  const { labels, ownerReferences } = asMap(live['metadata']) ?? {};
  const { 'app.kubernetes.io/managed-by': by, 'app.kubernetes.io/instance': of } = asMap(labels) ?? {};
  return ownerReferences === undefined && by === 'golden-path' && of === service;
}

/** How many instances run is not the workload's to say where an autoscaler decides. */
function forced(
  { kind, metadata, spec }: RenderedObject,
  rendered: readonly RenderedObject[],
  live: Plain,
): Plain {
  const isScaled = rendered.some(
    (one) => one.kind === 'HorizontalPodAutoscaler' && one.metadata.name === metadata.name,
  );
  if (!isScaled || !['Deployment', 'StatefulSet'].includes(kind) || asMap(spec)?.['replicas'] !== undefined) {
    return live;
  }
  return { ...live, spec: { ...asMap(live['spec']), replicas: undefined } };
}

/** Versions of a group say the same in other words; the kind is the same already. */
function withoutVersion(object: Plain): Plain {
  return { ...object, apiVersion: undefined };
}

function group(apiVersion: unknown): string {
  const text = String(apiVersion);
  return text.includes('/') ? text.slice(0, text.indexOf('/')) : '';
}

function nameOf(object: Plain): string {
  const name = asMap(object['metadata'])?.['name'];
  return typeof name === 'string' ? name : '';
}
