import assert from 'node:assert/strict';
import { plainRemote } from '../../../src/model/remote.js';

describe('a git remote', () => {
  for (const url of [
    'git@git.example:acme/shop.git',
    'ssh://git@git.example/acme/shop',
    'https://user@git.example/Acme/shop/',
    'https://git.example/acme/shop.git',
  ]) {
    it(`is the same as ${url}`, () => assert.equal(plainRemote(url), '//git.example/acme/shop'));
  }

  it('is another one in another folder', () => {
    assert.notEqual(plainRemote('git@git.example:acme/shop'), plainRemote('git@git.example:acme/shops'));
  });
});
