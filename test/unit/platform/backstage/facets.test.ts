import assert from 'node:assert/strict';
import { component, FakeBackstage } from './fakeBackstage.js';

const facets = 'GET /api/catalog/entity-facets';

describe('facets of a Backstage', () => {
  const answered = (values: Readonly<Record<string, readonly object[]>>): FakeBackstage =>
    new FakeBackstage(component('a'), component('b'), component('c')).on(facets, () => ({
      body: { facets: values },
    }));

  it('count services by the fields of their entities, and those without one', async () => {
    const backstage = answered({
      'relations.ownedBy': [
        { value: 'user:default/ada', count: 1 },
        { value: 'group:default/basket', count: 2 },
      ],
      'relations.partOf': [
        { value: 'system:default/shop', count: 1 },
        { value: 'system:retail/till', count: 1 },
        { value: 'component:default/a', count: 1 },
      ],
    });
    assert.deepEqual(await backstage.platform().facets.count(['owner', 'system'], { type: 'service' }), [
      {
        field: 'owner',
        values: [
          { value: 'group:default/basket', count: 2 },
          { value: 'user:default/ada', count: 1 },
        ],
      },
      {
        field: 'system',
        values: [{ value: 'shop', count: 1 }, { value: 'retail/till', count: 1 }, { count: 1 }],
      },
    ]);
    assert.equal(
      backstage.count(
        'facet=relations.ownedBy&facet=relations.partOf&filter=kind=component,spec.type=service',
      ),
      1,
    );
  });

  it('of many values tell the largest, and that there are more', async () => {
    const values = Array.from({ length: 250 }, (_, index) => ({ value: `t${index}`, count: index }));
    const [facet] = await answered({ 'spec.type': values }).platform().facets.count(['type']);
    assert.deepEqual([facet?.values.length, facet?.truncated, facet?.values[0]?.value], [200, true, 't249']);
  });

  it('are refused where Backstage cannot count', async () => {
    const { facets: part } = answered({}).platform();
    await assert.rejects(part.count(['tier']), /Cannot count by "tier"/);
    await assert.rejects(part.count(['toString']), /Cannot count by "toString"/);
    for (const query of [{ environment: 'dev' }, { health: 'Healthy' }, { tier: 'high' }, { q: 'a' }]) {
      await assert.rejects(part.count(['owner'], query), { code: 'invalid-request' });
    }
  });
});
