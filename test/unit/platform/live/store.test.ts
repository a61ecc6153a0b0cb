import assert from 'node:assert/strict';
import type { Service } from '../../../../src/model/catalog.js';
import { changedNames } from '../../../../src/platform/live/store.js';
import { service } from '../fakePlatform.js';

/** Counts how often it is asked for a value. */
class Counted extends Map<string, Service> {
  asked = 0;

  override get(name: string): Service | undefined {
    this.asked++;
    return super.get(name);
  }
}

describe('what changed between two pictures', () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `s${index}`);
  const before = new Counted(names.map((name) => [name, service(name)]));

  it('is what is new, gone or different', () => {
    const after = new Map(before);
    after.delete('s1');
    after.set('s2', { ...service('s2'), title: 'Two' });
    after.set('s3', service('s3'));
    after.set('new', service('new'));
    assert.deepEqual(changedNames(before, after).sort(), ['new', 's1', 's2']);
    assert.deepEqual(changedNames(before, after, ['s3', 'new', 's1', 's2']), ['new', 's1', 's2']);
  });

  it('is looked for among the services that were read, not among ten thousand', () => {
    const after = new Counted([...before].slice(0, 9_999));
    before.asked = 0;
    assert.deepEqual(changedNames(before, after, ['s7', 's9999']), ['s9999']);
    assert.equal(before.asked + after.asked, 4);
  });
});
