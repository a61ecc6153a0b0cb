/** Backstage's schemas in one file, for a server that takes one file for a document and does not choose by kind itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { backstageSchemas } from '../../../src/language/generated/backstage.js';

const names = new Map(Object.entries(backstageSchemas).map(([name, { $id }]) => [$id, name]));

/** A schema with its references led to the definitions of the bundle. */
function led(value) {
  if (Array.isArray(value)) return value.map(led);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, inner]) => key !== '$id' || typeof inner !== 'string');
  return Object.fromEntries(
    entries.map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? leadTo(inner) : led(inner),
    ]),
  );
}

function leadTo(reference) {
  const [id, pointer = ''] = reference.split('#');
  return `#/definitions/${names.get(id)}${pointer}`;
}

const isKind = (kind) => ({ properties: { kind: { const: kind } }, required: ['kind'] });
const isType = (type) => ({
  properties: { spec: { properties: { type: { const: type } }, required: ['type'] } },
  required: ['spec'],
});

function choices() {
  const described = Object.keys(backstageSchemas).map((name) => [name, ...name.split('.')]);
  return described
    .filter(([, , version]) => version !== undefined)
    .map(([name, kind, , variant]) => {
      const others = described.filter(([, other, , type]) => other === kind && type !== undefined);
      const types =
        variant === undefined ? others.map(([, , , type]) => ({ not: isType(type) })) : [isType(variant)];
      return { if: { allOf: [isKind(kind), ...types] }, then: { $ref: `#/definitions/${name}` } };
    });
}

/** Writes the bundle beside nothing else; `remove` takes it away. */
export function entityBundle() {
  const folder = mkdtempSync(path.join(tmpdir(), 'golden-path-bench-'));
  const file = path.join(folder, 'entities.json');
  const definitions = Object.fromEntries(
    Object.entries(backstageSchemas).map(([name, schema]) => [name, led(schema)]),
  );
  const bundle = { $schema: 'http://json-schema.org/draft-07/schema#', definitions };
  const allOf = [{ $ref: '#/definitions/Entity' }, ...choices()];
  writeFileSync(file, JSON.stringify({ ...bundle, allOf }));
  return { href: pathToFileURL(file).href, remove: () => rmSync(folder, { recursive: true }) };
}
