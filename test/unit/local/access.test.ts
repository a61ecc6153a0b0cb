import assert from 'node:assert/strict';
import { refusalError } from '../../../src/contract/problem.js';
import { Access } from '../../../src/local/access/access.js';
import type { PolicyBook } from '../../../src/local/policy/policyBook.js';
import { PlatformError } from '../../../src/model/errors.js';

describe('who may do what on the local platform', () => {
  const rules = [{ permissions: ['deploy'], allow: ['group:default/leads'] }];
  const access = new Access({ rules, documents: [] } as unknown as PolicyBook);
  const actor = { id: 'user:default/anna', displayName: 'Anna', type: 'user' as const };

  it('is told once to who may not, with whom to ask', () => {
    const caller = { actor, groups: [], scopes: ['platform.deploy' as const] };
    let refused: unknown;
    try {
      access.demand(caller, 'deploy', {});
    } catch (error) {
      refused = error;
    }
    assert.ok(PlatformError.is(refused, 'forbidden'));
    assert.equal(
      refusalError(403, refused.problem, undefined).message,
      'You have no permission "deploy" here. Only group:default/leads may do this. Ask them, or the platform team.',
    );
  });
});
