import assert from 'node:assert/strict';
import { isAbort } from '../../../src/base/abort.js';
import { PlatformError, UserError } from '../../../src/model/errors.js';
import { AuthServers } from '../../../src/platform/auth/authServer.js';
import { signInByBrowser } from '../../../src/platform/auth/browserSignIn.js';
import { loopbackRedirect } from '../../../src/platform/auth/loopbackRedirect.js';
import type { Redirect } from '../../../src/platform/auth/redirect.js';
import { renewAccount } from '../../../src/platform/auth/renewal.js';
import { accountOf, type Tokens } from '../../../src/platform/auth/tokens.js';
import { transports } from '../client/transports.js';
import { OidcServer, clientId } from './oidcServer.js';
import { ScriptedBrowser } from './scriptedBrowser.js';

const scopes = ['openid', 'profile', 'offline_access'];

for (const [name, makeTransport] of transports) {
  describe(`signing in by the browser over ${name}`, () => {
    const transport = makeTransport();
    let oidc: OidcServer;
    let redirect: Redirect;

    beforeEach(async () => {
      oidc = await OidcServer.start();
      redirect = await loopbackRedirect();
    });

    afterEach(async () => {
      redirect.dispose();
      await oidc.stop();
    });

    after(() => transport.dispose());

    async function signIn(
      open: (url: string) => Promise<void>,
      more: { readonly signal?: AbortSignal; readonly patienceMs?: number } = {},
    ): Promise<Tokens> {
      const server = await new AuthServers(transport).discover({ issuer: oidc.issuer, clientId });
      const { signal, ...rest } = more;
      return signInByBrowser(server, { scopes, redirect, open, ...rest }, signal);
    }

    it('ends with tokens of the person who signed in', async () => {
      let last = '';
      const tokens = await signIn(async (url) => {
        assert.equal(new URL(url).searchParams.get('code_challenge_method'), 'S256');
        last = (await new ScriptedBrowser().visit(url)).text;
      });
      assert.equal(await oidc.personOf(tokens.accessToken), 'alice');
      assert.deepEqual(tokens.person, { subject: 'alice', label: 'alice@example.com' });
      assert.ok(tokens.refreshToken);
      assert.ok(tokens.expiresAt && tokens.expiresAt > Date.now() + 3_500_000);
      assert.match(last, /You are signed in/);
    });

    it('ends with the ID token of the person where the platform takes no other', async () => {
      const registration = { issuer: oidc.issuer, clientId, bearer: 'id_token' } as const;
      const server = await new AuthServers(transport).discover(registration);
      const open = async (url: string): Promise<void> => {
        await new ScriptedBrowser().visit(url);
      };
      const tokens = await signInByBrowser(server, { scopes, redirect, open });
      const account = accountOf('https://argo.example', server.registration, tokens, '');
      const fresh = await renewAccount(new AuthServers(transport), account);
      for (const token of [account.accessToken, fresh?.accessToken ?? '']) {
        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
        assert.equal('sub' in claims && claims.sub, 'alice');
        assert.equal('aud' in claims && claims.aud, clientId);
      }
      assert.equal(fresh?.bearer, 'id_token');
    });

    it('turns away a return with a foreign state, and waits on for the genuine one', async () => {
      let turnedAway = 0;
      const tokens = await signIn(async (url) => {
        const forged = await fetch(`${redirect.uri}?code=stolen&state=foreign`);
        turnedAway = forged.status;
        await new ScriptedBrowser().visit(url);
      });
      assert.equal(turnedAway, 400);
      assert.equal(await oidc.personOf(tokens.accessToken), 'alice');
    });

    it('refuses a return that another issuer signed for (RFC 9207)', async () => {
      await assert.rejects(
        signIn(async (url) => {
          const state = new URL(url).searchParams.get('state') ?? '';
          await fetch(
            `${redirect.uri}?code=c&state=${state}&iss=${encodeURIComponent('https://evil.example')}`,
          );
        }),
        (error) => error instanceof UserError && error.code === 'sign-in.issuer',
      );
      assert.deepEqual(oidc.granted, []);
    });

    it('refuses a server whose metadata names another issuer', async () => {
      oidc.detour = (request, response) => {
        if (!request.url?.includes('openid-configuration')) return false;
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({ issuer: 'https://evil.example', token_endpoint: `${oidc.issuer}/token` }),
        );
        return true;
      };
      await assert.rejects(
        signIn(() => Promise.resolve()),
        (error) => error instanceof UserError && error.code === 'sign-in.issuer',
      );
    });

    it('says in a sentence that the person declined', async () => {
      await assert.rejects(
        signIn(async (url) => {
          const state = new URL(url).searchParams.get('state') ?? '';
          const iss = encodeURIComponent(oidc.issuer);
          await fetch(`${redirect.uri}?error=access_denied&state=${state}&iss=${iss}`);
        }),
        (error) => error instanceof UserError && error.code === 'sign-in.denied',
      );
    });

    it('ends when nobody comes back, and when the person gives up', async () => {
      await assert.rejects(
        signIn(() => Promise.resolve(), { patienceMs: 50 }),
        (error) => error instanceof UserError && error.code === 'sign-in.timeout',
      );
      const abort = new AbortController();
      const waiting = signIn(
        () => {
          abort.abort();
          return Promise.resolve();
        },
        { signal: abort.signal },
      );
      await assert.rejects(waiting, isAbort);
    });

    it('is a failure of the network, not of the person, when the server goes away in the middle', async () => {
      await assert.rejects(
        signIn(async (url) => {
          const { searchParams } = new URL(url);
          oidc.detour = (request) => {
            request.socket.destroy();
            return true;
          };
          const iss = encodeURIComponent(oidc.issuer);
          await fetch(`${redirect.uri}?code=c&state=${searchParams.get('state') ?? ''}&iss=${iss}`);
        }),
        (error) => PlatformError.is(error, 'unreachable'),
      );
    });

    it('never repeats a code or what the server answered in its error', async () => {
      const secret = 'canary-7f3a';
      oidc.detour = (request, response) => {
        if (request.url !== '/token') return false;
        response.writeHead(400, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: `odd ${'x'.repeat(200)}`, error_description: secret }));
        return true;
      };
      const failed = await signIn(async (url) => {
        const state = new URL(url).searchParams.get('state') ?? '';
        const iss = encodeURIComponent(oidc.issuer);
        await fetch(`${redirect.uri}?code=${secret}&state=${state}&iss=${iss}`);
      }).catch((error: unknown) => error);
      assert.ok(failed instanceof UserError);
      assert.ok(!`${failed.stack ?? ''}${JSON.stringify(failed)}${String(failed.cause)}`.includes(secret));
    });
  });
}
