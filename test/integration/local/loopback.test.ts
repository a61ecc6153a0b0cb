import assert from 'node:assert/strict';
import { readFileSync, readdirSync, readlinkSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Bed, buildCli, manifest, serverJs } from './bed.js';

interface Raw {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** One test for each claim of who can reach the local platform, and how. */
describe('the local platform on the loopback', function () {
  this.timeout(60_000);
  const bed = new Bed();
  let port = 0;
  before(async () => {
    await buildCli();
    await bed.start();
    port = Number(new URL(bed.platform.url).port);
    await bed.release(manifest('hello'), bed.source('hello', { 'server.js': serverJs('one') }));
  });
  after(() => bed.dispose());

  function send(
    headers: http.OutgoingHttpHeaders,
    { method = 'GET', route = '/v1/services', body }: { method?: string; route?: string; body?: string } = {},
  ): Promise<Raw> {
    return new Promise((resolve, reject) => {
      const given = { Authorization: `Bearer ${bed.platform.token}`, Host: `127.0.0.1:${port}`, ...headers };
      const all = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      const request = http.request(
        { host: '127.0.0.1', port, method, path: route, headers: all, setHost: false },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
          );
        },
      );
      request.on('error', reject).end(body);
    });
  }

  it('listens on 127.0.0.1 and on no other address', () => {
    const others = Object.values(os.networkInterfaces())
      .flat()
      .flatMap((item) => (item && !item.internal && item.family === 'IPv4' ? [item.address] : []));
    return Promise.all(
      ['::1', '127.0.0.2', ...others].map(async (host) => {
        const reached = await new Promise<boolean>((resolve) => {
          const socket = net.connect({ host, port });
          socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
          socket.once('connect', () => socket.destroy());
        });
        assert.equal(reached, false, `reached at ${host}`);
      }),
    );
  });

  it('takes a port by chance: two platforms never share one, and none is fixed', async () => {
    const other = new Bed();
    try {
      const { url } = await other.start();
      assert.notEqual(new URL(url).port, String(port));
      assert.ok(Number(new URL(url).port) >= 1_024);
    } finally {
      await other.dispose();
    }
  });

  it('answers to loopback names with its own port only (DNS rebinding)', async () => {
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
      assert.equal((await send({ Host: host })).status, 200, host);
    }
    const fooled = [
      'evil.example',
      `evil.example:${port}`,
      `localhost.evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      `127.0.0.1:${port + 1}`,
      '127.0.0.1',
      `0.0.0.0:${port}`,
      `127.0.0.1:${port}@evil.example`,
      `localhost.:${port}`,
      '',
    ];
    for (const host of fooled) {
      const { status, body } = await send({ Host: host });
      assert.equal(status, 403, host);
      assert.doesNotMatch(body, /hello/);
    }
    assert.equal((await send({ Host: 'evil.example' }, { route: '/v1' })).status, 403, 'also what is open');
  });

  it('takes no request of a web page: any Origin is refused, and no CORS header is ever sent', async () => {
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${port}`, 'vscode-webview://x']) {
      for (const route of ['/v1', '/v1/services']) {
        const { status, headers } = await send({ Origin: origin }, { route });
        assert.equal(status, 403, origin);
        assert.ok(!Object.keys(headers).some((name) => name.startsWith('access-control-')));
      }
    }
    const preflight = await send(
      { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' },
      { method: 'OPTIONS' },
    );
    assert.equal(preflight.status, 403);
    assert.ok(!Object.keys((await send({})).headers).some((name) => name.startsWith('access-control-')));
  });

  it('takes JSON only: what a form of a page can send without asking first is refused', async () => {
    const simple = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain; application/json',
      undefined,
    ];
    for (const type of simple) {
      for (const route of ['/v1/services/hello/deployments', '/v1/incidents', '/local/stop']) {
        const { status } = await send(
          { ...(type !== undefined && { 'Content-Type': type }), 'Idempotency-Key': crypto.randomUUID() },
          { method: 'POST', route, body: '{}' },
        );
        assert.equal(status, 415, `${String(type)} at ${route}`);
      }
    }
    assert.equal((await send({})).status, 200, 'it still runs');
  });

  it('wants the token: 256 random bits in a file that only its owner reads', async () => {
    const { token, tokenFile } = bed.platform;
    assert.equal(Buffer.from(token, 'base64url').length, 32);
    assert.equal(statSync(tokenFile).mode & 0o777, 0o600);
    assert.equal(statSync(bed.dataDir).mode & 0o777, 0o700);
    const wrong = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${token.slice(0, -1)}`,
      `Bearer ${token}x`,
      `Bearer ${'A'.repeat(token.length)}`,
      `Basic ${token}`,
      token,
    ];
    for (const authorization of wrong) {
      const { status, headers } = await send({ Authorization: authorization });
      assert.equal(status, 401, authorization);
      assert.equal(headers['www-authenticate'], 'Bearer');
    }
    assert.equal(
      (await send({ Authorization: undefined }, { route: `/v1/services?token=${token}` })).status,
      401,
    );
  });

  it('makes a readable token file private again when it starts', async () => {
    const other = new Bed();
    try {
      const { tokenFile } = await other.start();
      await other.kill('SIGTERM');
      chmodSync(tokenFile, 0o644);
      await other.start();
      assert.equal(statSync(tokenFile).mode & 0o777, 0o600);
    } finally {
      await other.dispose();
    }
  });

  it('shows the token to nobody: no argument list, environment, log or answer has it', () => {
    const { token } = bed.platform;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      for (const file of ['cmdline', 'environ']) {
        let text: string;
        try {
          if (!readlinkSync(`/proc/${pid}/exe`).includes('node')) continue;
          text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
        } catch {
          continue;
        }
        assert.ok(!text.includes(token), `${file} of ${pid}`);
      }
    }
    const holding = readdirSync(bed.dataDir, { recursive: true, encoding: 'utf8' }).filter((file) => {
      const full = path.join(bed.dataDir, file);
      return statSync(full).isFile() && readFileSync(full, 'utf8').includes(token);
    });
    assert.deepEqual(holding, ['token']);
    assert.ok(!bed.stderr.includes(token));
  });

  it('keeps paths inside: decoded once, no dots, no separators, no zero bytes', async () => {
    writeFileSync(path.join(bed.folder, 'outside.json'), '{"secret":"outside"}');
    const outside = [
      '/v1/schemas/..%2f..%2fpackage.json',
      '/v1/schemas/%2e%2e%2fservice.schema.json',
      '/v1/schemas/..%5c..%5cpackage.json',
      '/v1/schemas/%252e%252e%252fpackage.json',
      '/v1/schemas/service%00.json',
      '/v1/services/..%2f..%2f..%2fetc%2fpasswd',
      '/v1/services/hello/environments/..%2f..%2fdevelopment/logs',
      '/v1/operations/..%2ftoken',
      '/v1/pages/..%2f..%2f..%2foutside.json',
      '/v1/../token',
      '/token',
      '/state.json',
      '//evil.example/v1/services',
      '//',
      'http://evil.example/v1/services',
    ];
    for (const route of outside) {
      const { status, body } = await send({}, { route });
      assert.equal(status, 404, `${route}: ${body}`);
      assert.ok(!body.includes(bed.platform.token) && !body.includes('outside"'), route);
    }
    const release = await bed.call('POST', '/services/..%2fx/releases', {});
    assert.equal(release.status, 404);
    for (const name of ['../up', '..', 'a/b', '/abs', 'a\\b']) {
      const { status } = await bed.call('POST', '/services/hello/releases', {
        manifest: manifest(name),
        source: { folder: path.join(bed.folder, 'sources', 'hello') },
      });
      assert.equal(status, 422, name);
    }
  });

  it('cannot be reached through its gateway, nor the gateway by a name of the web', async () => {
    const { gatewayPort } = JSON.parse(readFileSync(path.join(bed.dataDir, 'state.json'), 'utf8')) as {
      gatewayPort: number;
    };
    const answer = await fetch(`http://127.0.0.1:${gatewayPort}/v1/services`, {
      headers: { Authorization: `Bearer ${bed.platform.token}` },
    });
    assert.equal(answer.status, 404);
    assert.doesNotMatch(await answer.text(), /"items"/);
  });

  it('refuses a request that is too large before it has read it, and one of another version of HTTP', async () => {
    const tooLarge = await send(
      { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      { method: 'POST', route: '/v1/services/hello/releases', body: `"${'x'.repeat(11 * 1024 * 1024)}"` },
    ).catch(() => ({ status: 413 }));
    assert.equal(tooLarge.status, 413);
    const said = await new Promise<string>((resolve) => {
      const socket = net.connect({ host: '127.0.0.1', port }, () => socket.end('GET / HTTP/1.0\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('close', () => resolve(text)).on('error', () => resolve(text));
    });
    assert.match(said, /^HTTP\/1\.1 403/, 'it has no Host');
  });
});
