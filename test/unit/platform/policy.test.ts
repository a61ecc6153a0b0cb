import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EtagCache } from '../../../src/platform/http/etagCache.js';
import { backoffMs } from '../../../src/platform/http/policy.js';
import { retryAfterMs } from '../../../src/platform/http/retryAfter.js';

describe('backoffMs', () => {
  it('doubles up to the cap, with full jitter', () => {
    assert.deepEqual(
      [1, 2, 3, 4].map((failures) => backoffMs(failures, 100, 500, () => 1)),
      [100, 200, 400, 500],
    );
    assert.equal(
      backoffMs(3, 100, 500, () => 0),
      0,
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (failures) => {
        const wait = backoffMs(failures, 100, 10_000);
        assert.ok(wait >= 0 && wait <= 10_000);
      }),
    );
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');

  it('reads seconds and dates', () => {
    assert.equal(retryAfterMs('3', now), 3000);
    assert.equal(retryAfterMs(' 0 ', now), 0);
    assert.equal(retryAfterMs('Sun, 01 Mar 2026 12:00:07 GMT', now), 7000);
    assert.equal(retryAfterMs('Sun, 01 Mar 2026 11:00:00 GMT', now), 0);
  });

  it('passes over nonsense', () => {
    for (const header of [undefined, '', 'soon', '-3', '1.5', '99999999999999', 'Sun, whenever']) {
      assert.equal(retryAfterMs(header, now), undefined, header);
    }
  });
});

describe('EtagCache', () => {
  it('forgets the least recently used', () => {
    const cache = new EtagCache(2);
    cache.set('a', { etag: '1', value: 'a' });
    cache.set('b', { etag: '2', value: 'b' });
    cache.get('a');
    cache.set('c', { etag: '3', value: 'c' });
    assert.equal(cache.get('b'), undefined);
    assert.equal(cache.get('a')?.value, 'a');
    assert.equal(cache.get('c')?.etag, '3');
  });
});
