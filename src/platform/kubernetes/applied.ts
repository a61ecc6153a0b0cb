import { isObject, type Json } from '../json.js';
import type { Container, KubeObject } from './objects.js';
import type { Workload } from './picture.js';

/**
 * The configuration that we apply to have images in a workload: all that we applied before, as it stands now, and these
 * images. What a manager owns and does not apply again, server-side apply takes away.
 */
export function appliedImages({ kind, object }: Workload, images: readonly Container[], more: object): Json {
  const { name, namespace } = object.metadata;
  const template = { spec: { containers: images } };
  const wanted = {
    apiVersion: `${kind.group}/${kind.version}`,
    kind: kind.kind,
    metadata: { name, namespace },
    spec: object.spec?.jobTemplate ? { jobTemplate: { spec: { template } } } : { template },
  };
  return merged(merged(ownFields(object), wanted), more) as Json;
}

function ownFields(object: KubeObject): unknown {
  const own = object.metadata.managedFields?.find(({ fieldsV1 }) => fieldsV1 !== undefined);
  return own?.fieldsV1 ? extracted(object, own.fieldsV1) : {};
}

/** The part of a value that a set of fields names (`FieldsV1`: `f:` a field, `k:` an item by its keys, `v:` one by its value). */
function extracted(value: unknown, fields: Json): unknown {
  const names = Object.keys(fields).filter((name) => name !== '.');
  if (names.length === 0) return value;
  const inner = (name: string): Json => (isObject(fields[name]) ? fields[name] : {});
  if (isObject(value)) {
    const kept = names.filter((name) => name.slice(2) in value);
    return Object.fromEntries(
      kept.map((name) => [name.slice(2), extracted(value[name.slice(2)], inner(name))]),
    );
  }
  if (!Array.isArray(value)) return value;
  return value.flatMap((item: unknown): readonly unknown[] => {
    const name = names.find((one) => isMeant(item, one));
    if (name === undefined) return [];
    return name.startsWith('k:') ? [merged(extracted(item, inner(name)), JSON.parse(name.slice(2)))] : [item];
  });
}

function isMeant(item: unknown, name: string): boolean {
  const wanted: unknown = JSON.parse(name.slice(2));
  if (name.startsWith('v:')) return item === wanted;
  return (
    isObject(item) && isObject(wanted) && Object.entries(wanted).every(([key, value]) => item[key] === value)
  );
}

/** The second over the first; lists of things with names are joined by these. */
function merged(one: unknown, other: unknown): unknown {
  if (isObject(one) && isObject(other)) {
    const all = Object.entries(other).map(([key, value]) => [key, merged(one[key], value)]);
    return { ...one, ...(Object.fromEntries(all) as Json) };
  }
  if (!Array.isArray(one) || !Array.isArray(other)) return other ?? one;
  const nameOf = (item: unknown): unknown => (isObject(item) ? item['name'] : undefined);
  const rest: readonly unknown[] = other.filter(
    (item) => !one.some((known) => nameOf(known) === nameOf(item)),
  );
  return [
    ...one.map((item: unknown) =>
      merged(
        item,
        other.find((next) => nameOf(next) === nameOf(item)),
      ),
    ),
    ...rest,
  ];
}
