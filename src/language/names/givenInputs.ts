import { asMap } from '../documents/yamlDocument.js';
import { parseEntityRef } from '../facts/entityRef.js';
import type { LanguagePorts } from '../ports.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import { preparedSchema } from '../schema/preparedSchemas.js';
import type { InputPlace } from './inputPlaces.js';
import { knownNames, type KnownName } from './knownNames.js';

/** What a place gets its inputs from, as far as the workspace or the platform know it. */
export function giverOf({ names, name }: InputPlace, ports: LanguagePorts): Promise<KnownName | undefined> {
  return names === 'template' ? knownTemplate(name, ports) : exactly(names, name, ports);
}

/** The template that a reference means: names are kept without kind and namespace. */
export function knownTemplate(ref: string, ports: LanguagePorts): Promise<KnownName | undefined> {
  const parsed = parseEntityRef(ref, { kind: 'template', namespace: 'default' });
  return exactly('template', parsed?.name ?? ref, ports);
}

async function exactly(
  kind: InputPlace['names'],
  name: string,
  ports: LanguagePorts,
): Promise<KnownName | undefined> {
  const found = await knownNames(ports, { kind, prefix: name, limit: 1000 });
  return found.find((one) => one.name === name);
}

/** The schema of the inputs; `undefined` when there is none that can be read. A list of them is that of pages. */
export async function inputSchema({ facts }: KnownName): Promise<JsonSchema | undefined> {
  const params = facts?.['params'];
  const schema = Array.isArray(params) ? { type: 'object', allOf: params as unknown[] } : asMap(params);
  if (!schema) return undefined;
  const prepared = await preparedSchema(schema);
  return prepared.is === 'ready' ? prepared.schema.root : undefined;
}

/** The names of the classes of a resource type. */
export function classesOf({ facts }: KnownName): readonly string[] {
  const classes: readonly unknown[] = Array.isArray(facts?.['classes']) ? facts['classes'] : [];
  return classes.filter((name) => typeof name === 'string');
}
