import assert from 'node:assert/strict';
import { isBranchName, repositoryAddress } from '../../../../src/platform/gitops/address.js';
import { forgeOf, pageNamedBy, pullRequestPage, type Forges } from '../../../../src/platform/gitops/forge.js';

function page(address: string, forges?: Forges): string | undefined {
  const repository = repositoryAddress(address);
  assert.ok(repository, address);
  return pullRequestPage(
    { repository, head: 'golden-path/a b', base: 'main', title: 'Promote & go' },
    forges,
  );
}

describe('pullRequestPage', () => {
  const cases: readonly (readonly [address: string, url: string])[] = [
    [
      'git@github.com:acme/config.git',
      'https://github.com/acme/config/compare/main...golden-path/a%20b?expand=1&title=Promote+%26+go',
    ],
    [
      'https://github.com/acme/config',
      'https://github.com/acme/config/compare/main...golden-path/a%20b?expand=1&title=Promote+%26+go',
    ],
    [
      'ssh://git@gitlab.acme.example:2222/group/sub/config.git',
      'https://gitlab.acme.example/group/sub/config/-/merge_requests/new?merge_request%5Bsource_branch%5D=golden-path%2Fa+b&merge_request%5Btarget_branch%5D=main&merge_request%5Btitle%5D=Promote+%26+go',
    ],
    [
      'https://someone@bitbucket.org/acme/config.git',
      'https://bitbucket.org/acme/config/pull-requests/new?source=golden-path%2Fa+b&dest=main&title=Promote+%26+go',
    ],
    [
      'https://bitbucket.acme.example:8443/git/scm/OPS/config.git',
      'https://bitbucket.acme.example:8443/git/projects/OPS/repos/config/pull-requests?create&sourceBranch=refs%2Fheads%2Fgolden-path%2Fa+b&targetBranch=refs%2Fheads%2Fmain&title=Promote+%26+go',
    ],
    [
      'ssh://git@bitbucket.acme.example:7999/~jo/config.git',
      'https://bitbucket.acme.example/users/jo/repos/config/pull-requests?create&sourceBranch=refs%2Fheads%2Fgolden-path%2Fa+b&targetBranch=refs%2Fheads%2Fmain&title=Promote+%26+go',
    ],
    [
      'https://codeberg.org/acme/config.git',
      'https://codeberg.org/acme/config/compare/main...golden-path/a%20b?title=Promote+%26+go',
    ],
    [
      'git@ssh.dev.azure.com:v3/acme/My%20Team/config',
      'https://dev.azure.com/acme/My%20Team/_git/config/pullrequestcreate?sourceRef=golden-path%2Fa+b&targetRef=main&title=Promote+%26+go',
    ],
    [
      'https://acme@dev.azure.com/acme/My%20Team/_git/config',
      'https://dev.azure.com/acme/My%20Team/_git/config/pullrequestcreate?sourceRef=golden-path%2Fa+b&targetRef=main&title=Promote+%26+go',
    ],
    [
      'acme@vs-ssh.visualstudio.com:v3/acme/team/config',
      'https://acme.visualstudio.com/team/_git/config/pullrequestcreate?sourceRef=golden-path%2Fa+b&targetRef=main&title=Promote+%26+go',
    ],
  ];
  for (const [address, url] of cases) it(`opens ${address}`, () => assert.equal(page(address), url));

  it('goes by what is configured before it goes by names', () => {
    assert.match(
      page('git@code.acme.example:a/b.git', { 'code.acme.example': 'Gitea' }) ?? '',
      /\/a\/b\/compare\//,
    );
    assert.match(
      page('git@github.acme.example:a/b.git', { 'GitHub.acme.example': 'GitLab' }) ?? '',
      /merge_requests/,
    );
  });

  it('guesses nothing', () => {
    assert.equal(page('git@code.acme.example:a/b.git'), undefined);
    assert.equal(page('file:///srv/github.com/a.git'), undefined);
    assert.equal(forgeOf('notgithub.example'), undefined);
  });

  it('takes the page that a server names, if it is its own', () => {
    const repository = repositoryAddress('git@code.acme.example:a/b.git');
    assert.ok(repository);
    const said = (host: string): string =>
      `remote: \nremote: Create a pull request:\nremote:   https://${host}/a/b/pulls/new\n`;
    assert.equal(
      pageNamedBy(said('code.acme.example'), repository),
      'https://code.acme.example/a/b/pulls/new',
    );
    assert.equal(pageNamedBy(said('evil.example'), repository), undefined);
    assert.equal(
      pageNamedBy('To https://code.acme.example/a/b.git\n * [new branch]\n', repository),
      undefined,
    );
    assert.equal(pageNamedBy(said('x@code.acme.example'), repository), undefined);
  });
});

describe('repositoryAddress', () => {
  it('refuses whatever git would take for more than an address', () => {
    for (const address of [
      '',
      '-oProxyCommand=calc',
      '--upload-pack=touch /tmp/x',
      'ext::sh -c touch%20/tmp/x',
      'fd::17',
      'ssh://-oProxyCommand=calc/x',
      'ssh://%2doProxyCommand=calc/x',
      'ssh://-l@host/x',
      'git@-host:x',
      'host:-x',
      '/srv/config.git',
      '../config.git',
      'C:\\config',
      'https://host/a\nb',
      'https://host/a%0ab',
      'https://host/a?b=c',
      'ftp://host/a',
      'javascript://host/%0aalert(1)',
      'file://host/a',
    ]) {
      assert.equal(repositoryAddress(address), undefined, address);
    }
  });

  it('keeps no password', () => {
    const found = repositoryAddress('https://someone:secret@git.example/a.git');
    assert.equal(found?.url, 'https://someone@git.example/a.git');
    assert.equal(found.path, 'a');
  });

  it('takes names of branches, and no options or ranges', () => {
    for (const name of ['main', 'env/production', 'release-1.2', 'ä']) assert.ok(isBranchName(name), name);
    for (const name of [
      '',
      '-x',
      '/a',
      'a/',
      'a..b',
      'a b',
      'a:b',
      'a~1',
      'a^',
      'a*',
      '@{u}',
      '@',
      'a.lock',
      'a//b',
      '.a',
      'a/.b',
      'a\\b',
      'a\n',
    ]) {
      assert.equal(isBranchName(name), false, name);
    }
  });
});
