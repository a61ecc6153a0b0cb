import assert from 'node:assert/strict';
import type { Service } from '../../../../src/model/catalog.js';
import type { LiveSnapshot } from '../../../../src/model/live.js';
import { LiveStore, changedNames } from '../../../../src/platform/live/store.js';
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

describe('what a picture that was read anew shares with the one before', () => {
  const picture = (names: readonly string[], health = 'Healthy'): LiveSnapshot => ({
    status: 'live',
    services: new Map(
      names.map((name) => [name, { ...service(name), environments: [{ environment: 'test', health }] }]),
    ),
    roster: {},
    environments: new Map(),
    operations: new Map(),
  });
  const after = (next: LiveSnapshot): { readonly first: LiveSnapshot; readonly then: LiveSnapshot } => {
    const store = new LiveStore(0);
    const first = picture(['a', 'b']);
    store.set(first);
    store.set(next);
    store.dispose();
    return { first, then: store.snapshot };
  };

  it('is everything where nothing differs', () => {
    const { first, then } = after({ ...picture(['a', 'b']), asOf: 7 });
    assert.equal(then.services, first.services);
    assert.equal(then.roster, first.roster);
    assert.equal(then.asOf, 7);
  });

  it('is the roster where services differ', () => {
    const next = picture(['a', 'b'], 'Degraded');
    const { first, then } = after(next);
    assert.equal(then.services, next.services);
    assert.equal(then.roster, first.roster);
  });

  it('is nothing where one came, went or moved', () => {
    for (const names of [['a', 'b', 'c'], ['a'], ['b', 'a'], []]) {
      const next = picture(names);
      assert.deepEqual(after(next).then, next);
      assert.equal(after(next).then.roster, next.roster, names.join());
    }
  });
});
