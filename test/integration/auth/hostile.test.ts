import assert from 'node:assert/strict';
import { createServer, request as send, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PlatformError, UserError } from '../../../src/model/errors.js';
import { AuthServers } from '../../../src/platform/auth/authServer.js';
import { loopbackRedirect } from '../../../src/platform/auth/loopbackRedirect.js';
import { oauthFetch } from '../../../src/platform/auth/oauthFetch.js';
import { renewAccount } from '../../../src/platform/auth/renewal.js';
import { fetchTransport } from '../../../src/platform/http/fetchTransport.js';

const servers: Server[] = [];

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A sign-in server of which the test says everything. */
async function issuerWith(metadata: (issuer: string) => object, token: RequestListener): Promise<string> {
  let issuer = '';
  issuer = await serve((request, response) => {
    if (!request.url?.includes('.well-known')) {
      token(request, response);
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ issuer, token_endpoint: `${issuer}/token`, ...metadata(issuer) }));
  });
  return issuer;
}

function renewAt(issuer: string): ReturnType<typeof renewAccount> {
  return renewAccount(new AuthServers(fetchTransport()), {
    id: 'x#y',
    origin: 'https://platform.example',
    label: 'y',
    accessToken: 'canary-access',
    refreshToken: 'canary-refresh',
    issuer,
    clientId: 'golden-path',
  });
}

const failsAs =
  (code: string) =>
  (error: unknown): boolean =>
    (error instanceof UserError || error instanceof PlatformError) &&
    error.code === code &&
    !`${error.stack ?? ''}${JSON.stringify(error)}`.includes('canary-');

describe('a sign-in server that is not as it should be', () => {
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('leads no token to another origin by a redirect', async () => {
    const caught: string[] = [];
    const evil = await serve((request, response) => {
      caught.push(request.url ?? '');
      response.end('{}');
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const issuer = await issuerWith(
        () => ({}),
        (_request, response) => response.writeHead(status, { location: `${evil}/steal` }).end(),
      );
      await assert.rejects(renewAt(issuer), failsAs('sign-in.protocol'));
    }
    assert.deepEqual(caught, []);
  });

  it('leads no token to an address that is not protected', async () => {
    const issuer = await issuerWith(
      () => ({ token_endpoint: 'http://id.example.com/token' }),
      () => assert.fail('it was asked'),
    );
    await assert.rejects(renewAt(issuer), failsAs('sign-in.unsafe'));
    await assert.rejects(renewAt('http://id.example.com'), failsAs('sign-in.unsafe'));
    await assert.rejects(renewAt('https://user:secret@id.example.com'), failsAs('sign-in.unsafe'));
    await assert.rejects(renewAt('not an address'), failsAs('sign-in.issuer'));
  });

  it('is told from a captive portal, a broken answer and one that is too large', async () => {
    const portal = await serve((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html>Wi-Fi'),
    );
    await assert.rejects(renewAt(portal), failsAs('sign-in.protocol'));
    const broken = await issuerWith(
      () => ({}),
      (_request, response) => response.setHeader('content-type', 'application/json').end('{"access_tok'),
    );
    await assert.rejects(renewAt(broken), failsAs('sign-in.protocol'));
    const large = await issuerWith(
      () => ({}),
      (_request, response) =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ x: 'x'.repeat(3e6) })),
    );
    await assert.rejects(renewAt(large), failsAs('too-large'));
  });

  it('that never answers is given up', async () => {
    const hole = await serve(() => undefined);
    const started = Date.now();
    await assert.rejects(
      oauthFetch(fetchTransport(), 100)(`${hole}/token`, { method: 'POST', headers: {}, body: 'x=y' }),
      failsAs('timeout'),
    );
    assert.ok(Date.now() - started < 5_000);
  });

  it('that is overloaded ends no session', async () => {
    for (const status of [429, 500, 502, 503]) {
      const issuer = await issuerWith(
        () => ({}),
        (_request, response) =>
          response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}'),
      );
      await assert.rejects(renewAt(issuer), failsAs('unavailable'));
    }
  });
});

describe('the port that waits for the browser', () => {
  function ask(
    uri: string,
    options: { readonly method?: string; readonly host?: string; readonly path?: string },
  ) {
    const { port, pathname } = new URL(uri);
    return new Promise<number>((resolve, reject) => {
      const asked = send(
        {
          port,
          host: '127.0.0.1',
          path: options.path ?? `${pathname}?state=mine&code=c`,
          method: options.method ?? 'GET',
          headers: { host: options.host ?? `127.0.0.1:${port}` },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      asked.on('error', reject);
      asked.end();
    });
  }

  it('answers nobody but a return to this very address', async () => {
    const redirect = await loopbackRedirect();
    try {
      const abort = new AbortController();
      const waiting = redirect.returned('mine', abort.signal);
      let isDone = false;
      void waiting.then(() => (isDone = true));
      assert.equal(await ask(redirect.uri, { host: 'evil.example' }), 404);
      assert.equal(await ask(redirect.uri, { host: `localhost:${new URL(redirect.uri).port}` }), 404);
      assert.equal(await ask(redirect.uri, { method: 'POST' }), 404);
      assert.equal(await ask(redirect.uri, { path: '/' }), 404);
      assert.equal(await ask(redirect.uri, { path: 'http://evil.example/callback?state=mine' }), 404);
      assert.equal(await ask(redirect.uri, { path: '/callback?state=other' }), 400);
      assert.equal(isDone, false);
      assert.equal(await ask(redirect.uri, {}), 200);
      assert.equal((await waiting).searchParams.get('code'), 'c');
      // The same return a second time is nobody's.
      assert.equal(await ask(redirect.uri, {}), 400);
    } finally {
      redirect.dispose();
    }
    await assert.rejects(ask(redirect.uri, {}));
  });

  it('is the one that a platform has registered, and says so where it is taken', async () => {
    const first = await loopbackRedirect();
    const { port } = new URL(first.uri);
    const registered = `http://localhost:${port}/auth/callback`;
    await assert.rejects(
      loopbackRedirect(registered),
      (error) =>
        error instanceof UserError && error.code === 'sign-in.loopback' && error.message.includes(port),
    );
    first.dispose();
    const redirect = await loopbackRedirect(registered);
    try {
      assert.equal(redirect.uri, registered);
      const waiting = redirect.returned('mine', new AbortController().signal);
      assert.equal(await ask(redirect.uri, {}), 404);
      assert.equal(await ask(redirect.uri, { host: `localhost:${port}` }), 200);
      assert.equal((await waiting).pathname, '/auth/callback');
    } finally {
      redirect.dispose();
    }
  });

  it('is never one of another machine', async () => {
    for (const address of ['http://evil.example/callback', 'https://localhost/callback', 'x', 'file:///x']) {
      await assert.rejects(loopbackRedirect(address), (error) => error instanceof UserError);
    }
  });
});
