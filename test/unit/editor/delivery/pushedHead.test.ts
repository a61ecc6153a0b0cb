import assert from 'node:assert/strict';
import { pushedHead } from '../../../../src/editor/delivery/pushedHead.js';

describe('the commit that was pushed', () => {
  type Checkout = NonNullable<Parameters<typeof pushedHead>[1]>;
  const commit = 'abcdef0123';
  const upstream = { remote: 'origin' };
  const remotes = [{ name: 'origin' }];
  const pushed: Checkout = { HEAD: { name: 'main', commit, upstream, ahead: 0 }, remotes };

  it('is what is checked out', () => {
    assert.equal(pushedHead('hello', pushed), 'abcdef0123');
  });

  for (const [what, given, says] of [
    ['without a repository', undefined, /in no git repository with a commit/],
    ['before the first commit', { HEAD: { name: 'main' }, remotes }, /in no git repository with a commit/],
    ['while no branch is checked out', { HEAD: { commit }, remotes }, /No branch is checked out/],
    ['without a remote', { HEAD: { name: 'main', commit }, remotes: [] }, /its repository has no remote/],
    ['of a branch never pushed', { HEAD: { name: 'main', commit }, remotes }, /abcdef0 is not pushed yet/],
    ['of a branch ahead', { HEAD: { ...pushed.HEAD, ahead: 2 }, remotes }, /abcdef0 is not pushed yet/],
    ['of a branch gone', { HEAD: { name: 'main', commit, upstream }, remotes }, /abcdef0 is not pushed yet/],
  ] as const) {
    it(`is none ${what}, and says what to do`, () => {
      assert.throws(() => pushedHead('hello', given), says);
    });
  }
});
