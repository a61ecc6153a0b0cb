import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact } from '../../../src/base/redact.js';

describe('redaction', () => {
  const secret = 'aB3-canary_9x.yZ';

  it('hides secrets by where they stand', () => {
    for (const text of [
      `authorization: Bearer ${secret}`,
      `Basic YWxpY2U6c2VjcmV0cGFzcw==`,
      `{"access_token":"${secret}","refresh_token": "${secret}"}`,
      `grant_type=refresh_token&refresh_token=${secret}&client_id=x`,
      `http://127.0.0.1:1/callback?code=${secret}&state=s`,
      `device_code=${secret}`,
    ]) {
      const shown = redact(text);
      assert.ok(!shown.includes(secret) && !shown.includes('YWxpY2U6'), shown);
      assert.ok(shown.includes('***'), shown);
    }
  });

  it('hides tokens by their form', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';
    assert.equal(redact(`got ${token}.`).includes('eyJ'), false);
  });

  it('leaves other words alone', () => {
    for (const text of [
      'GET /v1/services 200 12 ms',
      'The bearer of this token is known.',
      'https://platform.example/v1?code',
      'exit code=1',
    ]) {
      assert.equal(redact(text), text);
    }
  });

  it('takes time in proportion to the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), (text) => redact(text).length <= text.length + 2_000 * 3),
    );
    const started = performance.now();
    redact('eyJ'.repeat(100_000));
    redact('access_token='.repeat(50_000));
    redact(`Bearer ${'a'.repeat(500_000)}`);
    assert.ok(performance.now() - started < 2_000);
  });
});
