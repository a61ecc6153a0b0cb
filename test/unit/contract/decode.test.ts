import assert from 'node:assert/strict';
import { decodeFindings, decodeJsonObject, decodeServices } from '../../../src/contract/decode.js';
import { PlatformError } from '../../../src/model/errors.js';

describe('decode', () => {
  it('lets unknown fields and unknown words pass', () => {
    const wire = {
      items: [
        {
          name: 'hello',
          mood: 'sunny',
          environments: [{ environment: 'dev', health: 'Sleeping', urls: [] }],
        },
      ],
      totalSize: 1,
    };
    const page = decodeServices(wire);
    assert.equal(page.items[0]?.environments?.[0]?.health, 'Sleeping');
    assert.equal(page.nextPageToken, undefined);
  });

  it('says where an answer does not fit', () => {
    const wire = { items: [{ name: 'hello' }, { name: 7 }] };
    assert.throws(
      () => decodeServices(wire),
      (error) => PlatformError.is(error, 'not-a-platform') && error.message.includes('/items/1/name'),
    );
  });

  it('refuses what is not even an object', () => {
    for (const wire of [undefined, null, 'x', 7, []]) {
      assert.throws(() => decodeServices(wire), PlatformError);
      assert.throws(() => decodeJsonObject(wire), PlatformError);
    }
  });

  it('gives the findings of a validation', () => {
    const finding = { pointer: '/spec/owner', detail: 'There is no such group.', severity: 'Warning' };
    assert.deepEqual(decodeFindings({ diagnostics: [finding] }), [finding]);
  });
});
