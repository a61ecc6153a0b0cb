import { lookup, pointerPath, type Path } from '../../documents/lookup.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import { preparedSchema } from '../../schema/preparedSchemas.js';
import { keySpan, valueSpan } from '../context.js';
import { finding, type Finding } from '../finding.js';
import { specOf } from '../mapped.js';
import type { SurroundingsRule } from '../ruleContext.js';

/** Where the kinds have a JSON Schema of inputs. */
const places: Readonly<Record<string, string>> = {
  Template: 'parameters',
  Action: 'parameters',
  ResourceType: 'params',
};

/** Schemas of inputs that cannot be read as JSON Schema: no form can be made of them. */
export const inputSchemas: SurroundingsRule = async (document, kind) => {
  const key = kind.hasKindKey ? places[kind.name] : undefined;
  const value = key === undefined ? undefined : specOf(document)[key];
  if (key === undefined || typeof value !== 'object' || value === null) return [];
  const path: Path = ['spec', key];
  const schemas = Array.isArray(value)
    ? value.map((page: unknown, index) => ({ at: [...path, index], schema: page }))
    : [{ at: path, schema: value }];
  const found = schemas.map(async ({ at, schema }) => schemaFinding(document, at, schema));
  return (await Promise.all(found)).flat();
};

async function schemaFinding(document: YamlDocument, path: Path, schema: unknown): Promise<Finding[]> {
  if (typeof schema !== 'object' || schema === null) return [];
  const prepared = await preparedSchema(schema);
  if (prepared.is === 'ready') return [];
  const place = [...path, ...pointerPath(prepared.pointer)];
  const span = lookup(document, place) ? valueSpan(document, place) : keySpan(document, path);
  return [finding('template/parameters', span, prepared.message)];
}
