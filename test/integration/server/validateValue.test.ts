import assert from 'node:assert/strict';
import { RawClient } from './rawClient.js';

describe('the check of a form over the wire', function () {
  this.timeout(30_000);
  let client: RawClient;
  before(async () => {
    client = new RawClient();
    await client.start({}, []);
  });
  after(() => client.stop());

  it('answers with the faults and their places', async () => {
    const schema = { type: 'object', required: ['name'], properties: { size: { type: 'integer' } } };
    const check = await client.request('goldenPath/validateValue', { schema, value: { size: 'x' } });
    assert.deepEqual(check, {
      faults: [
        { path: ['name'], message: 'This is needed.' },
        { path: ['size'], message: 'This must be a whole number.' },
      ],
      isComplete: true,
    });
  });

  it('refuses what is no schema in a sentence', async () => {
    const check = await client.request<{ refusal?: string }>('goldenPath/validateValue', {
      schema: 7,
      value: {},
    });
    assert.match(check.refusal ?? '', /JSON Schema/);
  });
});
