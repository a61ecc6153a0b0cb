import { isMap, type PlainMap } from '../../schema/values.js';
import type { KindDefinition } from './definition.js';
import { withEnvelope } from './envelope.js';

/** The kinds that a CustomResourceDefinition serves, one a version (apiextensions.k8s.io/v1, and v1beta1 as it was). */
export function customResources(document: PlainMap): readonly KindDefinition[] {
  const { group, names, versions, version, validation } = map(document['spec']);
  const kind = map(names)['kind'];
  if (typeof group !== 'string' || typeof kind !== 'string') return [];
  const common = map(map(validation)['openAPIV3Schema']);
  const single = typeof version === 'string' ? [{ name: version, served: true }] : [];
  return [...list(versions), ...(list(versions).length === 0 ? single : [])].flatMap((one) =>
    served(one, `${group}/`, kind, common),
  );
}

/** A kind that a cluster serves, by the structural schema that it has for it; `undefined` where the schema is not one of a cluster. */
export function servedKind(apiVersion: string, kind: string, schema: PlainMap): KindDefinition | undefined {
  if (!Array.isArray(schema['x-kubernetes-group-version-kind'])) return undefined;
  return { apiVersion, kind, schema: withEnvelope(schema, apiVersion, kind), dialect: 'kubernetes' };
}

/** The composite kind of a Crossplane XRD, and the claim that v1 has beside it; in v2 only one of legacy scope has. */
export function compositeResources(document: PlainMap): readonly KindDefinition[] {
  const { group, names, claimNames, scope, versions } = map(document['spec']);
  if (typeof group !== 'string') return [];
  const isOld = String(document['apiVersion']).endsWith('/v1') || scope === 'LegacyCluster';
  return [map(names)['kind'], map(claimNames)['kind']].flatMap((kind) =>
    typeof kind === 'string'
      ? list(versions).flatMap((one) => served(one, `${group}/`, kind, {}, isOld ? besides : machinery))
      : [],
  );
}

function served(
  version: unknown,
  group: string,
  kind: string,
  common: PlainMap,
  grown: (schema: PlainMap) => PlainMap = (schema) => schema,
): KindDefinition[] {
  const { name, served: isServed, schema, deprecated, deprecationWarning } = map(version);
  if (typeof name !== 'string' || isServed === false) return [];
  const own = map(map(schema)['openAPIV3Schema']);
  const structural = Object.keys(own).length > 0 ? own : common;
  const open = Object.keys(structural).length === 0 ? { 'x-kubernetes-preserve-unknown-fields': true } : {};
  const apiVersion = `${group}${name}`;
  const warning =
    typeof deprecationWarning === 'string' ? deprecationWarning : `${apiVersion} ${kind} is deprecated.`;
  return [
    {
      apiVersion,
      kind,
      schema: withEnvelope(grown({ ...structural, ...open }), apiVersion, kind),
      dialect: 'kubernetes',
      ...(deprecated === true && { deprecation: warning }),
    },
  ];
}

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

const machineryFields: PlainMap = {
  compositionRef: { ...anything, description: 'The composition that makes it.' },
  compositionSelector: { ...anything, description: 'Labels that choose the composition.' },
  compositionRevisionRef: { ...anything, description: 'The revision of the composition.' },
  compositionRevisionSelector: { ...anything, description: 'Labels that choose the revision.' },
  compositionUpdatePolicy: {
    type: 'string',
    enum: ['Automatic', 'Manual'],
    description: 'Whether it follows new revisions.',
  },
  compositeDeletePolicy: {
    type: 'string',
    enum: ['Background', 'Foreground'],
    description: 'How it is deleted.',
  },
  resourceRef: { ...anything, description: 'The composite that a claim is bound to.' },
  resourceRefs: { type: 'array', items: anything, description: 'The resources that it is made of.' },
  claimRef: { ...anything, description: 'The claim that it is bound to.' },
  writeConnectionSecretToRef: { ...anything, description: 'The secret that connection details go to.' },
  publishConnectionDetailsTo: { ...anything, description: 'Where connection details go.' },
  environmentConfigRefs: { type: 'array', items: anything, description: 'Environment configurations.' },
};

/** Crossplane v1 puts its own fields beside those of the author. */
function besides(schema: PlainMap): PlainMap {
  return withSpec(schema, machineryFields);
}

/** Crossplane v2 puts them under one key. */
function machinery(schema: PlainMap): PlainMap {
  const crossplane = { ...anything, description: 'What Crossplane goes by.', properties: machineryFields };
  return withSpec(schema, { crossplane });
}

function withSpec(schema: PlainMap, fields: PlainMap): PlainMap {
  const properties = map(schema['properties']);
  const spec = map(properties['spec']);
  const grown = { ...spec, type: 'object', properties: { ...fields, ...map(spec['properties']) } };
  return { ...schema, properties: { status: anything, ...properties, spec: grown } };
}

function map(value: unknown): PlainMap {
  return isMap(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
