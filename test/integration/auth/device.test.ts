import assert from 'node:assert/strict';
import { isAbort } from '../../../src/base/abort.js';
import { UserError } from '../../../src/model/errors.js';
import { AuthServers } from '../../../src/platform/auth/authServer.js';
import { signInByDevice, type DeviceCode } from '../../../src/platform/auth/deviceSignIn.js';
import type { Tokens } from '../../../src/platform/auth/tokens.js';
import { fetchTransport } from '../../../src/platform/http/fetchTransport.js';
import { OidcServer, clientId, type Detour } from './oidcServer.js';
import { ScriptedBrowser, type Answers } from './scriptedBrowser.js';

/** Time that passes as the flow waits. */
class FakeTime {
  now = Date.now();
  readonly waits: number[] = [];
  readonly clock = { now: () => this.now };
  readonly wait = (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    this.waits.push(ms / 1000);
    this.now += ms;
    return new Promise((resolve) => setTimeout(resolve, 5));
  };
}

describe('signing in with a code on another device', () => {
  let oidc: OidcServer;
  let time: FakeTime;

  beforeEach(async () => {
    oidc = await OidcServer.start();
    time = new FakeTime();
  });

  afterEach(() => oidc.stop());

  async function signIn(show: (code: DeviceCode) => void, signal?: AbortSignal): Promise<Tokens> {
    const server = await new AuthServers(fetchTransport()).discover({ issuer: oidc.issuer, clientId });
    const { clock, wait } = time;
    const scopes = ['openid', 'profile', 'offline_access'];
    return signInByDevice(server, { scopes, show, clock, wait }, signal);
  }

  function visit(code: DeviceCode, answers?: Answers): Promise<unknown> {
    assert.ok(code.filledPage);
    return new ScriptedBrowser(answers).visit(code.filledPage);
  }

  it('ends with tokens once the code is confirmed elsewhere', async () => {
    const codes: DeviceCode[] = [];
    let visited: Promise<unknown> | undefined;
    const tokens = await signIn((code) => {
      codes.push(code);
      visited = visit(code);
    });
    await visited;
    assert.equal(await oidc.personOf(tokens.accessToken), 'alice');
    assert.equal(tokens.person?.label, 'alice@example.com');
    assert.match(codes[0]?.userCode ?? '', /^[A-Z]{4}-[A-Z]{4}$/);
    assert.deepEqual([...new Set(time.waits)], [5]);
  });

  it('asks less often when told to slow down, and less still while nobody answers', async () => {
    const steps: Detour[] = [
      refuse('slow_down'),
      (request) => {
        request.socket.destroy();
        return true;
      },
      (_request, response) => {
        response.writeHead(503).end();
        return true;
      },
    ];
    oidc.detour = (request, response) =>
      request.url === '/token' ? (steps.shift()?.(request, response) ?? false) : false;
    let visited: Promise<unknown> | undefined;
    await signIn((code) => {
      visited = visit(code);
    });
    await visited;
    assert.deepEqual(time.waits.slice(0, 4), [5, 10, 20, 40]);
  });

  it('says that the person declined', async () => {
    await assert.rejects(
      signIn((code) => void visit(code, { abort: 'yes' })),
      (error) => error instanceof UserError && error.code === 'sign-in.denied',
    );
  });

  it('ends when the code has expired, by the server or by the clock', async () => {
    const expired = (error: unknown): boolean =>
      error instanceof UserError && error.code === 'sign-in.expired';
    await assert.rejects(
      signIn(() => (time.now += 700_000)),
      expired,
    );
    oidc.detour = (request, response) =>
      request.url === '/token' ? refuse('expired_token')(request, response) : false;
    await assert.rejects(
      signIn(() => undefined),
      expired,
    );
  });

  it('ends in silence when cancelled', async () => {
    const abort = new AbortController();
    await assert.rejects(
      signIn(() => abort.abort(), abort.signal),
      isAbort,
    );
  });

  it('shows no page that is not protected', async () => {
    oidc.detour = (request, response) => {
      if (request.url !== '/device/auth') return false;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          device_code: 'd',
          user_code: 'U',
          verification_uri: 'http://evil.example/device',
          expires_in: 60,
        }),
      );
      return true;
    };
    await assert.rejects(
      signIn(() => assert.fail('a code was shown')),
      (error) => error instanceof UserError && error.code === 'sign-in.unsafe',
    );
  });
});

function refuse(error: string): Detour {
  return (_request, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error }));
    return true;
  };
}
