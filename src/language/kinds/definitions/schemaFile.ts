import { isMap, type PlainMap } from '../../schema/values.js';
import type { KindDefinition } from './definition.js';

/**
 * The kind that a plain JSON Schema describes, if it says so itself: by fixed values of `apiVersion` and `kind`, or by
 * `x-kubernetes-group-version-kind`.
 */
export function schemaKinds(schema: PlainMap): readonly KindDefinition[] {
  const named = fixedNames(schema);
  const kubernetes = list(schema['x-kubernetes-group-version-kind']).flatMap((one) => {
    const { group, version, kind } = isMap(one) ? one : {};
    if (typeof version !== 'string' || typeof kind !== 'string') return [];
    const apiVersion = typeof group === 'string' && group !== '' ? `${group}/${version}` : version;
    return [{ apiVersion, kind }];
  });
  return [...named, ...kubernetes].map((one) => ({ ...one, schema, dialect: 'json-schema' as const }));
}

function fixedNames(schema: PlainMap): readonly { apiVersion: string; kind: string }[] {
  const parts = [schema, ...list(schema['allOf']).filter(isMap)];
  const values = (name: string): string[] =>
    parts.flatMap((part) => {
      const properties = isMap(part['properties']) ? part['properties'] : {};
      const property = isMap(properties[name]) ? properties[name] : {};
      return [property['const'], ...list(property['enum'])].filter((one) => typeof one === 'string');
    });
  return values('apiVersion').flatMap((apiVersion) => values('kind').map((kind) => ({ apiVersion, kind })));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
