import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { build } from 'esbuild';
import { PlatformError } from '../../../src/model/errors.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import { certify, makeAuthority, type Certified } from '../../support/certificates.js';
import { transports } from '../client/transports.js';
import { timeless, type FaultReport } from './report.js';

const canary = 'canary-token-of-trust';
const host = 'platform.test';
const root = process.env['GOLDEN_PATH_ROOT'] ?? process.cwd();

interface ReadResult {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
}

/** Certificates and proxies: where nobody can be trusted nothing is sent, and where somebody can it works. */
export function defineTrustFaults(report: FaultReport): void {
  describe('of certificates and proxies', () => {
    const authority = makeAuthority();
    const servers: Server[] = [];
    const seen: string[] = [];
    let folder = '';
    let program = '';

    const listening = async (server: Server): Promise<number> => {
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return (server.address() as AddressInfo).port;
    };
    /** A platform that can only say its name. */
    const platformWith = (certified: Certified): Promise<number> =>
      listening(
        createHttps({ cert: certified.cert, key: certified.key }, (request, response) => {
          seen.push(request.headers.authorization ?? '');
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ name: 'trusted', contractVersion: '0.1.0', capabilities: {} }));
        }),
      );
    const tell = (fault: string, message: string | undefined, url = `https://${host}`): void =>
      report.add({
        fault,
        sees: message === undefined ? 'nothing of it' : `“${timeless(message, url)}”`,
        picture: message === undefined ? 'live' : 'stays, with its age',
        deployment: message === undefined ? 'made once' : 'not sent',
      });

    before(async () => {
      folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-trust-'));
      writeFileSync(path.join(folder, 'authority.pem'), authority.cert);
      program = path.join(root, 'out', 'test', 'support', 'readOnce.mjs');
      await build({
        entryPoints: [path.join(root, 'test', 'support', 'readOnceMain.ts')],
        outfile: program,
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
      });
    });
    beforeEach(() => (seen.length = 0));
    after(() => {
      for (const server of servers) server.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Reads in a program whose environment knows the authority, a proxy, both or none. */
    const readOnce = async (url: string, env: Readonly<Record<string, string>>): Promise<ReadResult> => {
      const child = spawn(process.execPath, [program, url], {
        env: { PATH: process.env['PATH'] ?? '', ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      let out = '';
      let all = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => (all += chunk.toString()));
      }
      child.stdin.end(canary);
      await new Promise((resolve) => child.once('close', resolve));
      assert.ok(!all.includes(canary), 'the token leaks');
      return JSON.parse(out) as ReadResult;
    };
    const trusting = (): Readonly<Record<string, string>> => ({
      NODE_EXTRA_CA_CERTS: path.join(folder, 'authority.pem'),
    });

    const untrusted: readonly (readonly [fault: string, certified: () => Certified, says: RegExp])[] = [
      [
        'a certificate of an authority that is not known here',
        () => certify(authority, ['127.0.0.1']),
        /not trusted here/,
      ],
      ['an expired certificate', () => certify(authority, ['127.0.0.1'], { expired: true }), /has expired/],
    ];
    for (const [fault, certified, says] of untrusted) {
      it(fault, async () => {
        const port = await platformWith(certified());
        for (const [index, [, makeTransport]] of transports.entries()) {
          const platform = createHttpPlatform({
            url: `https://127.0.0.1:${port}`,
            token: () => Promise.resolve(canary),
            transport: makeTransport(),
            policy: { backoffBaseMs: 1 },
          });
          const error: unknown = await platform.getInfo().then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          platform.dispose();
          assert.ok(PlatformError.is(error, 'unreachable'), inspect(error));
          assert.match(error.message, says);
          assert.ok(!inspect(error, { depth: 12 }).includes(canary));
          assert.deepEqual(seen, [], 'nothing was sent');
          if (index === 0) tell(fault, error.message, `https://127.0.0.1:${port}`);
        }
      });
    }

    it('a certificate of a private authority that is installed', async () => {
      const port = await platformWith(certify(authority, ['127.0.0.1']));
      assert.deepEqual(await readOnce(`https://127.0.0.1:${port}`, trusting()), { name: 'trusted' });
      assert.deepEqual(seen, [`Bearer ${canary}`]);
      tell('a certificate of a private authority that is installed', undefined);
    });

    it('a certificate for another name', async () => {
      const port = await platformWith(certify(authority, ['other.test']));
      const { code, message = '' } = await readOnce(`https://127.0.0.1:${port}`, trusting());
      assert.equal(code, 'unreachable');
      assert.match(message, /not trusted here \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
      assert.deepEqual(seen, []);
      tell('a certificate for another name', message, `https://127.0.0.1:${port}`);
    });

    describe('behind a proxy', () => {
      const asked: string[] = [];
      let platformPort = 0;
      let proxyPort = 0;
      before(async () => {
        platformPort = await platformWith(certify(authority, [host]));
        proxyPort = await listening(proxyFor(() => platformPort, asked));
      });
      beforeEach(() => (asked.length = 0));
      const through = (who: string): Readonly<Record<string, string>> => ({
        ...trusting(),
        HTTPS_PROXY: `http://${who}127.0.0.1:${proxyPort}`,
      });

      it('that wants a password and gets it', async () => {
        assert.deepEqual(await readOnce(`https://${host}`, through('mia:secret@')), { name: 'trusted' });
        assert.deepEqual(seen, [`Bearer ${canary}`]);
        assert.deepEqual(asked, [`${host}:443 Basic ${Buffer.from('mia:secret').toString('base64')}`]);
        tell('a proxy that wants a password and gets it', undefined);
      });

      it('that wants a password and gets none, or a wrong one', async () => {
        for (const who of ['', 'mia:wrong@']) {
          const { code, message = '' } = await readOnce(`https://${host}`, through(who));
          assert.equal(code, 'unreachable');
          assert.match(message, /proxy.*407/i);
          assert.doesNotMatch(message, /wrong/);
          assert.deepEqual(seen, []);
          if (who === '') tell('a proxy that wants a password and gets none', message);
        }
      });
    });
  });
}

/** A proxy for CONNECT that lets only mia in, and knows one platform. */
function proxyFor(port: () => number, asked: string[]): Server {
  const expected = `Basic ${Buffer.from('mia:secret').toString('base64')}`;
  const server = createHttp((_request, response) => {
    response.writeHead(405).end();
  });
  server.on('connect', (request, socket, head) => {
    const who = request.headers['proxy-authorization'] ?? '';
    asked.push(`${request.url ?? ''} ${who}`);
    if (who !== expected) {
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n',
      );
      return;
    }
    const onward = connect(port(), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return server;
}
