import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { connect, type AddressInfo, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { certify, makeAuthority, type Certified } from '../../support/certificates.js';
import { FaultProxy } from '../../support/faultProxy.js';
import { Bed, manifest, serverJs } from '../local/bed.js';
import { leaksOf, timeless, type FaultReport } from './report.js';

const host = 'platform.test';
const root = process.env['GOLDEN_PATH_ROOT'] ?? process.cwd();

interface Outcome {
  readonly code?: string;
  readonly message?: string;
}

interface ProgramResult {
  readonly read: Outcome & { readonly name?: string };
  readonly sent: Outcome & { readonly state?: string };
  readonly kept: number;
  /** The picture at the end: how true it is, from when, and whether it has what was known before. */
  readonly picture: { readonly status: string; readonly asOf: number; readonly known: boolean };
}

/** Certificates and proxies: where nobody can be trusted nothing is sent, and where somebody can it works. */
export function defineTrustFaults(report: FaultReport): void {
  describe('of certificates and proxies', () => {
    const bed = new Bed();
    const authority = makeAuthority();
    const proxies: FaultProxy[] = [];
    let folder = '';
    let program = '';
    let service = '';
    let release = '';
    let count = 0;

    /** The platform behind a certificate. */
    const platformWith = async (certified: Certified): Promise<FaultProxy> => {
      const proxy = new FaultProxy(certified);
      proxies.push(proxy);
      await proxy.start(bed.platform.url);
      return proxy;
    };

    before(async () => {
      await bed.start();
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
    beforeEach(async () => {
      service = `trusted-${++count}`;
      const source = bed.source(service, { 'server.js': serverJs('one') });
      release = (await bed.release(manifest(service), source)).id;
    });
    afterEach(async () => {
      for (const proxy of proxies.splice(0)) await proxy.stop();
    });
    after(async () => {
      await bed.dispose();
      rmSync(folder, { recursive: true, force: true });
    });

    const trusting = (): Readonly<Record<string, string>> => ({
      NODE_EXTRA_CA_CERTS: path.join(folder, 'authority.pem'),
    });
    /** Reads and deploys in a program whose environment knows the authority, a proxy, both or none. */
    const run = async (
      url: string,
      over: string,
      env: Readonly<Record<string, string>> = {},
    ): Promise<ProgramResult> => {
      const child = spawn(process.execPath, [program, url, over, service, release], {
        env: { PATH: process.env['PATH'] ?? '', ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      let out = '';
      let all = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => (all += chunk.toString()));
      }
      child.stdin.end(bed.platform.token);
      await new Promise((resolve) => child.once('close', resolve));
      assert.equal(leaksOf(bed.platform.token, [all]), 0, 'the token leaks');
      return JSON.parse(out) as ProgramResult;
    };
    const made = async (): Promise<number> => (await bed.deployments(service, 'development')).length;
    const works = async (
      fault: string,
      url: string,
      over: string,
      env: Record<string, string>,
    ): Promise<void> => {
      const { read, sent, kept, picture } = await run(url, over, env);
      assert.equal(picture.status, 'live');
      assert.deepEqual(read, { name: 'local' });
      assert.deepEqual(sent, { state: 'Succeeded' });
      assert.equal(kept, 0);
      assert.equal(await made(), 1, 'one deployment');
      if (over === 'fetch') {
        report.add({ fault, sees: 'nothing of it', picture: 'live', deployment: 'made once', leaks: 0 });
      }
    };
    const refuses = async (
      fault: string,
      says: RegExp,
      url: string,
      over: string,
      env: Readonly<Record<string, string>> = {},
    ): Promise<void> => {
      const { read, sent, kept, picture } = await run(url, over, env);
      assert.deepEqual(picture, { status: 'stale', asOf: 1_000, known: true });
      for (const { code, message = '' } of [read, sent]) {
        assert.equal(code, 'unreachable', message);
        assert.match(message, says);
        assert.doesNotMatch(message, /wrong@|secret/);
      }
      assert.equal(kept, 0, 'it did not come to sending');
      assert.equal(await made(), 0);
      if (over === 'fetch') {
        const sees = `“${timeless(read.message ?? '', url)}”`;
        report.add({ fault, sees, picture: 'stays, with its age', deployment: 'not sent', leaks: 0 });
      }
    };

    const untrusted: readonly (readonly [
      fault: string,
      certified: () => Certified,
      env: () => Readonly<Record<string, string>>,
      says: RegExp,
    ])[] = [
      [
        'a certificate of an authority that is not known here',
        () => certify(authority, ['127.0.0.1']),
        () => ({}),
        /not trusted here/,
      ],
      [
        'an expired certificate',
        () => certify(authority, ['127.0.0.1'], { expired: true }),
        trusting,
        /has expired/,
      ],
      [
        'a certificate for another name',
        () => certify(authority, ['other.test']),
        trusting,
        /not trusted here \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
      ],
    ];
    for (const over of ['fetch', 'undici']) {
      for (const [fault, certified, env, says] of untrusted) {
        it(`${fault}, over ${over}`, async () => {
          const platform = await platformWith(certified());
          await refuses(fault, says, platform.url, over, env());
          assert.equal(platform.seen.length, 0, 'nothing was sent');
        });
      }

      it(`a certificate of a private authority that is installed, over ${over}`, async () => {
        const { url } = await platformWith(certify(authority, ['127.0.0.1']));
        await works('a certificate of a private authority that is installed', url, over, trusting());
      });

      describe(`behind a proxy, over ${over}`, () => {
        const asked: string[] = [];
        const url = `https://${host}/v1`;
        let platform: FaultProxy;
        let proxy: Server;
        beforeEach(async () => {
          asked.length = 0;
          platform = await platformWith(certify(authority, [host]));
          proxy = proxyFor(Number(new URL(platform.url).port), asked);
          await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
        });
        afterEach(() => proxy.close());
        const through = (who: string): Record<string, string> => ({
          ...trusting(),
          HTTPS_PROXY: `http://${who}127.0.0.1:${(proxy.address() as AddressInfo).port}`,
        });

        it('that wants a password and gets it', async () => {
          await works('a proxy that wants a password and gets it', url, over, through('mia:secret@'));
          const expected = `${host}:443 Basic ${Buffer.from('mia:secret').toString('base64')}`;
          assert.deepEqual([...new Set(asked)], [expected]);
          // The password is the proxy's, the token the platform's.
          assert.ok(platform.seen.every(({ headers }) => headers['proxy-authorization'] === undefined));
        });

        it('that wants a password and gets none, or a wrong one', async () => {
          for (const who of ['mia:wrong@', '']) {
            await refuses(
              `a proxy that wants a password and gets ${who === '' ? 'none' : 'a wrong one'}`,
              /proxy.*407/i,
              url,
              over,
              through(who),
            );
            assert.equal(platform.seen.length, 0);
          }
        });
      });
    }
  });
}

/** A proxy for CONNECT that lets only mia in, and knows one platform. */
function proxyFor(port: number, asked: string[]): Server {
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
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return server;
}
