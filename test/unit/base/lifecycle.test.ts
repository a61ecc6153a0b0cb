import assert from 'node:assert/strict';
import { DisposableStore, MutableDisposable, toDisposable } from '../../../src/base/lifecycle.js';
import { Emitter } from '../../../src/base/events.js';

describe('lifecycle', () => {
  it('disposes what a store owns, last added first, once', () => {
    const order: number[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => order.push(1)));
    store.add(toDisposable(() => order.push(2)));
    store.dispose();
    store.dispose();
    assert.deepEqual(order, [2, 1]);
  });

  it('disposes at once what is added to a disposed store', () => {
    const store = new DisposableStore();
    store.dispose();
    let disposed = false;
    store.add(toDisposable(() => (disposed = true)));
    assert.equal(disposed, true);
  });

  it('replaces the held value and disposes the old one', () => {
    const disposed: string[] = [];
    const held = new MutableDisposable<{ dispose(): void }>();
    held.value = { dispose: () => disposed.push('a') };
    held.value = { dispose: () => disposed.push('b') };
    assert.deepEqual(disposed, ['a']);
    held.dispose();
    held.value = { dispose: () => disposed.push('late') };
    assert.deepEqual(disposed, ['a', 'b', 'late']);
  });

  it('keeps telling the other listeners when one throws', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event(() => {
      throw new Error('broken listener');
    });
    const subscription = emitter.event((value) => heard.push(value));
    assert.throws(() => emitter.fire(1), /broken listener/);
    subscription.dispose();
    assert.throws(() => emitter.fire(2), /broken listener/);
    assert.deepEqual(heard, [1]);
  });
});
