import assert from 'node:assert/strict';
import type { Service } from '../../../../src/model/catalog.js';
import { serviceFilter } from '../../../../src/platform/backstage/serviceFilter.js';

const service = (fields: Partial<Service>): Service => ({ name: 'cart', environments: [], ...fields });

describe('a query for services in the words of Backstage', () => {
  it('is filtered by the server where it can', () => {
    const { conditions } = serviceFilter({
      owner: 'basket',
      system: 'retail/shop',
      type: 'service',
      lifecycle: 'production',
      labelSelector: 'tier in (high,low),team=a,!old,gone!=x,there',
    });
    assert.deepEqual(conditions, {
      kind: 'component',
      'relations.ownedBy': 'group:default/basket',
      'relations.partOf': 'system:retail/shop',
      'spec.type': 'service',
      'spec.lifecycle': 'production',
      'metadata.labels.tier': ['high', 'low'],
      'metadata.labels.team': ['a'],
      'metadata.labels.there': true,
    });
  });

  it('is looked at where the server has no word', () => {
    const { fits } = serviceFilter({ repository: 'git@git.example:a/b.git', labelSelector: '!old' });
    const repository = { url: 'https://git.example/a/b' };
    assert.equal(fits(service({ repository })), true);
    assert.equal(fits(service({ repository, labels: { old: 'yes' } })), false);
    assert.equal(fits(service({})), false);
  });

  it('judges services read by name by all of it', () => {
    const { meetsConditions } = serviceFilter({ owner: 'basket', system: 'shop', type: 'service' });
    const fitting = { owner: 'group:default/basket', system: 'shop', type: 'service' };
    assert.equal(meetsConditions(service(fitting)), true);
    for (const other of [{ owner: 'user:default/basket' }, { system: 'x' }, { type: 'x' }]) {
      assert.equal(meetsConditions(service({ ...fitting, ...other })), false);
    }
  });

  it('points at a selector that cannot be read', () => {
    assert.throws(() => serviceFilter({ labelSelector: '((' }), { code: 'invalid-request' });
  });
});
