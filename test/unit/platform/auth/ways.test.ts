import assert from 'node:assert/strict';
import type { SignInInfo } from '../../../../src/model/platform.js';
import type { AuthServer } from '../../../../src/platform/auth/authServer.js';
import { isOpen, registrationOf, scopesOf, waysOf } from '../../../../src/platform/auth/ways.js';

function server(metadata: Partial<AuthServer['metadata']>): AuthServer {
  return { metadata: { issuer: 'https://id.example', ...metadata } } as AuthServer;
}

const browser = { authorization_endpoint: 'https://id.example/auth' };
const device = { device_authorization_endpoint: 'https://id.example/device' };
const oidc: SignInInfo = { type: 'oidc', issuer: 'https://id.example', clientId: 'golden-path' };

describe('the ways to sign in', () => {
  it('are those that the sign-in server has', () => {
    assert.deepEqual(waysOf(oidc, server({ ...browser, ...device })), ['browser', 'device']);
    assert.deepEqual(waysOf(oidc, server(device)), ['device']);
    assert.deepEqual(waysOf(oidc, server({})), []);
  });

  it('are only those that the platform announces, where it announces any', () => {
    const announced = { ...oidc, flows: ['device_code', 'telepathy'] };
    assert.deepEqual(waysOf(announced, server({ ...browser, ...device })), ['device']);
  });

  it('are a pasted token where the platform says so, or says nothing', () => {
    assert.deepEqual(waysOf({ ...oidc, tokenHelpUrl: 'https://a.example/tokens' }, server(browser)), [
      'browser',
      'token',
    ]);
    assert.deepEqual(waysOf({ type: 'token' }, undefined), ['token']);
    assert.deepEqual(waysOf({ type: 'saml' }, undefined), ['token']);
    assert.deepEqual(waysOf(undefined, undefined), ['token']);
  });

  it('need an issuer and a client', () => {
    assert.deepEqual(registrationOf(oidc), { issuer: 'https://id.example', clientId: 'golden-path' });
    assert.equal(registrationOf({ type: 'oidc', issuer: 'https://id.example' }), undefined);
    assert.equal(registrationOf({ ...oidc, type: 'token' }), undefined);
    assert.equal(registrationOf({ ...oidc, bearer: 'id_token' })?.bearer, 'id_token');
    assert.equal(registrationOf({ ...oidc, bearer: 'something' })?.bearer, undefined);
    assert.equal(isOpen({ type: 'none' }), true);
    assert.equal(isOpen(undefined), false);
  });

  it('ask for the announced scopes, else for a name and a session that lasts', () => {
    assert.deepEqual(scopesOf({ ...oidc, scopes: ['platform.read'] }), ['platform.read']);
    assert.deepEqual(scopesOf(oidc), ['openid', 'profile', 'offline_access']);
  });

  it('ask for a session that lasts only where the sign-in server has it', () => {
    const offering = (scopes?: string[]) => server({ ...(scopes && { scopes_supported: scopes }) });
    assert.deepEqual(scopesOf(oidc, offering(['openid'])), ['openid', 'profile']);
    for (const has of [offering(['offline_access']), offering()]) {
      assert.deepEqual(scopesOf(oidc, has), ['openid', 'profile', 'offline_access']);
    }
  });
});
