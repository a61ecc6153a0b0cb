import assert from 'node:assert/strict';
import { UserError } from '../../../src/model/errors.js';
import { isLoopback, parsePlatformUrl } from '../../../src/platform/http/url.js';

describe('parsePlatformUrl', () => {
  it('takes the root with or without /v1 and trailing slash', () => {
    for (const path of ['', '/', '/v1', '/v1/', '/v1//']) {
      assert.equal(parsePlatformUrl(` https://p.example${path} `), 'https://p.example/v1');
    }
    assert.equal(parsePlatformUrl('https://p.example/api/'), 'https://p.example/api/v1');
    assert.equal(parsePlatformUrl('HTTPS://P.example:8443/api/v1'), 'https://p.example:8443/api/v1');
  });

  it('takes plain http on this machine only', () => {
    for (const host of ['127.0.0.1:7117', '127.8.9.1', '[::1]:7117', 'localhost']) {
      assert.equal(parsePlatformUrl(`http://${host}`), `http://${host}/v1`);
    }
    for (const host of [
      'p.example',
      '10.0.0.1',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '0.0.0.0',
    ]) {
      assert.throws(() => parsePlatformUrl(`http://${host}`), /https/);
    }
  });

  it('refuses what is no address, and never repeats a password', () => {
    const wrong = [
      '',
      'platform',
      'localhost:7117',
      'ftp://p.example',
      'https://',
      'https://a b',
      'javascript:1',
    ];
    for (const text of wrong) assert.throws(() => parsePlatformUrl(text), UserError);
    for (const text of ['https://me:s3cret@p.example', 'me:s3cret@p.example']) {
      assert.throws(
        () => parsePlatformUrl(text),
        (error) => error instanceof UserError && !error.message.includes('s3cret'),
      );
    }
    assert.throws(() => parsePlatformUrl('https://p.example/v1?token=x'), UserError);
    assert.throws(() => parsePlatformUrl('https://p.example/v1#x'), UserError);
  });

  it('knows this machine', () => {
    assert.ok(isLoopback('127.255.255.254'));
    assert.ok(!isLoopback('128.0.0.1'));
  });
});
