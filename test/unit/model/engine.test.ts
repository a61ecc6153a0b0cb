import assert from 'node:assert/strict';
import { environmentsNamed } from '../../../src/model/engine.js';

const namesOf = (names: readonly string[], rules = {}): readonly string[] =>
  environmentsNamed(names, rules).map(({ name }) => name);

describe('environments that an engine only names', () => {
  it('are put in promotion order by what their names say', () => {
    assert.deepEqual(namesOf(['prod-eu', 'qa', 'shop-dev', 'staging', 'prod-us']), [
      'shop-dev',
      'qa',
      'staging',
      'prod-eu',
      'prod-us',
    ]);
  });

  it('follow an order that is given, and those it does not name come after', () => {
    assert.deepEqual(namesOf(['live', 'dev', 'blue'], { order: ['blue', 'green'] }), [
      'blue',
      'green',
      'dev',
      'live',
    ]);
  });

  it('know production by name, and guard it', () => {
    const [dev, prod] = environmentsNamed(['prod', 'dev']);
    assert.deepEqual([dev?.production, dev?.confirmation, dev?.requireReason], [false, 'Confirm', false]);
    assert.deepEqual([prod?.production, prod?.confirmation, prod?.requireReason], [true, 'TypeName', true]);
    assert.deepEqual(prod?.promotesFrom, ['dev']);
  });

  it('let a rule say which are production, and then no name does', () => {
    const environments = environmentsNamed(['prod-test', 'blue'], { production: ['blue'] });
    assert.deepEqual(
      environments.filter(({ production }) => production).map(({ name }) => name),
      ['blue'],
    );
  });

  it('do not find a word inside another', () => {
    assert.equal(environmentsNamed(['delivery'])[0]?.type, 'development');
    assert.equal(environmentsNamed(['product'])[0]?.production, false);
  });
});
