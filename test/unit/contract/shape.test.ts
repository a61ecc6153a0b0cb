import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { checkOf, strictFaults, type ShapeName } from '../../../src/contract/checkOf.js';
import { shapes } from '../../../src/contract/generated/shapes.js';
import type { Shape } from '../../../src/contract/shape.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '';
const document = parse(readFileSync(path.join(root, 'schemas/platform-api.yaml'), 'utf8')) as {
  readonly components: object;
};
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'https://api.test/', components: document.components });

const anything = fc.oneof(
  fc.constantFrom<unknown>(null, 0, 1.5, -1, true, '', 'Deploy', '8h', [], {}, [null], { name: 'x' }),
  fc.string(),
);

/** Values that mostly fit a shape, and sometimes miss it anywhere. */
function near(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  const fitting = fit(shape.ref === undefined ? shape : shapes[shape.ref as ShapeName], depth);
  return fc.oneof({ weight: 30, arbitrary: fitting }, { weight: 1, arbitrary: anything });
}

function fit(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  if (shape.enum) return fc.constantFrom(...shape.enum);
  switch (shape.type) {
    case 'object': {
      if (depth === 0 || !shape.properties) return fc.constant({});
      const fields = Object.entries(shape.properties).map(
        ([name, property]) => [name, near(property, depth - 1)] as const,
      );
      return fc.record(Object.fromEntries(fields), { requiredKeys: [...(shape.required ?? [])] });
    }
    case 'array':
      return depth === 0 ? fc.constant([]) : fc.array(near(shape.items ?? {}, depth - 1), { maxLength: 2 });
    case 'integer':
      return fc.integer();
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'string':
      return fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
    default:
      return anything;
  }
}

describe('the checks of the contract', () => {
  it('judge as a compiler of JSON Schema does', () => {
    for (const name of Object.keys(shapes) as ShapeName[]) {
      const reference = ajv.compile({ $ref: `https://api.test/#/components/schemas/${name}` });
      const check = checkOf(name);
      fc.assert(
        fc.property(near({ ref: name }, 4), (value) => {
          assert.equal(check(value), reference(value), `${name} ${JSON.stringify(value)}`);
        }),
        { numRuns: 40 },
      );
    }
  });

  it('say where the fault is, in names that a pointer can carry', () => {
    const [fault] = strictFaults('Service', { name: 'x', labels: { 'a/b~c': 7 } });
    assert.equal(fault?.instancePath, '/labels/a~1b~0c');
    assert.deepEqual(strictFaults('Service', {})[0]?.params, { missingProperty: 'name' });
  });

  it('judge formats and nulls only when they are strict', () => {
    const release = { id: 'r', version: '1', createdAt: '2026-11-21 10:00', extra: null };
    assert.equal(checkOf('Release')(release), true);
    const faults = strictFaults('Release', release);
    assert.deepEqual(
      faults.map((fault) => fault.instancePath),
      ['/createdAt', '/extra'],
    );
    for (const good of ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.123+02:00', '2016-12-31T23:59:60Z']) {
      assert.deepEqual(strictFaults('Release', { id: 'r', version: '1', createdAt: good }), [], good);
    }
    for (const bad of ['2026-02-30T10:00:00', '2026-13-01T10:00:00Z', '1763720000', 'now']) {
      assert.equal(strictFaults('Release', { id: 'r', version: '1', createdAt: bad }).length, 1, bad);
    }
  });

  it('leave free objects alone', () => {
    const operation = { id: 'o', kind: 'Deployment', state: 'Succeeded', done: true };
    const value = { ...operation, createdAt: '2026-11-21T10:00:00Z', result: { any: null } };
    assert.deepEqual(strictFaults('Operation', value), []);
  });
});
