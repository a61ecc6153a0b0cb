import assert from 'node:assert/strict';
import { refusalError } from '../../../../src/contract/problem.js';
import { argoProblem } from '../../../../src/platform/argocd/refusal.js';

describe('a refusal of Argo CD', () => {
  const codeOf = (status: number, code: number, message: string): string =>
    refusalError(status, argoProblem({ error: message, code, message }), undefined).code;

  it('says by its code what it is, whatever the status', () => {
    assert.equal(codeOf(401, 16, 'invalid session: token is expired'), 'unauthenticated');
    assert.equal(codeOf(403, 7, 'permission denied'), 'forbidden');
    assert.equal(codeOf(404, 5, 'applications.argoproj.io "x" not found'), 'not-found');
    assert.equal(codeOf(400, 3, 'unknown revision'), 'invalid-request');
    assert.equal(codeOf(503, 14, 'transport is closing'), 'unavailable');
    assert.equal(codeOf(500, 2, 'error getting cached app state'), 'internal');
  });

  it('by a window is a block and no missing right, and another operation is one', () => {
    assert.equal(codeOf(403, 7, 'cannot sync: blocked by sync window'), 'blocked');
    assert.equal(codeOf(400, 9, 'another operation is already in progress'), 'operation-in-progress');
    assert.equal(codeOf(400, 9, 'rollback cannot be initiated when auto-sync is enabled'), 'blocked');
    assert.equal(codeOf(400, 9, 'Cannot sync to x: auto-sync currently set to HEAD'), 'blocked');
  });

  it('within a stream is read as well, and what is none is none', () => {
    const streamed = {
      error: { grpc_code: 7, http_code: 403, message: 'permission denied: logs, get, shop/web, sub: ada' },
    };
    const problem = argoProblem(streamed);
    assert.equal(problem?.status, 403);
    assert.match(problem.remediation?.text ?? '', /"p, ROLE, logs, get, shop\/web, allow"/);
    for (const body of [undefined, 'x', {}, { error: 'x' }, { code: 'y', message: 'z' }]) {
      assert.equal(argoProblem(body), undefined);
    }
  });

  it('does not repeat where an error came from', () => {
    const wrapped = 'error getting app: rpc error: code = InvalidArgument desc = no such path';
    assert.equal(argoProblem({ code: 3, message: wrapped })?.detail, 'no such path');
  });
});
