import type { JsonSchema } from '../schema/jsonSchema.js';

const name = String.raw`^[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$`;
const label = String.raw`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`;
const prefixedKey = String.raw`^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$`;

/** What the catalogue checks of every entity by code, not by a schema (its field format policy). */
export const entityFields: JsonSchema = {
  $id: 'https://goldenpath.dev/schemas/backstage/entity-fields',
  type: 'object',
  properties: {
    metadata: {
      type: 'object',
      properties: {
        name: {
          type: 'string',
          pattern: name,
          patternErrorMessage:
            'Use at most 63 letters, digits and “-”, “_”, “.”; begin and end with a letter or digit.',
        },
        namespace: {
          type: 'string',
          pattern: label,
          patternErrorMessage:
            'Use at most 63 lower-case letters, digits and hyphens; begin and end with a letter or digit.',
        },
        labels: {
          type: 'object',
          propertyNames: {
            pattern: prefixedKey,
            patternErrorMessage: 'Write a label as name or domain/name.',
          },
          additionalProperties: {
            type: 'string',
            pattern: `^$|${name}`,
            patternErrorMessage:
              'Use at most 63 letters, digits and “-”, “_”, “.”; begin and end with a letter or digit.',
          },
        },
        annotations: {
          type: 'object',
          propertyNames: {
            pattern: prefixedKey,
            patternErrorMessage: 'Write an annotation as name or domain/name.',
          },
          additionalProperties: { type: 'string' },
        },
        tags: {
          type: 'array',
          items: {
            type: 'string',
            pattern: '^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$',
            maxLength: 63,
            patternErrorMessage: 'Use lower-case letters, digits, “+” and “#”, separated by hyphens.',
          },
        },
      },
    },
  },
};
