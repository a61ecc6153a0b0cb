import assert from 'node:assert/strict';
import { ancestryIn } from '../../../../src/editor/delivery/ancestry.js';
import type { GitRepository } from '../../../../src/editor/delivery/git.js';

describe('whether a commit is in another', () => {
  /** As the editor's git answers: no common commit and no such commit are the same to it. */
  function clone(bases: Readonly<Record<string, string>>, commits: readonly string[]): GitRepository {
    const part: Pick<GitRepository, 'getMergeBase' | 'getCommit'> = {
      getMergeBase: (one, other) => Promise.resolve(bases[`${one} ${other}`]),
      getCommit: (hash) =>
        commits.includes(hash)
          ? Promise.resolve({ hash, message: '' })
          : Promise.reject(new Error('bad object')),
    };
    return part as GitRepository;
  }

  it('is told by their common commit', async () => {
    const ancestry = ancestryIn(clone({ 'a b': 'a', 'b a': 'a' }, ['a', 'b', 'orphan']));
    assert.equal(await ancestry('a', 'a'), true);
    assert.equal(await ancestry('a', 'b'), true);
    assert.equal(await ancestry('b', 'a'), false);
    assert.equal(await ancestry('a', 'orphan'), false);
  });

  it('is not known of a commit that is not fetched, and is asked again later', async () => {
    const bases: Record<string, string> = {};
    const commits = ['a'];
    const ancestry = ancestryIn(clone(bases, commits));
    assert.equal(await ancestry('a', 'elsewhere'), undefined);
    bases['a elsewhere'] = 'a';
    commits.push('elsewhere');
    assert.equal(await ancestry('a', 'elsewhere'), true);
  });
});
