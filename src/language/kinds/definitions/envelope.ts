import { isMap, type PlainMap } from '../../schema/values.js';

/** The keys that every Kubernetes object has besides those of its own schema (API conventions, "Metadata"). */
export function withEnvelope(schema: PlainMap, apiVersion: string, kind: string): PlainMap {
  const properties = isMap(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
  return {
    ...schema,
    type: 'object',
    required: [...new Set(['apiVersion', 'kind', 'metadata', ...required])],
    properties: {
      ...properties,
      apiVersion: {
        type: 'string',
        enum: [apiVersion],
        description: 'The group and version of the kind.',
      },
      kind: { type: 'string', enum: [kind], description: 'What this object is.' },
      metadata,
    },
  };
}

const texts = { type: 'object', additionalProperties: { type: 'string' } };

const metadata = {
  type: 'object',
  description: 'Name, labels and annotations of this object.',
  'x-kubernetes-preserve-unknown-fields': true,
  properties: {
    name: { type: 'string', description: 'The name, unique in its namespace.' },
    generateName: { type: 'string', description: 'What a generated name begins with.' },
    namespace: { type: 'string', description: 'The namespace that it lives in.' },
    labels: { ...texts, description: 'Names and values to select by.' },
    annotations: { ...texts, description: 'What tools read.' },
    finalizers: {
      type: 'array',
      items: { type: 'string' },
      description: 'Who must let go before it is deleted.',
    },
  },
};
