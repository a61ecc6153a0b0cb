import assert from 'node:assert/strict';
import { inquire } from '../../../src/platform/anyPlatform.js';
import { AuthServers } from '../../../src/platform/auth/authServer.js';
import { signInByBrowser } from '../../../src/platform/auth/browserSignIn.js';
import { loopbackRedirect } from '../../../src/platform/auth/loopbackRedirect.js';
import { renewAccount } from '../../../src/platform/auth/renewal.js';
import { accountOf } from '../../../src/platform/auth/tokens.js';
import { registrationOf, scopesOf, waysOf } from '../../../src/platform/auth/ways.js';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../../src/platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

describe('sign-in at a real Backstage', function () {
  this.timeout(120_000);
  let backstage: RunningBackstage | undefined;
  const disposables: { dispose(): void }[] = [];

  before(async function () {
    if (!isBackstageThere()) this.skip();
    backstage = await startBackstage();
  });
  after(async () => {
    for (const each of disposables) each.dispose();
    await backstage?.stop();
  });

  const connect = (token?: string): BackstagePlatform => {
    const made = createBackstagePlatform({
      url: backstage!.url,
      token: () => Promise.resolve(token),
      transport: undiciTransport(),
    });
    disposables.push(made);
    return made;
  };
  const guestToken = async (): Promise<string> => {
    const answer = await fetch(`${backstage!.url}/api/auth/guest/refresh`, {
      headers: { 'x-requested-with': 'XMLHttpRequest' },
    });
    const { backstageIdentity } = (await answer.json()) as { backstageIdentity: { token: string } };
    return backstageIdentity.token;
  };

  it('is found out from the address alone', async () => {
    const { url } = backstage!;
    for (const address of [url, `${url}/`, `${url}/v1`]) {
      const found = await inquire(address, { transport: undiciTransport });
      assert.deepEqual(found, {
        type: 'backstage',
        url,
        isOpen: true,
        auth: {
          type: 'oidc',
          issuer: `${url}/api/auth`,
          clientId: `${url}/api/auth/.well-known/oauth-client/cli.json`,
          scopes: ['offline_access'],
          flows: ['authorization_code', 'token'],
        },
      });
    }
    await assert.rejects(inquire(`${url}/elsewhere`, { transport: undiciTransport }), {
      code: 'not-a-platform',
    });
  });

  it('lets a guest in where there is one, and nobody else without a token', async () => {
    assert.ok((await connect().listServices()).items.length > 0);
    assert.ok((await connect(backstage!.token).listServices()).items.length > 0);
    await assert.rejects(connect('wrong').listServices(), { code: 'unauthenticated' });
  });

  it('goes by the browser, and is renewed', async () => {
    const transport = undiciTransport();
    disposables.push(transport);
    const { auth } = await inquire(backstage!.url, { transport: undiciTransport });
    const registration = registrationOf(auth);
    const servers = new AuthServers(transport);
    const server = await servers.discover(registration!);
    assert.deepEqual(waysOf(auth, server), ['browser', 'token']);
    const redirect = await loopbackRedirect();
    // The page of the app asks the person, whom it knows, and tells the backend what they said.
    const open = async (page: string): Promise<void> => {
      const asked = await fetch(page, { redirect: 'manual' });
      const session = /\/oauth2\/authorize\/([\w-]+)$/.exec(asked.headers.get('location') ?? '')?.[1];
      assert.ok(session, `${asked.status} ${await asked.text()}`);
      const approved = await fetch(`${backstage!.url}/api/auth/v1/sessions/${session}/approve`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await guestToken()}`, 'content-type': 'application/json' },
        body: '{}',
      });
      const { redirectUrl } = (await approved.json()) as { redirectUrl: string };
      assert.equal((await fetch(redirectUrl)).status, 200);
    };
    disposables.push(redirect);
    const tokens = await signInByBrowser(server, { scopes: scopesOf(auth), redirect, open });
    assert.equal(tokens.person?.subject, 'user:default/grace');
    const account = accountOf(new URL(backstage!.url).origin, server.registration, tokens, '');
    assert.ok((await connect(account.accessToken).listServices()).items.length > 0);
    const renewed = await renewAccount(servers, account);
    assert.notEqual(renewed?.refreshToken, account.refreshToken);
    assert.ok((await connect(renewed?.accessToken).listServices()).items.length > 0);
  });
});
