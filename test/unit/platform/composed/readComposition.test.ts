import assert from 'node:assert/strict';
import { UserError } from '../../../../src/model/errors.js';
import { namedParts, originsOf } from '../../../../src/platform/composed/compositionConfig.js';
import { isComposition, readComposition } from '../../../../src/platform/composed/readComposition.js';

const whole = {
  catalog: { type: 'backstage', url: 'https://backstage.example.com/' },
  delivery: [
    { type: 'argocd', url: 'https://argo.example.com', project: 'shop', pattern: '{service}-{environment}' },
    { type: 'kubernetes', contexts: { 'prod-eu': 'production', shared: '', lab: { namespaces: ['lab'] } } },
    { type: 'argocd', url: 'https://argo-eu.example.com' },
  ],
  metrics: { type: 'prometheus', url: 'https://prometheus.example.com' },
  environments: {
    order: ['dev', 'prod'],
    production: ['prod'],
    namespaces: { '*-live': 'prod' },
    label: 'stage',
  },
  git: { forges: { 'code.example.com': 'Gitea' }, rollback: 'folder' },
};

function refused(value: unknown): string {
  try {
    readComposition(value);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return '';
}

describe('what a person writes of the parts of a platform', () => {
  it('is read as it is meant', () => {
    const config = readComposition(whole);
    assert.equal(config.catalog?.url, 'https://backstage.example.com');
    assert.deepEqual(config.delivery[1], {
      type: 'kubernetes',
      contexts: { 'prod-eu': { environment: 'production' }, shared: {}, lab: { namespaces: ['lab'] } },
    });
    assert.deepEqual(
      namedParts(config).map(({ name }) => name),
      ['catalog', 'argocd', 'kubernetes', 'argocd-2', 'metrics'],
    );
    assert.equal(originsOf(config).length, 4);
    assert.deepEqual([config.git, config.environments], [whole.git, whole.environments]);
  });

  it('is told apart from an address and from a Backstage alone', () => {
    assert.equal(isComposition(whole), true);
    assert.equal(isComposition({ delivery: 'wrong' }), true);
    assert.equal(isComposition('https://platform.example.com/v1'), false);
    assert.equal(isComposition({ url: 'https://b.example.com', type: 'backstage' }), false);
  });

  it('is refused with the place of what is wrong, and what belongs there', () => {
    const engine = (more: object): unknown => ({
      delivery: [{ type: 'argocd', url: 'https://a.example', ...more }],
    });
    assert.match(refused({ delivery: {} }), /^delivery: expected a list/);
    assert.match(
      refused({ ...whole, git: { forges: { a: 'Forge' } } }),
      /^git\.forges\.a: expected one of "GitHub"/,
    );
    assert.match(refused({ delivery: [] }), /^delivery: expected at least one engine/);
    assert.match(refused(engine({ type: 'argo' })), /^delivery\[0\]\.type: expected one of "argocd"/);
    assert.match(refused(engine({ url: 7 })), /^delivery\[0\]\.url: expected an address/);
    assert.match(
      refused(engine({ url: 'http://argo.example' })),
      /^delivery\[0\]\.url: A token to argo\.example/,
    );
    assert.match(
      refused(engine({ projects: 'x' })),
      /^delivery\[0\]\.projects: expected nothing: known here are/,
    );
    assert.match(refused(engine({ token: 'secret' })), /^delivery\[0\]\.token/);
    assert.match(
      refused({ delivery: [{ type: 'kubernetes', contexts: {} }] }),
      /contexts: expected the names/,
    );
    assert.match(
      refused({ ...whole, environments: { order: 'dev' } }),
      /environments\.order: expected a list/,
    );
    assert.match(
      refused({ ...whole, environments: { namespaces: { a: 1 } } }),
      /^environments\.namespaces\.a: expected a text/,
    );
    assert.match(refused({ ...whole, environments: { label: '' } }), /^environments\.label: expected a text/);
    assert.match(refused({ ...whole, catalogue: {} }), /^catalogue: expected nothing/);
  });

  it('never repeats what may be a secret', () => {
    assert.doesNotMatch(
      refused({ delivery: [{ type: 'argocd', url: 'https://me:hunter2@a.example' }] }),
      /hunter2/,
    );
    assert.doesNotMatch(
      refused({ delivery: [{ type: 'argocd', url: 'https://a.example', token: 'hunter2' }] }),
      /hunter2/,
    );
  });
});
