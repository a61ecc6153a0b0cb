import assert from 'node:assert/strict';
import { refusalError } from '../../../../src/contract/problem.js';
import { backstageProblem } from '../../../../src/platform/backstage/refusal.js';

const refusal = (statusCode: number, name: string, message: string): unknown => ({
  error: { name, message, stack: `${name}: ${message}\n    at /srv/node_modules/x.js` },
  request: { method: 'GET', url: '/entities' },
  response: { statusCode },
});

describe('a refusal of Backstage', () => {
  for (const [status, name, code] of [
    [400, 'InputError', 'invalid-request'],
    [401, 'AuthenticationError', 'unauthenticated'],
    [403, 'NotAllowedError', 'forbidden'],
    [404, 'NotFoundError', 'not-found'],
    [409, 'ConflictError', 'invalid-request'],
    [500, 'Error', 'internal'],
    [503, 'ServiceUnavailableError', 'unavailable'],
  ] as const) {
    it(`with ${status} is ${code}, in its own words and without its stack`, () => {
      const problem = backstageProblem(refusal(status, name, 'It said so'));
      const error = refusalError(status, problem, undefined);
      assert.equal(error.code, code);
      assert.match(error.message, /^It said so\. /);
      assert.doesNotMatch(JSON.stringify(problem), /node_modules/);
    });
  }

  it('of values points at them', () => {
    const errors = [{ path: ['a/b', 0], message: 'does not fit', instance: 'secret', stack: 'x' }];
    const problem = backstageProblem({ errors });
    assert.deepEqual(problem?.errors, [{ pointer: '/a~1b/0', detail: 'does not fit' }]);
    assert.equal(refusalError(400, problem, undefined).code, 'invalid-request');
    assert.doesNotMatch(JSON.stringify(problem), /secret/);
  });

  for (const body of [undefined, null, [], {}, { error: 'x' }, { error: { name: 'E' } }, { errors: [] }]) {
    it(`is none in ${JSON.stringify(body)}`, () => assert.equal(backstageProblem(body), undefined));
  }
});
