import assert from 'node:assert/strict';
import { refusalOf } from '../../../src/gateway/problem.js';
import { PlatformError, type PlatformErrorCode } from '../../../src/model/errors.js';
import { silentLog } from '../../../src/model/log.js';

const refusal = (code: PlatformErrorCode, retryAfterMs?: number): ReturnType<typeof refusalOf> =>
  refusalOf(
    new PlatformError(code, 'It failed.', retryAfterMs === undefined ? {} : { retryAfterMs }),
    silentLog,
  );

describe('a failure behind the gateway', () => {
  for (const code of ['unreachable', 'timeout', 'not-a-platform', 'too-large', 'unauthenticated'] as const) {
    it(`that is ${code} is a 503 with a time to come back, not the caller's fault`, () => {
      const { problem, retryAfterSeconds } = refusal(code);
      assert.deepEqual([problem.status, problem.type], [503, '/problems/unavailable']);
      assert.equal(retryAfterSeconds, 5);
    });
  }

  it('keeps the time that the platform asks for', () => {
    assert.equal(refusal('rate-limited', 1_500).retryAfterSeconds, 2);
  });

  it('is passed on where it is about what was asked', () => {
    assert.equal(refusal('not-found').problem.status, 404);
    assert.equal(refusal('forbidden').problem.status, 403);
    assert.equal(refusal('not-implemented').problem.status, 501);
  });

  it('that nobody foresaw says nothing of the inside', () => {
    const { problem } = refusalOf(new Error('at /srv/secret.js'), silentLog);
    assert.equal(problem.status, 500);
    assert.doesNotMatch(JSON.stringify(problem), /secret/);
  });
});
