import assert from 'node:assert/strict';
import { fileUrlOf, webUrlOf } from '../../../../src/editor/portal/webUrl.js';

const file = { branch: 'feature/x y', path: 'services/a b/catalog-info.yaml' };

describe('where a file of a repository is seen', () => {
  it('is told by the remote of git, whatever its spelling, and never with a password', () => {
    for (const [remote, page] of [
      ['https://github.com/acme/orders.git', 'https://github.com/acme/orders'],
      ['git@github.com:acme/orders.git', 'https://github.com/acme/orders'],
      ['ssh://git@git.acme.test:2222/acme/orders.git', 'https://git.acme.test/acme/orders'],
      ['https://ada:secret@git.acme.test:8443/acme/orders/', 'https://git.acme.test:8443/acme/orders'],
      ['http://127.0.0.1:3000/acme/orders', 'http://127.0.0.1:3000/acme/orders'],
      ['/srv/git/orders', undefined],
      ['file:///srv/git/orders', undefined],
    ] as const) {
      assert.equal(webUrlOf(remote), page, remote);
    }
  });

  it('is written as its host writes it', () => {
    const of = (remote: string): string | undefined => fileUrlOf({ remote, ...file });
    const rest = 'feature/x%20y/services/a%20b/catalog-info.yaml';
    assert.equal(of('git@github.com:a/b.git'), `https://github.com/a/b/blob/${rest}`);
    assert.equal(of('https://gitlab.acme.test/a/b.git'), `https://gitlab.acme.test/a/b/-/blob/${rest}`);
    assert.equal(of('https://bitbucket.org/a/b'), `https://bitbucket.org/a/b/src/${rest}`);
    assert.equal(of('https://codeberg.org/a/b'), `https://codeberg.org/a/b/src/branch/${rest}`);
    assert.equal(
      of('https://dev.azure.com/o/p/_git/r'),
      'https://dev.azure.com/o/p/_git/r?path=/services/a%20b/catalog-info.yaml&version=GBfeature/x%20y',
    );
    assert.equal(of('/srv/git/orders'), undefined);
  });
});
