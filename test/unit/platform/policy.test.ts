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

  it('reads the two old forms of dates, and fractions', () => {
    assert.equal(retryAfterMs('Sunday, 01-Mar-26 12:00:07 GMT', now), 7000);
    assert.equal(retryAfterMs('Sun Mar  1 12:00:07 2026', now), 7000);
    assert.equal(retryAfterMs('Tuesday, 01-Mar-94 12:00:07 GMT', now), 0);
    assert.equal(retryAfterMs('1.5', now), 1500);
  });

  it('compares a date with the clock of the server', () => {
    const [date, later] = ['Sun, 01 Mar 2026 20:00:00 GMT', 'Sun, 01 Mar 2026 20:00:09 GMT'];
    assert.equal(retryAfterMs(later, now, date), 9000);
    assert.equal(retryAfterMs(later, now, 'nonsense'), 3_600_000);
  });

  it('cuts absurd waits to an hour, and never shortens others', () => {
    for (const header of ['3601', '99999999999999', '9'.repeat(400), 'Fri, 01 Mar 2999 12:00:00 GMT']) {
      assert.equal(retryAfterMs(header, now), 3_600_000, header);
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3600 }), (seconds) => {
        assert.equal(retryAfterMs(String(seconds), now), seconds * 1000);
        assert.equal(retryAfterMs(new Date(now + seconds * 1000).toUTCString(), now), seconds * 1000);
      }),
    );
  });

  it('passes over nonsense', () => {
    const headers = [undefined, '', 'soon', '-3', '1e9', '0x10', 'Sun, whenever', '2026-03-01T12:00:07Z'];
    for (const header of headers) {
      assert.equal(retryAfterMs(header, now), undefined, header);
    }
  });
});

describe('EtagCache', () => {
  const entry = (value: string, length = 1) => ({ etag: `"${value}"`, value, length });

  it('forgets the least recently used', () => {
    const cache = new EtagCache(2);
    cache.set('a', entry('a'));
    cache.set('b', entry('b'));
    cache.get('a');
    cache.set('c', entry('c'));
    assert.equal(cache.get('b'), undefined);
    assert.equal(cache.get('a')?.value, 'a');
    assert.equal(cache.get('c')?.etag, '"c"');
  });

  it('holds no more text than it may', () => {
    const cache = new EtagCache(100, 10);
    cache.set('a', entry('a', 6));
    cache.set('a', entry('a2', 5));
    cache.set('b', entry('b', 5));
    assert.equal(cache.get('a')?.value, 'a2');
    cache.set('c', entry('c', 1));
    assert.equal(cache.get('b'), undefined);
    cache.set('d', entry('d', 11));
    assert.equal(cache.get('d'), undefined);
  });
});
