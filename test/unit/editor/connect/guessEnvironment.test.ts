import assert from 'node:assert/strict';
import { guessEnvironment } from '../../../../src/editor/connect/guessEnvironment.js';

describe('the environment that a context is guessed to be', () => {
  it('is what the parts before it call that', () => {
    assert.equal(guessEnvironment('prod-eu', ['dev', 'staging', 'prod']), 'prod');
    assert.equal(guessEnvironment('arn:aws:eks:eu-west-1:12:cluster/Production', ['dev', 'prod']), 'prod');
    assert.equal(guessEnvironment('shop-blue', ['green', 'blue']), 'blue');
  });

  it('is what its name says where they do not tell, or tell of several', () => {
    assert.equal(guessEnvironment('prod-eu', []), 'production');
    assert.equal(guessEnvironment('acme-live', ['prod-eu', 'prod-us']), 'production');
    assert.equal(guessEnvironment('kind-dev', []), 'development');
  });

  it('is none where the name says nothing', () => {
    assert.equal(guessEnvironment('admin@engines', ['dev', 'prod']), '');
    assert.equal(guessEnvironment('printer', []), '');
  });
});
