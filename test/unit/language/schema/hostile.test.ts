import assert from 'node:assert/strict';
import { validateValue } from '../../../../src/language/schema/validate.js';
import { check, faults, prepared, refusal } from './support.js';

/** Runs on a loaded machine too, so it is not half a second on the dot: what would hang would take minutes. */
async function soon<T>(action: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await action();
  const took = performance.now() - start;
  assert.ok(took < 2000, `took ${Math.round(took)} ms`);
  return result;
}

function nested(levels: number): unknown {
  let schema: unknown = {};
  for (let level = 0; level < levels; level++) schema = { properties: { a: schema } };
  return schema;
}

/** Parts d0 to d`count`, each made from the name of the next. */
function chain(count: number, link: (next: { $ref: string }) => unknown): Record<string, unknown> {
  const parts = Array.from({ length: count }, (_, index) => [
    `d${index}`,
    link({ $ref: `#/$defs/d${index + 1}` }),
  ]);
  return { $ref: '#/$defs/d0', $defs: { ...Object.fromEntries(parts), [`d${count}`]: { type: 'integer' } } };
}

describe('hostile schemas', () => {
  it('are refused with a sentence: too large, too deep, without end', async () => {
    const large = { description: 'x'.repeat(10_000_000) };
    const wide = { anyOf: Array.from({ length: 400_000 }, () => ({})) };
    const self: Record<string, unknown> = {};
    self['properties'] = { self };
    assert.match(await soon(() => refusal(large)), /larger than 1 MB/);
    assert.match(await soon(() => refusal(wide)), /larger than 1 MB/);
    assert.match(await soon(() => refusal(nested(5000))), /deeper than 64/);
    assert.match(await soon(() => refusal(nested(70))), /deeper than 64/);
    assert.match(await soon(() => refusal(self)), /deeper than 64/);
    assert.match(await soon(() => refusal(chain(3000, (next) => next))), /deeper than 64/);
    assert.match(await refusal({ $ref: '#' }), /refers to itself without end/);
    const loop = {
      anyOf: [{ $ref: '#/$defs/b' }],
      $defs: { b: { not: { $ref: '#/$defs/a' } }, a: { $ref: '#' } },
    };
    assert.match(await refusal(loop), /refers to itself without end/);
    assert.equal(await refusal(nested(60)), 'ready');
  });

  it('are refused for what they refer to and for keywords of the wrong type', async () => {
    assert.match(await refusal({ $ref: '#/nowhere' }), /“\$ref: #\/nowhere” leads nowhere/);
    assert.match(await refusal({ $ref: 'https://example.com/x.json' }), /leads out of this schema/);
    assert.match(await refusal({ $ref: '../x.json' }), /leads out of this schema/);
    for (const bad of [
      { type: 'text' },
      { required: 1 },
      { properties: [] },
      { minLength: -1 },
      { allOf: {} },
    ]) {
      assert.match(await refusal({ properties: { a: bad } }), new RegExp(`“${Object.keys(bad)[0]}”`));
    }
    for (const bad of [undefined, null, 1, 'x', [], () => 1]) {
      assert.match(await refusal(bad), /not a JSON Schema/);
    }
  });

  it('cost no more than the budget: a bomb of allOf ends the check, not the server', async () => {
    const bomb = chain(30, (next) => ({ allOf: [next, next] }));
    const schema = await prepared(bomb);
    assert.equal(await soon(() => Promise.resolve(validateValue(schema, 1).isComplete)), false);
    assert.ok((await soon(() => check(bomb, 'x'))).faults.length > 0);
  });

  it('cannot make a pattern run for ever', async () => {
    const text = `${'a'.repeat(50_000)}!`;
    assert.deepEqual(await soon(() => faults({ pattern: '^(a+)+$' }, text)), ['pattern /']);
    const many = {
      anyOf: Array.from({ length: 2000 }, (_, index) => ({ pattern: `a{${index % 999}}b${index}` })),
    };
    const { warnings } = await soon(() => prepared(many));
    assert.ok(warnings.length > 0);
  });

  it('lose the patterns that cannot be compiled, told with their place', async () => {
    const schema = await prepared({
      properties: { a: { pattern: '^(?=x)' } },
      patternProperties: { '(.)\\1': { type: 'string' } },
      additionalProperties: false,
    });
    assert.deepEqual(schema.warnings.map(({ pointer }) => pointer).sort(), [
      '/patternProperties/(.)\\1',
      '/properties/a/pattern',
    ]);
    assert.deepEqual(validateValue(schema, { a: 'y', bb: 1 }).faults, []);
  });

  it('may name keys as objects are built', async () => {
    const schema: unknown = JSON.parse(
      '{"required":["constructor"],"properties":{"__proto__":{"type":"string"}},"additionalProperties":false}',
    );
    const value: unknown = JSON.parse('{"__proto__":1,"toString":1}');
    assert.deepEqual(await faults(schema, value), [
      'required / constructor',
      'type /__proto__',
      'additionalProperties / toString',
    ]);
    assert.equal(({} as Record<string, unknown>)['type'], undefined);
  });

  it('are answered on long and deep values', async () => {
    const long = Array.from({ length: 20_000 }, (_, index) => ({ index }));
    assert.deepEqual(await soon(() => faults({ uniqueItems: true }, long)), []);
    assert.deepEqual(await soon(() => faults({ uniqueItems: true }, [...long, { index: 7 }])), [
      'uniqueItems /',
    ]);
    let deep: unknown = 1;
    for (let level = 0; level < 5000; level++) deep = { a: deep };
    const { isComplete } = await soon(() => check({ properties: { a: { $ref: '#' } } }, deep));
    assert.equal(isComplete, false);
    assert.deepEqual((await soon(() => check({ items: { type: 'string' } }, long))).faults.length, 1000);
  });
});
