import assert from 'node:assert/strict';
import { proxiesIn } from '../../../../src/platform/http/proxies.js';

describe('proxies of the environment', () => {
  const proxy = 'http://proxy.test:3128';
  const hostOf = (env: Readonly<Record<string, string>>, url: string): string | undefined =>
    proxiesIn(env)(new URL(url))?.host;

  it('lead to what is not of this machine, by scheme', () => {
    const env = { HTTPS_PROXY: proxy, http_proxy: 'plain.test:80' };
    assert.equal(hostOf(env, 'https://a.test/'), 'proxy.test:3128');
    assert.equal(hostOf(env, 'http://a.test/'), 'plain.test');
    for (const near of ['https://localhost/', 'https://127.0.0.1:6443/', 'https://[::1]:6443/']) {
      assert.equal(hostOf(env, near), undefined, near);
    }
    assert.equal(hostOf({}, 'https://a.test/'), undefined);
    assert.equal(hostOf({ HTTPS_PROXY: 'http://%' }, 'https://a.test/'), undefined);
  });

  for (const [exceptions, url, isDirect] of [
    ['a.test', 'https://a.test/', true],
    ['a.test', 'https://b.a.test/', true],
    ['a.test', 'https://aa.test/', false],
    ['.a.test', 'https://a.test/', false],
    ['.a.test', 'https://b.a.test/', true],
    ['*.a.test', 'https://b.a.test/', true],
    ['A.test', 'https://a.TEST/', true],
    ['a.test:6443', 'https://a.test:6443/', true],
    ['a.test:443', 'https://a.test/', true],
    ['a.test:6443', 'https://a.test/', false],
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['10.1.2.3', 'https://10.1.2.3:6443/', true],
    ['fd00::/8', 'https://[fd12::1]:6443/', true],
    ['[fd12::1]:6443', 'https://[fd12::1]:6443/', true],
    ['10.0.0.0/99', 'https://10.1.2.3/', false],
    ['10.0.0.0/8', 'https://ten.test/', false],
    [' x , a.test ,', 'https://a.test/', true],
    ['*', 'https://a.test/', true],
  ] as const) {
    it(`NO_PROXY=${exceptions} ${isDirect ? 'excepts' : 'does not except'} ${url}`, () => {
      assert.equal(hostOf({ HTTPS_PROXY: proxy, NO_PROXY: exceptions }, url) === undefined, isDirect);
    });
  }
});
