import assert from 'node:assert/strict';
import { pinService, unpinService } from '../../../../src/editor/commands/pinService.js';
import { plainArrangement, type Arrangement } from '../../../../src/editor/views/arrangement.js';
import { NodeStore } from '../../../../src/editor/views/nodes.js';

const nodes = new NodeStore();
const [a, b, c] = ['a', 'b', 'c'].map((name) => nodes.service(name));

function arrangementOf(...pins: readonly string[]) {
  let arrangement: Arrangement = { ...plainArrangement, pins };
  return {
    get arrangement() {
      return arrangement;
    },
    arrange(changes: Partial<Arrangement>) {
      arrangement = { ...arrangement, ...changes };
      return Promise.resolve();
    },
    countOf: () => ({ shown: 0, total: 0 }),
  };
}

describe('pinning', () => {
  it('is done to one row, or to all that are selected', async () => {
    const services = arrangementOf('c');
    await pinService({ services }, a);
    assert.deepEqual(services.arrangement.pins, ['c', 'a']);
    await pinService({ services }, b, [a, b, c]);
    assert.deepEqual(services.arrangement.pins, ['c', 'a', 'b']);
    await unpinService({ services }, a, [a, c]);
    assert.deepEqual(services.arrangement.pins, ['b']);
  });

  it('takes no harm from what is no row', async () => {
    const services = arrangementOf('c');
    for (const garbage of [undefined, null, 7, {}, [], 'a', { service: 3 }]) {
      await pinService({ services }, garbage, garbage);
      await unpinService({ services }, garbage, [garbage]);
    }
    assert.deepEqual(services.arrangement.pins, ['c']);
  });
});
