import assert from 'node:assert/strict';
import { viewersShelf } from '../../../../src/editor/session/viewersShelf.js';
import type { Shelf } from '../../../../src/platform/live/lastGood.js';

describe("a viewer's part of the shelf", () => {
  function world() {
    const kept = new Map<string, string>();
    const state = { signedIn: true, during: (): void => undefined };
    const shelf: Shelf = {
      read: (name) => Promise.resolve(kept.get(name)),
      write: (name, text) => {
        kept.set(name, text);
        state.during();
        return Promise.resolve();
      },
      remove: (name) => {
        kept.delete(name);
        return Promise.resolve();
      },
    };
    return { kept, state, own: viewersShelf(shelf, () => Promise.resolve(state.signedIn)) };
  }

  it('keeps what is written while they are signed in', async () => {
    const { own } = world();
    await own.write('a', 'picture');
    assert.equal(await own.read('a'), 'picture');
  });

  it('keeps nothing that is written after they signed out, or while they do', async () => {
    const { kept, state, own } = world();
    state.during = () => (state.signedIn = false);
    await own.write('a', 'picture');
    await own.write('b', 'picture');
    assert.deepEqual([...kept], []);
  });
});
