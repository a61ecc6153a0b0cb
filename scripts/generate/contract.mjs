/**
 * Makes src/contract/generated/ from schemas/platform-api.yaml: the wire's types, the shapes of what is sent and
 * answered, a check per shape, and the list of operations. No schema compiler goes into the product: the contract keeps to
 * a small part of JSON Schema, which src/contract/shape.ts judges (docs/decisions/0021).
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import openapiTypes, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

/** Words of JSON Schema that describe and do not check. */
const described = new Set([
  'description',
  'default',
  'example',
  'examples',
  'writeOnly',
  'x-extensible-enum',
]);
const checking = new Set([
  'type',
  'required',
  'enum',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
]);

const nameIn = (reference) => reference.split('/').at(-1);

/** A schema as a `Shape` (src/contract/shape.ts). Throws for a word that would not be checked. */
export function shapeOf(schema) {
  if (schema.$ref !== undefined) return { ref: nameIn(schema.$ref) };
  const shape = {};
  for (const [word, value] of Object.entries(schema)) {
    if (word === 'properties') {
      shape.properties = Object.fromEntries(
        Object.entries(value).map(([name, property]) => [name, shapeOf(property)]),
      );
    } else if (word === 'items' || word === 'additionalProperties') shape[word] = shapeOf(value);
    else if (checking.has(word)) shape[word] = value;
    else if (!described.has(word)) throw new Error(`The contract uses "${word}", which is not checked.`);
  }
  return shape;
}

function resolve(document, node) {
  if (node.$ref === undefined) return node;
  return node.$ref
    .slice(2)
    .split('/')
    .reduce((at, key) => at[key], document);
}

function mediaOf(content = {}) {
  return Object.fromEntries(
    Object.entries(content).map(([type, { schema }]) => [type, schema.$ref ? nameIn(schema.$ref) : '']),
  );
}

/** The operations of the contract, in its order. */
export function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const parameters = (operation.parameters ?? []).map((each) => resolve(document, each));
      const answers = Object.entries(operation.responses)
        .filter(([status]) => status !== 'default')
        .map(([status, answer]) => [status, mediaOf(resolve(document, answer).content)]);
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        ...(operation['x-capability'] && { capability: operation['x-capability'] }),
        ...(operation['x-conformance'] && { level: operation['x-conformance'] }),
        query: parameters.filter((each) => each.in === 'query').map((each) => each.name),
        ...(parameters.some((each) => each.name === 'Idempotency-Key') && { idempotent: true }),
        ...(operation.requestBody && { body: mediaOf(operation.requestBody.content) }),
        answers: Object.fromEntries(answers),
      };
    }),
  );
}

export async function generate() {
  const root = new URL('../../', import.meta.url);
  const folder = new URL('src/contract/generated/', root);
  const text = readFileSync(new URL('schemas/platform-api.yaml', root), 'utf8');
  const document = parse(text);
  const names = Object.keys(document.components.schemas);
  const shapes = Object.fromEntries(names.map((name) => [name, shapeOf(document.components.schemas[name])]));
  const lines = (object) =>
    Object.entries(object).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  const write = (file, ...parts) => writeFileSync(new URL(file, folder), `${parts.flat().join('\n')}\n`);

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  write('wire.ts', astToString(await openapiTypes(text, { emptyObjectsUnknown: true, immutable: true })));
  write(
    'shapes.ts',
    "import type { Shape } from '../shape.js';",
    `type Name = ${names.map((name) => `'${name}'`).join(' | ')};`,
    'export const shapes: Readonly<Record<Name, Shape>> = {',
    lines(shapes),
    '};',
  );
  write(
    'checks.ts',
    "import type { Check } from '../check.js';",
    "import { checkOf } from '../checkOf.js';",
    "import type { components } from './wire.js';",
    names.map(
      (name) =>
        `export const is${name}: Check<components['schemas']['${name}']> = /* @__PURE__ */ checkOf('${name}');`,
    ),
  );
  write(
    'api.ts',
    "import type { ApiOperation } from '../apiOperation.js';",
    'export const apiOperations: readonly ApiOperation[] = [',
    operationsOf(document).map((operation) => `  ${JSON.stringify(operation)},`),
    '];',
  );
}
