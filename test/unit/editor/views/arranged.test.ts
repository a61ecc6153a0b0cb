import assert from 'node:assert/strict';
import type { Service } from '../../../../src/model/catalog.js';
import { arrange, groupKey, groupOf } from '../../../../src/editor/views/arranged.js';
import { groupsInOrder, servicesInOrder } from '../../../../src/editor/views/arrangedOrder.js';
import {
  ArrangementMemory,
  plainArrangement,
  type Arrangement,
} from '../../../../src/editor/views/arrangement.js';
import { Arranger } from '../../../../src/editor/views/arranger.js';
import { groupRow } from '../../../../src/editor/views/groupRow.js';
import { narrowingMessage } from '../../../../src/editor/views/narrowing.js';
import { servicesWanted } from '../../../../src/editor/views/serviceFilter.js';
import { picture, running } from '../pictures.js';

const orders: Service = {
  name: 'orders',
  owner: 'group:default/shop',
  system: 'checkout',
  tier: 'critical',
  tags: ['java'],
  environments: [running('development', 'Healthy'), running('production', 'Degraded')],
};
const mail: Service = {
  name: 'mail',
  title: 'Post Office',
  owner: 'user:default/ada',
  tier: 'low',
  environments: [running('development', 'Healthy')],
};
const idle: Service = { name: 'idle' };
const byCaddie: Arrangement = { ...plainArrangement, filter: 'caddie' };
const shown = picture([orders, mail, idle], 'idle', 'fresh');

function names(changes: Partial<Arrangement>, of = shown): readonly string[] {
  return servicesInOrder([...arrange(of, { ...plainArrangement, ...changes }).places.keys()], []);
}

describe('the arrangement of the Services view', () => {
  it('shows everything at first', () => {
    assert.deepEqual(names({}), ['fresh', 'idle', 'mail', 'orders']);
    assert.equal(arrange(shown, plainArrangement).total, 4);
  });

  it('keeps to this workspace, or to the services of the person and their groups', () => {
    assert.deepEqual(names({ scope: 'workspace' }), ['fresh', 'idle']);
    const mine = { ...shown, me: new Set(['user:default/ada', 'group:default/shop']) };
    assert.deepEqual(names({ scope: 'mine' }, mine), ['fresh', 'idle', 'mail', 'orders']);
    assert.deepEqual(names({ scope: 'mine' }, { ...shown, me: new Set(['group:default/shop']) }), [
      'fresh',
      'idle',
      'orders',
    ]);
    assert.deepEqual(names({ scope: 'mine' }), ['fresh', 'idle'], 'nobody tells who the person is');
  });

  it('filters by words that must all occur', () => {
    assert.deepEqual(names({ filter: 'ORD' }), ['orders']);
    assert.deepEqual(names({ filter: 'office' }), ['mail']);
    assert.deepEqual(names({ filter: 'shop java' }), ['orders']);
    assert.deepEqual(names({ filter: 'shop low' }), []);
    assert.deepEqual(names({ filter: 'health:degraded' }), ['orders']);
    assert.deepEqual(names({ filter: 'env:development tier:low' }), ['mail']);
    const owners = new Map([['group:default/shop', 'Team Caddie']]);
    const called = { ...shown, owners };
    for (const filter of ['caddie', 'owner:Caddie java', 'owner:shop']) {
      assert.deepEqual(names({ filter }, called), ['orders'], filter);
    }
    assert.deepEqual(names({ filter: 'system:caddie' }, called), []);
    const two = new Map([...owners, ['group:default/bag', 'Caddie Bags']]);
    assert.deepEqual(servicesWanted('owner:Caddie', owners), { owner: 'group:default/shop' });
    assert.deepEqual(servicesWanted('owner:Caddie', two), { owner: 'Caddie' });
    assert.deepEqual(servicesWanted('owner:bag Caddie', two), { q: 'Caddie' });
    const arranger = new Arranger(() => byCaddie);
    assert.deepEqual([...arranger.of(shown).places.keys()], []);
    assert.deepEqual([...arranger.of(called).places.keys()], ['orders'], 'the names came later');
    assert.deepEqual(names({ filter: 'constructor:x' }), []);
  });

  it('shows pinned services in every scope, first', () => {
    assert.deepEqual(names({ scope: 'workspace', pins: ['orders'] }), ['fresh', 'idle', 'orders']);
    assert.deepEqual(servicesInOrder(['a', 'b', 'c'], ['c']), ['c', 'a', 'b']);
    assert.deepEqual(names({ pins: ['gone'] }), ['fresh', 'idle', 'mail', 'orders']);
  });

  for (const [grouping, expected] of [
    ['owner', ['user:default/ada', 'group:default/shop', '']],
    ['system', ['checkout', '']],
    ['tier', ['critical', 'low', '']],
    ['health', ['Degraded', 'Healthy', '']],
    ['environment', ['development', 'production', '']],
  ] as const) {
    it(`groups by ${grouping}, what is not known last`, () => {
      const { groups } = arrange(shown, { ...plainArrangement, grouping });
      const keys = groupsInOrder(groups.keys(), shown);
      assert.deepEqual(
        keys.map((key) => groupOf(key).value),
        expected,
      );
      const rows = keys.map((key) => groupRow(key, groups.get(key) ?? [], shown));
      assert.ok(rows.every((row) => row.label !== '' && row.spoken.includes(row.label)));
    });
  }

  it('puts a service in the group of each environment it is deployed in', () => {
    const { places, groups } = arrange(shown, { ...plainArrangement, grouping: 'environment' });
    assert.deepEqual(places.get('orders'), [
      groupKey('environment', 'development'),
      groupKey('environment', 'production'),
    ]);
    const key = groupKey('environment', 'production');
    const row = groupRow(key, groups.get(key) ?? [], shown);
    assert.equal(row.description, 'production · 1 service · Degraded');
    assert.ok(row.production && row.tags.includes('prod'));
  });

  it('tells what it leaves out', () => {
    assert.equal(narrowingMessage(plainArrangement, 4, 4), undefined);
    assert.equal(
      narrowingMessage({ ...plainArrangement, filter: 'a' }, 1_200, 10_000),
      '1,200 of 10,000 services match “a”.',
    );
    assert.equal(narrowingMessage({ ...plainArrangement, filter: 'a' }, 1, 4), '1 of 4 services match “a”.');
    assert.equal(
      narrowingMessage({ ...plainArrangement, scope: 'workspace' }, 2, 4),
      'This workspace: 2 of 4 services.',
    );
  });
});

describe('the memory of the arrangement', () => {
  const store = (value: unknown) => {
    const kept = new Map<string, unknown>([['goldenPath.servicesArrangement', value]]);
    return {
      get: (key: string) => kept.get(key),
      update: (key: string, to: unknown) => {
        kept.set(key, to);
        return Promise.resolve();
      },
    };
  };

  it('gives back what was chosen', async () => {
    const kept = store(undefined);
    await new ArrangementMemory(kept).change({ scope: 'mine', pins: ['orders'] });
    assert.deepEqual(new ArrangementMemory(kept).current, {
      ...plainArrangement,
      scope: 'mine',
      pins: ['orders'],
    });
  });

  it('reads anything that it did not write as plain', () => {
    for (const value of [undefined, null, 7, 'all', [], { scope: 'x', grouping: 1, filter: {}, pins: [3] }]) {
      assert.deepEqual(new ArrangementMemory(store(value)).current, plainArrangement);
    }
  });
});
