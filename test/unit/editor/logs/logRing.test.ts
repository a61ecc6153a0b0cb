import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Ring } from '../../../../src/editor/logs/logRing.js';

describe('a ring of the latest items', () => {
  it('holds what fits from the end on, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 8 })),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 30 }),
        (items, most, size) => {
          const ring = new Ring<string>({ items: most, size }, (item) => item.length);
          for (const item of items) ring.push(item);
          const kept = ring.all();
          assert.deepEqual(kept, items.slice(items.length - kept.length));
          assert.equal(kept.length + ring.dropped, items.length);
          assert.equal(ring.size, kept.join('').length);
          assert.ok(kept.length <= most && (ring.size <= size || kept.length === 1));
        },
      ),
    );
  });
});
