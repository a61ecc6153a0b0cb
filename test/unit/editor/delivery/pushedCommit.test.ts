import assert from 'node:assert/strict';
import { pushedCommit, type RepositoryState } from '../../../../src/editor/delivery/pushedCommit.js';
import { UserError } from '../../../../src/model/errors.js';

const commit = '0123456789abcdef0123456789abcdef01234567';

const state = (changes: Partial<RepositoryState> = {}): RepositoryState => ({
  commit,
  upstreamRemote: 'origin',
  ahead: 0,
  changes: 0,
  remotes: [{ name: 'origin', url: 'https://git.example.com/shop/orders.git' }],
  path: '',
  ...changes,
});

const refusal = (changes: Partial<RepositoryState>): string => {
  try {
    pushedCommit('orders', state(changes));
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.message;
  }
  return assert.fail('It was not refused.');
};

const repositoryFor = (url: string): unknown => {
  const source = pushedCommit('orders', state({ remotes: [{ name: 'origin', url }] }));
  return 'repository' in source ? source.repository : undefined;
};

describe('what a platform elsewhere deploys', () => {
  it('is the pushed commit of the repository, with the path of the service in it', () => {
    const repository = 'https://git.example.com/shop/orders.git';
    assert.deepEqual(pushedCommit('orders', state()), { repository, revision: commit });
    assert.deepEqual(pushedCommit('orders', state({ path: 'services/orders' })), {
      repository,
      revision: commit,
      path: 'services/orders',
    });
  });

  it('comes from the remote that the branch follows', () => {
    const remotes = [
      { name: 'origin', url: 'https://git.example.com/shop/orders.git' },
      { name: 'fork', url: 'git@git.example.com:me/orders.git' },
    ];
    const source = pushedCommit('orders', state({ remotes, upstreamRemote: 'fork' }));
    assert.deepEqual(source, { repository: 'git@git.example.com:me/orders.git', revision: commit });
  });

  it('carries no password or token of the remote', () => {
    assert.equal(repositoryFor('https://me:secret@host/a.git'), 'https://host/a.git');
    assert.equal(repositoryFor('https://token@host/a.git'), 'https://host/a.git');
    assert.equal(repositoryFor('ssh://git:secret@host/a.git'), 'ssh://git@host/a.git');
  });

  it('is refused when files differ from the commit', () => {
    assert.match(refusal({ changes: 1 }), /1 file is not committed\. Commit and push it first\.$/);
    assert.match(refusal({ changes: 3 }), /3 files are not committed/);
  });

  it('is refused when the commit is not pushed', () => {
    const sentence = /the commit 0123456 is not pushed\. Push it first\.$/;
    assert.match(refusal({ ahead: 2 }), sentence);
    assert.match(refusal({ ahead: undefined }), sentence);
    assert.match(refusal({ upstreamRemote: undefined, ahead: undefined }), sentence);
  });

  it('is refused without a commit, and without a remote that can be fetched from elsewhere', () => {
    assert.match(refusal({ commit: undefined }), /nothing is committed yet/);
    assert.match(refusal({ remotes: [] }), /no remote/);
    for (const url of ['/srv/git/orders.git', '../orders.git', 'file:///srv/orders.git', undefined]) {
      assert.match(refusal({ remotes: [{ name: 'origin', url }] }), /no remote/, url);
    }
  });
});
