import assert from 'node:assert/strict';
import fc from 'fast-check';
import { partsAt, readRepositoryUrl, writeRepositoryUrl } from '../../../../src/model/form/repositoryUrl.js';

describe('the address of a new repository', () => {
  it('is the host and what leads to the repository there', () => {
    const url = { host: 'github.com', parts: { owner: 'acme', repo: 'orders' } };
    assert.equal(writeRepositoryUrl(url), 'github.com?owner=acme&repo=orders');
    assert.deepEqual(readRepositoryUrl('github.com?owner=acme&repo=orders'), url);
  });

  it('leads through what each host has', () => {
    assert.deepEqual(partsAt('dev.azure.com'), ['organization', 'project', 'repo']);
    assert.deepEqual(partsAt('bitbucket.org'), ['workspace', 'project', 'repo']);
    assert.deepEqual(partsAt('gitlab.acme.test'), ['owner', 'repo']);
  });

  it('says no more than was said', () => {
    assert.equal(writeRepositoryUrl({ host: '', parts: {} }), '');
    assert.equal(writeRepositoryUrl({ host: 'github.com', parts: { owner: '', repo: '' } }), 'github.com');
    assert.deepEqual(readRepositoryUrl(''), { host: '', parts: { owner: '', repo: '' } });
  });

  it('comes back as it was written, whatever names are in it', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    const host = fc.constantFrom('github.com', 'dev.azure.com', 'bitbucket.org', 'git.acme.test:8443');
    fc.assert(
      fc.property(host, fc.tuple(name, name, name), (where, names) => {
        const parts = Object.fromEntries(partsAt(where).map((part, index) => [part, names[index]]));
        assert.deepEqual(readRepositoryUrl(writeRepositoryUrl({ host: where, parts })), {
          host: where,
          parts,
        });
      }),
    );
  });
});
