import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PlatformError } from '../../../src/model/errors.js';
import type { Account } from '../../../src/platform/auth/account.js';
import { Accounts, type SecretSlot } from '../../../src/platform/auth/accounts.js';
import { AccountTokens } from '../../../src/platform/auth/accountToken.js';
import { AuthServers } from '../../../src/platform/auth/authServer.js';
import { signInByBrowser } from '../../../src/platform/auth/browserSignIn.js';
import { fileLocks } from '../../../src/platform/auth/fileLocks.js';
import { fileSlot } from '../../../src/platform/auth/fileSlot.js';
import { loopbackRedirect } from '../../../src/platform/auth/loopbackRedirect.js';
import { renewAccount, revokeAccount } from '../../../src/platform/auth/renewal.js';
import { accountOf } from '../../../src/platform/auth/tokens.js';
import { fetchTransport } from '../../../src/platform/http/fetchTransport.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import { GuardedPlatform } from './guardedPlatform.js';
import { OidcServer, clientId } from './oidcServer.js';
import { ScriptedBrowser } from './scriptedBrowser.js';

const origin = 'https://platform.example';

describe('renewing a session', () => {
  let oidc: OidcServer;
  let folder: string;
  let slot: SecretSlot;
  let account: Account;
  let ended: string[];

  before(async () => {
    oidc = await OidcServer.start();
  });

  after(() => oidc.stop());

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'golden-path-'));
    slot = fileSlot(path.join(folder, 'accounts.json'));
    ended = [];
    oidc.detour = () => false;
    const registration = { issuer: oidc.issuer, clientId };
    const server = await new AuthServers(fetchTransport()).discover(registration);
    const redirect = await loopbackRedirect();
    try {
      const tokens = await signInByBrowser(server, {
        scopes: ['openid', 'profile', 'offline_access'],
        redirect,
        open: async (url) => {
          await new ScriptedBrowser().visit(url);
        },
      });
      account = accountOf(origin, registration, tokens, '');
    } finally {
      redirect.dispose();
    }
    oidc.granted.length = 0;
    oidc.revokedGrants = 0;
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** One window: its own memory, the secret store and the lock folder shared. */
  function window(now: () => number = Date.now): { accounts: Accounts; tokens: AccountTokens } {
    const locks = fileLocks(path.join(folder, 'locks'));
    const accounts = new Accounts(slot, locks);
    const servers = new AuthServers(fetchTransport());
    const tokens = new AccountTokens({
      accounts,
      locks,
      renew: (each) => renewAccount(servers, each, { now }),
      ended: ({ label }) => ended.push(label),
      clock: { now },
    });
    return { accounts, tokens };
  }

  it('renews once however many ask in however many windows, and everybody stays signed in', async () => {
    const windows = [window(), window(), window()];
    await windows[0]!.accounts.put(account);
    const asked = windows.flatMap(({ tokens }) =>
      Array.from({ length: 20 }, () => tokens.source(origin)(account.accessToken)),
    );
    const got = new Set(await Promise.all(asked));
    assert.equal(got.size, 1);
    const [token = ''] = got;
    assert.notEqual(token, account.accessToken);
    assert.equal(await oidc.personOf(token), 'alice');
    assert.deepEqual(oidc.granted, ['refresh_token']);
    assert.equal(oidc.revokedGrants, 0);
    // The rotated refresh token was kept: the chain goes on.
    const next = await windows[2]!.tokens.source(origin)(token);
    assert.ok(next && next !== token);
    assert.equal(await oidc.personOf(next), 'alice');
    assert.deepEqual(ended, []);
  });

  it('is done once for many calls of several windows to a platform that refuses the token', async () => {
    const platform = await new GuardedPlatform({
      name: 'acme',
      personOf: (token) =>
        token === account.accessToken ? Promise.resolve(undefined) : oidc.personOf(token),
    }).start();
    const windows = [window(), window()];
    await windows[0]!.accounts.put({ ...account, origin: platform.origin });
    const clients = windows.map(({ tokens }) =>
      createHttpPlatform({
        url: platform.url,
        token: tokens.source(platform.origin),
        transport: fetchTransport(),
      }),
    );
    try {
      const pages = await Promise.all(
        clients.flatMap((client) =>
          Array.from({ length: 25 }, (_, index) => client.listServices({ q: `query-${index}` })),
        ),
      );
      assert.equal(pages.length, 50);
      assert.deepEqual(oidc.granted, ['refresh_token']);
      assert.equal(oidc.revokedGrants, 0);
      assert.deepEqual(ended, []);
    } finally {
      for (const client of clients) client.dispose();
      await platform.stop();
    }
  });

  it('would lose the session without the lock: the server takes a second use for theft', async () => {
    const servers = new AuthServers(fetchTransport());
    assert.ok(await renewAccount(servers, account));
    assert.equal(await renewAccount(servers, account), undefined);
    assert.ok(oidc.revokedGrants > 0);
  });

  it('renews before the token ends, not on every request', async () => {
    let now = Date.now();
    const { accounts, tokens } = window(() => now);
    await accounts.put(account);
    const source = tokens.source(origin);
    assert.equal(await source(), account.accessToken);
    assert.deepEqual(oidc.granted, []);
    now = (account.expiresAt ?? 0) - 30_000;
    const renewed = await source();
    assert.notEqual(renewed, account.accessToken);
    assert.equal(await source(), renewed);
    assert.deepEqual(oidc.granted, ['refresh_token']);
  });

  it('never signs out because nobody answers: what still is good serves, what is not waits', async () => {
    let now = Date.now();
    const { accounts, tokens } = window(() => now);
    await accounts.put(account);
    oidc.detour = (request) => {
      request.socket.destroy();
      return true;
    };
    now = (account.expiresAt ?? 0) - 30_000;
    assert.equal(await tokens.source(origin)(), account.accessToken);
    now = (account.expiresAt ?? 0) + 30_000;
    await assert.rejects(tokens.source(origin)(), (error) => PlatformError.is(error, 'unreachable'));
    oidc.detour = (_request, response) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"error":"server_error"}');
      return true;
    };
    await assert.rejects(tokens.source(origin)(), (error) => PlatformError.is(error, 'unavailable'));
    assert.deepEqual(ended, []);
    oidc.detour = () => false;
    assert.equal(await oidc.personOf((await tokens.source(origin)()) ?? ''), 'alice');
  });

  it('signs out once when the server says that the session is over', async () => {
    const windows = [window(), window()];
    await windows[0]!.accounts.put(account);
    await revokeAccount(new AuthServers(fetchTransport()), account);
    const got = await Promise.all(
      windows.flatMap(({ tokens }) => [
        tokens.source(origin)(account.accessToken),
        tokens.source(origin)(account.accessToken),
      ]),
    );
    assert.deepEqual(new Set(got), new Set([undefined]));
    assert.deepEqual(ended, ['alice@example.com']);
    assert.equal(await slot.read(), undefined);
  });

  it('ends refresh and access token at sign-out', async () => {
    const servers = new AuthServers(fetchTransport());
    await revokeAccount(servers, account);
    assert.equal(await oidc.personOf(account.accessToken), undefined);
    assert.equal(await renewAccount(servers, account), undefined);
  });

  it('gives one platform nothing of another', async () => {
    const { accounts, tokens } = window();
    await accounts.put(account);
    for (const other of [
      'https://platform.example:8443',
      'http://platform.example',
      'https://evil.example',
    ]) {
      assert.equal(await tokens.source(other)(), undefined);
      assert.equal(await tokens.source(other)(account.accessToken), undefined);
    }
  });
});
