import assert from 'node:assert/strict';
import fc from 'fast-check';
import { problemOf, refusalError, statusOf } from '../../../src/contract/problem.js';

describe('problem', () => {
  it('makes the body of a refusal', () => {
    assert.deepEqual(problemOf('stale-plan', { detail: 'The plan changed.', instance: '/services/hello' }), {
      type: '/problems/stale-plan',
      title: 'Stale plan',
      status: 409,
      detail: 'The plan changed.',
      instance: '/services/hello',
    });
    assert.equal(problemOf('invalid-request', { status: 400 }).status, 400);
    assert.equal(statusOf('unsupported-media-type'), 415);
  });

  it('turns it back into an error with the words of the server and a next step', () => {
    const problem = problemOf('operation-in-progress', { detail: 'op_1 is deploying', operation: 'op_1' });
    const error = refusalError(409, problem, 2000);
    assert.equal(error.code, 'operation-in-progress');
    assert.equal(error.message, 'op_1 is deploying. Wait until it ends, then try again.');
    assert.equal(error.retryAfterMs, 2000);
    assert.equal(error.problem?.operation, 'op_1');
  });

  it('says once what the remediation only repeats', () => {
    const detail = 'You cannot approve it: ask leads.';
    const problem = problemOf('forbidden', { detail, remediation: { text: 'ask leads.' } });
    assert.equal(refusalError(403, problem, undefined).message, detail);
  });

  it('takes the remediation that the platform offers', () => {
    const problem = problemOf('forbidden', { remediation: { text: 'Ask #payments' } });
    assert.equal(
      refusalError(403, problem, undefined).message,
      'You are not allowed to do this. Ask #payments.',
    );
  });

  it('reads the code from any form of the type', () => {
    for (const type of ['stale-plan', 'https://p.example/problems/stale-plan', 'urn:problem:stale-plan']) {
      assert.equal(refusalError(409, { type, title: '', status: 409 }, undefined).code, 'stale-plan');
    }
  });

  it('falls back on the status', () => {
    const expected = [
      [400, 'invalid-request'],
      [401, 'unauthenticated'],
      [403, 'forbidden'],
      [404, 'not-found'],
      [409, 'operation-in-progress'],
      [415, 'unsupported-media-type'],
      [418, 'invalid-request'],
      [429, 'rate-limited'],
      [500, 'internal'],
      [501, 'not-implemented'],
      [502, 'unavailable'],
      [503, 'unavailable'],
      [507, 'internal'],
    ] as const;
    for (const [status, code] of expected) {
      assert.equal(refusalError(status, undefined, undefined).code, code);
    }
  });

  it('says one printable line whatever the server sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (detail) => {
        const { message } = refusalError(500, problemOf('internal', { detail }), undefined);
        assert.doesNotMatch(message, /[\p{Cc}\p{Cf}]/u);
        assert.match(message, /[.!?…] .+\.$/u);
        assert.ok(message.length < 700);
      }),
    );
  });
});
