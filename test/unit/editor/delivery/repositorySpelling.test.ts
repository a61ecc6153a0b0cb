import assert from 'node:assert/strict';
import { spelt } from '../../../../src/editor/delivery/repositorySpelling.js';

describe('spelt', () => {
  it('is the same for all spellings of a repository', () => {
    for (const address of [
      'https://git.example/acme/config.git',
      'https://someone:secret@git.example/acme/config/',
      'https://git.example:8443/acme/config',
      'git@git.example:acme/config.git',
      'ssh://git@git.example:22/acme/config.git',
      'ssh://git@Git.Example/acme/config',
    ]) {
      assert.equal(spelt(address), 'git.example/acme/config', address);
    }
    assert.notEqual(spelt('git@git.example:acme/other.git'), spelt('git@git.example:acme/config.git'));
  });
});
