import { backstageSchemas } from '../generated/backstage.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import { linkTogether } from '../schema/shipped.js';
import { validateValue } from '../schema/validate.js';
import { isMap, type PlainMap } from '../schema/values.js';
import { isReadFromElsewhere } from '../templating/expressions.js';
import { entityFields } from './entityFields.js';
import type { Kind } from './kind.js';

export const entityApiVersion = 'backstage.io/v1alpha1';

const entityVersions: readonly string[] = [entityApiVersion, 'backstage.io/v1beta1'];

/** What documents of a kind of entity are checked against, and the `spec.type` for which it is another. */
interface EntityKind extends Kind {
  readonly variant: string | undefined;
}

let kinds: readonly EntityKind[] | undefined;

/** Made when the first entity is met: the schemas refer to each other. */
function entityKinds(): readonly EntityKind[] {
  if (kinds) return kinds;
  const schemas = Object.entries(backstageSchemas) as unknown as readonly [string, JsonSchema][];
  kinds = schemas.flatMap(([file, schema]) => {
    const [name = '', version, variant] = file.split('.');
    return version === undefined && name !== 'Entity' ? [] : [kindOf(name, variant, schema)];
  });
  linkTogether([...schemas.map(([, schema]) => schema), entityFields, ...kinds.map(({ schema }) => schema)]);
  return kinds;
}

function kindOf(name: string, variant: string | undefined, entity: JsonSchema): EntityKind {
  const schema: JsonSchema = {
    $id: `${entity.$id ?? ''}/checked`,
    ...(entity.description !== undefined && { description: entity.description }),
    allOf: [entity, entityFields],
  };
  const validate: Kind['validate'] = (value) => {
    const found = validateValue({ root: schema }, value);
    return { ...found, faults: found.faults.filter(({ path }) => !isReadFromElsewhere(value, path)) };
  };
  return { name, variant, apiVersion: entityApiVersion, schema, hasKindKey: true, validate };
}

/** The kinds of entities that Backstage itself knows. */
export function shippedEntityKinds(): readonly Kind[] {
  return entityKinds().filter(({ name, variant }) => name !== 'Entity' && variant === undefined);
}

export function entityKindNames(): readonly string[] {
  return shippedEntityKinds().map(({ name }) => name);
}

/**
 * The kind of an entity; `undefined` when the document is none. A kind that Backstage does not know is legal: it has what
 * all entities have, under the name `Entity`.
 */
export function entityKind(apiVersion: string, kind: string, document: PlainMap): Kind | undefined {
  if (!entityVersions.includes(apiVersion)) return undefined;
  const { spec } = document;
  const type = isMap(spec) ? spec['type'] : undefined;
  const own = entityKinds().filter(({ name }) => name === kind);
  return (
    own.find(({ variant }) => variant !== undefined && variant === type) ??
    own.find(({ variant }) => variant === undefined) ??
    entityKinds().find(({ name }) => name === 'Entity')
  );
}

/** Whether a kind is one of Backstage's entities. */
export function isEntityKind(kind: Kind): boolean {
  return kinds?.some((one) => one === kind) ?? false;
}
