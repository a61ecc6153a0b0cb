import assert from 'node:assert/strict';
import { freeTitle } from '../../../../src/editor/webviews/freeTitle.js';
import { KeptPages } from '../../../../src/editor/webviews/keptPages.js';

function storeOf(first?: unknown) {
  let kept = first;
  return {
    get: () => kept,
    update: (_key: string, value: unknown) => {
      // As the editor keeps it.
      kept = JSON.parse(JSON.stringify(value)) as unknown;
      return Promise.resolve();
    },
  };
}

const orders = { page: 'dashboards', key: 'orders', title: 'orders' };
const form = { page: 'form', key: 'template', title: 'HTTP service' };

describe('the pages that are open', () => {
  it('are found again by their title in the next window, each once', () => {
    const store = storeOf();
    const before = new KeptPages(store);
    before.opened(orders);
    before.opened(form);
    before.opened(orders);
    before.dispose();
    before.closed(orders);
    const after = new KeptPages(store);
    assert.deepEqual(after.take('orders', undefined), orders);
    assert.equal(after.take('orders', undefined), undefined);
    assert.equal(after.take('another', undefined), undefined);
    assert.deepEqual(new KeptPages(store).take('HTTP service', undefined), form, 'not looked at yet');
  });

  it('say themselves what they are, if they ever ran', () => {
    const store = storeOf();
    const pages = new KeptPages(store);
    pages.opened(orders);
    const own = { page: 'dashboards', key: 'mail' };
    assert.deepEqual(pages.take('orders', own), own);
    assert.deepEqual(pages.take('orders', undefined), orders);
  });

  it('have a title each: one that was closed unseen does not come back as another', () => {
    const store = storeOf();
    const pages = new KeptPages(store);
    pages.opened({ ...orders, key: 'old' });
    pages.opened(orders);
    assert.deepEqual(new KeptPages(store).take('orders', undefined), orders);
    assert.equal(freeTitle('orders', new Set(['mail'])), 'orders');
    assert.equal(freeTitle('orders', new Set(['orders', 'orders (2)'])), 'orders (3)');
  });

  it('are forgotten when they are closed', () => {
    const store = storeOf();
    const pages = new KeptPages(store);
    pages.opened(orders);
    pages.closed(orders);
    assert.equal(new KeptPages(store).take('orders', undefined), undefined);
  });

  it('are no more than can be looked at, and nothing that somebody else wrote', () => {
    const store = storeOf([null, 7, { page: 'a' }, { page: 'a', key: 'b' }, { ...orders, extra: 1 }]);
    const pages = new KeptPages(store);
    assert.deepEqual(pages.take('orders', undefined), orders);
    for (let index = 0; index < 60; index++) {
      pages.opened({ ...orders, key: String(index), title: String(index) });
    }
    assert.equal((store.get() as readonly unknown[]).length, 50);
    assert.equal(new KeptPages(storeOf('odd')).take('orders', undefined), undefined);
  });
});
