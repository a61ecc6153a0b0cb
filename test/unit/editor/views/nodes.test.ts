import assert from 'node:assert/strict';
import { NodeStore, paged, pageSize, targetOf } from '../../../../src/editor/views/nodes.js';

describe('nodes of the trees', () => {
  it('are the same object for the same row, since the editor knows them by it', () => {
    const nodes = new NodeStore();
    assert.equal(nodes.service('hello'), nodes.service('hello'));
    assert.notEqual(
      nodes.deployment('hello', 'staging', 'service').id,
      nodes.deployment('hello', 'staging', 'environment').id,
    );
    assert.deepEqual(targetOf(nodes.deployment('hello', 'staging', 'environment')), {
      service: 'hello',
      environment: 'staging',
    });
  });

  it('come in pages', () => {
    const nodes = new NodeStore();
    const all = Array.from({ length: 10_000 }, (_, index) => `s${index}`);
    const page = paged(all, (name) => nodes.service(name), '', pageSize);
    assert.equal(nodes.shownService('s200'), undefined, 'rows beyond the page are not made');
    assert.equal(page.length, pageSize + 1);
    assert.deepEqual(page.at(-1), { kind: 'more', id: 'more/', list: '', hidden: 10_000 - pageSize });
    const first = paged(all.slice(0, pageSize), (name) => nodes.service(name), '', pageSize);
    assert.equal(first.length, pageSize);
  });
});
