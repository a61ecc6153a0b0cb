import assert from 'node:assert/strict';
import { ValueChecker } from '../../../../src/language/forms/checkValue.js';

describe('the values of a form', () => {
  const schema = {
    type: 'object',
    required: ['name', 'owner'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', pattern: '^[a-z]+$', patternErrorMessage: 'Use lower-case letters.' },
      owner: { type: 'string', minLength: 1 },
      size: { enum: ['small', 'large'] },
      ports: { type: 'array', items: { type: 'integer', minimum: 1 }, uniqueItems: true },
      store: {
        oneOf: [
          { type: 'object', required: ['bucket'], properties: { bucket: { type: 'string' } } },
          { type: 'object', required: ['disk'], properties: { disk: { type: 'integer' } } },
        ],
      },
    },
  };
  const faults = async (value: unknown): Promise<string[]> =>
    (await new ValueChecker().check(schema, value)).faults.map(
      ({ path, message }) => `/${path.join('/')}: ${message}`,
    );

  it('that fit have no fault', async () => {
    assert.deepEqual(await new ValueChecker().check(schema, { name: 'orders', owner: 'shop' }), {
      faults: [],
      isComplete: true,
    });
  });

  it('are told at the field, a missing one where it belongs', async () => {
    assert.deepEqual(await faults({ name: 'Orders' }), [
      '/owner: This is needed.',
      '/name: Use lower-case letters.',
    ]);
    assert.deepEqual(await faults({ name: 'orders', owner: '', size: 'huge', ports: [0, 'x', 5, 5] }), [
      '/owner: This must not be empty.',
      '/size: Choose small or large.',
      '/ports/0: This must be 1 or more.',
      '/ports/1: This must be a whole number.',
      '/ports: Items 3 and 4 are the same. Change or remove one.',
    ]);
    assert.deepEqual(await faults({ name: 'orders', owner: 'a', extra: 1 }), [
      '/extra: This form has no field “extra”. Remove it.',
    ]);
  });

  it('are told for branches', async () => {
    const [fault] = await faults({ name: 'orders', owner: 'a', store: { disk: 'x' } });
    assert.match(fault ?? '', /^\/store/);
  });

  it('are not checked against what is no schema', async () => {
    const check = await new ValueChecker().check({ $ref: 'https://evil.example/schema' }, 1);
    assert.equal(check.isComplete, false);
    assert.match(check.refusal ?? '', /./);
    assert.match((await new ValueChecker().check(undefined, 1)).refusal ?? '', /not a JSON Schema/);
  });

  it('take no pattern that hangs', async () => {
    const hostile = { type: 'string', pattern: '^(a+)+$' };
    const started = Date.now();
    await new ValueChecker().check(hostile, `${'a'.repeat(40)}!`);
    assert.ok(Date.now() - started < 2000);
  });
});
