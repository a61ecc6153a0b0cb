import assert from 'node:assert/strict';
import { PlatformError } from '../../../src/model/errors.js';
import { callerOf, refuseForeign, sameSecret } from '../../../src/local/http/guard.js';
import { pageOf } from '../../../src/local/http/paging.js';
import { matchRoute } from '../../../src/local/http/router.js';
import { WatchFeed } from '../../../src/local/http/watchFeed.js';

describe('guard', () => {
  const token = 't'.repeat(43);
  const owner = { actor: { id: 'user:default/me' }, groups: [], scopes: [] };
  const status = (headers: Readonly<Record<string, string>>): number | undefined => {
    const all = { host: '127.0.0.1:80', authorization: `Bearer ${token}`, ...headers };
    const caller = callerOf(all, (given) => (sameSecret(given, token) ? owner : undefined));
    return refuseForeign(all, 80)?.status ?? ('status' in caller ? caller.status : undefined);
  };

  it('lets in who has the token and comes by a loopback name', () => {
    for (const host of ['127.0.0.1:80', 'localhost:80', '[::1]:80', 'LocalHost:80']) {
      assert.equal(status({ host }), undefined);
    }
    assert.equal(status({ authorization: `bearer ${token}` }), undefined);
  });

  it('refuses everyone else', () => {
    for (const host of ['127.0.0.1', '127.0.0.1:81', 'evil.example:80', '127.0.0.1:80.evil.example']) {
      assert.equal(status({ host }), 403, host);
    }
    for (const origin of ['null', 'http://localhost:80', '']) assert.equal(status({ origin }), 403, origin);
    for (const authorization of ['', 'Bearer', 'Bearer x', `Basic ${token}`, `Bearer ${token}x`]) {
      assert.equal(status({ authorization }), 401);
    }
  });
});

describe('matchRoute', () => {
  const endpoints = [
    { method: 'GET', path: '/v1/services/{service}', handle: () => ({ status: 200 }) },
  ] as const;
  const result = (method: string, path: string): unknown => {
    const found = matchRoute(endpoints, method, path);
    return found.kind === 'found' ? found.params : found.problem.status;
  };

  it('decodes once, and tells unknown from not offered', () => {
    assert.deepEqual(result('GET', '/v1/services/a%20b'), { service: 'a b' });
    assert.deepEqual(result('GET', '/v1/services/%252e'), { service: '%2e' });
    for (const path of [
      '/v1/services/..%2f..',
      '/v1/services/%2e%2e',
      '/v1/services/%',
      '/v1/x',
      '/services/a',
    ]) {
      assert.equal(result('GET', path), 404, path);
    }
    assert.equal(result('DELETE', '/v1/services/a'), 501);
    assert.equal(result('GET', '/v1/services/a/slos'), 501);
  });
});

describe('pageOf', () => {
  const items = Array.from({ length: 5 }, (_, index) => index);
  const query = (text: string): URLSearchParams => new URLSearchParams(text);

  it('gives every item once, whatever the size', () => {
    for (const size of [1, 2, 5, 200]) {
      const seen: number[] = [];
      let token: string | undefined = '';
      while (token !== undefined) {
        const page: { items: readonly number[]; nextPageToken?: string } = pageOf(
          items,
          query(`pageSize=${size}&pageToken=${token}`),
        );
        seen.push(...page.items);
        token = page.nextPageToken;
      }
      assert.deepEqual(seen, items);
    }
  });

  it('refuses a token of another list and a size that is none', () => {
    const { nextPageToken = '' } = pageOf(items, query('pageSize=1&q=a'));
    for (const text of [`pageToken=${nextPageToken}&q=b`, 'pageToken=x', 'pageSize=-1', 'pageSize=x']) {
      assert.throws(() => pageOf(items, query(text)), PlatformError, text);
    }
  });
});

describe('WatchFeed', () => {
  it('gives what came after an id, and a reset for one it no longer knows', () => {
    const feed = new WatchFeed();
    for (let index = 0; index < 1_100; index++) feed.publish('platform.service.changed', `s${index}`);
    const [reset] = feed.since('another-1');
    assert.equal(reset?.type, 'platform.catalog.reset');
    assert.deepEqual(feed.since(reset.id), []);
    assert.deepEqual(feed.since(undefined), []);
    feed.publish('platform.service.changed', 'new');
    assert.deepEqual(
      feed.since(reset.id).map(({ subject }) => subject),
      ['new'],
    );
    const first = reset.id.replace(/-\d+$/, '-1');
    assert.equal(feed.since(first)[0]?.type, 'platform.catalog.reset');
  });

  it('resumes after the reset of an empty feed', () => {
    const feed = new WatchFeed();
    const [reset] = feed.since('old');
    feed.publish('platform.service.changed', 'a');
    assert.deepEqual(
      feed.since(reset?.id).map(({ subject }) => subject),
      ['a'],
    );
  });
});
