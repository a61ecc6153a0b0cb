import { schemas } from '../generated/schemas.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import { validateShipped } from '../schema/shipped.js';
import { isFilledIn, isReadFromElsewhere } from '../templating/expressions.js';
import type { Kind } from './kind.js';

export const platformApiVersion = 'goldenpath.dev/v1alpha1';
export const scoreApiVersion = 'score.dev/v1b1';
export const scaffolderApiVersion = 'scaffolder.backstage.io/v1beta3';

function shipped(file: string, name: string, apiVersion: string, hasKindKey = true): Kind {
  const schema = schemas[file] as JsonSchema | undefined;
  if (!schema) throw new Error(`No schema was generated for ${name}.`);
  return {
    name,
    apiVersion,
    schema,
    validate: (value) => validateShipped(schema, value),
    hasKindKey,
  };
}

/** The kinds of our group, those that developers write first. */
export const platformKinds: readonly Kind[] = [
  shipped('service', 'Service', platformApiVersion),
  shipped('resource', 'Resource', platformApiVersion),
  shipped('environment', 'Environment', platformApiVersion),
  shipped('deliveryPipeline', 'DeliveryPipeline', platformApiVersion),
  shipped('freezeWindow', 'FreezeWindow', platformApiVersion),
  shipped('resourceType', 'ResourceType', platformApiVersion),
  shipped('template', 'Template', platformApiVersion),
  shipped('action', 'Action', platformApiVersion),
  shipped('scorecard', 'Scorecard', platformApiVersion),
];

export const scoreWorkload: Kind = shipped('scoreV1b1', 'Score workload', scoreApiVersion, false);

const template = shipped('scaffolderTemplate', 'Scaffolder template', scaffolderApiVersion);

/** A template of Backstage's scaffolder: where `${{ }}` fills a value in, any type will do. */
export const scaffolderTemplate: Kind = {
  ...template,
  validate(value) {
    const found = template.validate(value);
    return {
      ...found,
      faults: found.faults.filter(
        ({ path }) => !isFilledIn(value, path) && !isReadFromElsewhere(value, path),
      ),
    };
  },
};

/** The settings of a team (golden-path.yaml): known by the name of the file, not by what stands in it. */
export const teamSettings: Kind = shipped('goldenPathConfig', 'Settings', '', false);
