import assert from 'node:assert/strict';
import { changedServiceRows } from '../../../../src/editor/views/changes.js';
import { NodeStore, paged, pageSize, targetOf } from '../../../../src/editor/views/nodes.js';

const none: ReadonlySet<string> = new Set();

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
    const all = Array.from({ length: 10_000 }, (_, index) => nodes.service(`s${index}`));
    const page = paged(all, '', pageSize);
    assert.equal(page.length, pageSize + 1);
    assert.deepEqual(page.at(-1), { kind: 'more', id: 'more/', list: '', hidden: 10_000 - pageSize });
    assert.equal(paged(all.slice(0, pageSize), '', pageSize).length, pageSize);
  });
});

describe('what is drawn again after a change', () => {
  const change = (...services: string[]) => ({ all: false, services: new Set(services), environments: none });

  it('is the changed rows alone', () => {
    const nodes = new NodeStore();
    const known = new Set(['a', 'b']);
    assert.deepEqual(changedServiceRows(change('a'), nodes, known, known), [nodes.service('a')]);
  });

  it('is everything when a service came, went, or nobody knows', () => {
    const nodes = new NodeStore();
    const known = new Set(['a']);
    assert.equal(changedServiceRows(change('b'), nodes, known, new Set(['a', 'b'])), undefined);
    assert.equal(changedServiceRows(change('a'), nodes, known, none), undefined);
    assert.equal(changedServiceRows({ ...change(), all: true }, nodes, known, known), undefined);
  });

  it('costs little for a burst over 10,000 services', () => {
    const nodes = new NodeStore();
    const known = new Set(Array.from({ length: 10_000 }, (_, index) => `s${index}`));
    const rows = changedServiceRows(change(...[...known].slice(0, 1_000)), nodes, known, known);
    assert.equal(rows?.length, 1_000);
  });
});
