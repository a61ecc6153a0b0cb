import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { PlatformError } from '../../../src/model/errors.js';
import { connectionError } from '../../../src/platform/http/connectionError.js';
import { proxiesIn, type ProxyFor } from '../../../src/platform/http/proxies.js';
import { tlsTransport, type TlsMaterial } from '../../../src/platform/http/tlsTransport.js';
import { certify, makeAuthority } from '../../support/certificates.js';
import {
  startConnectProxy,
  type ConnectProxy,
  type ConnectProxyOptions,
} from '../../support/connectProxy.js';

const name = 'cluster.example.test';

describe('a server with certificates of its own, behind a proxy', () => {
  const authority = makeAuthority();
  const person = certify(authority, ['developer']);
  const known: TlsMaterial = { ca: authority.cert, cert: person.cert, key: person.key };
  const ends: (() => Promise<unknown>)[] = [];
  let server: https.Server;
  let place: string;

  before(async () => {
    const { cert, key } = certify(authority, [name]);
    server = https.createServer(
      { cert, key, ca: authority.cert, requestCert: true, rejectUnauthorized: true },
      (request, response) => {
        const { socket } = request;
        const shown = socket instanceof TLSSocket ? socket.getPeerCertificate().subject.CN : undefined;
        response.end(JSON.stringify({ shown, authorization: request.headers['proxy-authorization'] }));
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    place = `127.0.0.1:${portOf(server)}`;
  });
  after(() => server.close());
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  async function proxyWith(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
    const proxy = await startConnectProxy({ leads: { [`${name}:6443`]: place }, ...options });
    ends.push(() => proxy.stop());
    return proxy;
  }

  async function ask(proxyFor: ProxyFor | undefined, tls = known, url = `https://${name}:6443/version`) {
    const transport = tlsTransport(() => Promise.resolve(tls), proxyFor);
    ends.push(() => {
      transport.dispose();
      return Promise.resolve();
    });
    const address = new URL(url);
    const { signal } = new AbortController();
    try {
      const { status, body } = await transport.send({ method: 'GET', url: address, headers: {}, signal });
      let text = '';
      for await (const part of body) text += Buffer.from(part).toString();
      return { status, text };
    } catch (error) {
      throw connectionError(address, error);
    }
  }
  const through = (proxy: ConnectProxy): ProxyFor =>
    proxiesIn({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url });

  it('is shown the certificate of who asks, which the proxy never sees', async () => {
    const proxy = await proxyWith();
    const { status, text } = await ask(through(proxy));
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(text), { shown: 'developer' });
    assert.deepEqual(proxy.seen, [`${name}:6443`]);
  });

  it('is reached through a proxy that wants a password, which the server never sees', async () => {
    const proxy = await proxyWith({ user: 'ann:se:cret' });
    assert.equal((await ask(through(proxy))).status, 200);
    const stranger = new URL(proxy.url);
    stranger.username = stranger.password = '';
    await assert.rejects(
      ask(() => stranger),
      /A proxy on the way .* wants a user and password \(407\)/,
    );
  });

  it('is reached through a proxy that is spoken to by TLS', async () => {
    const proxy = await proxyWith({ tls: certify(authority, ['127.0.0.1']) });
    assert.equal((await ask(through(proxy))).status, 200);
  });

  it('is checked all the same: its name, and its authority', async () => {
    const proxy = await proxyWith({ leads: { 'other.example.test:6443': place, [`${name}:6443`]: place } });
    const other = 'https://other.example.test:6443/';
    await assert.rejects(ask(through(proxy), known, other), /not trusted/);
    assert.equal((await ask(through(proxy), { ...known, serverName: name }, other)).status, 200);
    const unknown = { cert: person.cert, key: person.key };
    await assert.rejects(ask(through(proxy), unknown), /not trusted/);
    assert.equal((await ask(through(proxy), { ...unknown, isInsecure: true })).status, 200);
  });

  it('is reached without it where NO_PROXY says so', async () => {
    const proxy = await proxyWith();
    const direct = proxiesIn({ HTTPS_PROXY: proxy.url, NO_PROXY: 'example.test' });
    await assert.rejects(ask(direct), (error) => PlatformError.is(error, 'unreachable'));
    assert.deepEqual(proxy.seen, []);
  });

  it('that speaks no TLS is asked for whole', async () => {
    const plain = http.createServer((_request, response) => response.end('plain'));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    ends.push(() => new Promise((resolve) => plain.close(resolve)));
    const proxy = await proxyWith({ leads: { [`${name}:8080`]: `127.0.0.1:${portOf(plain)}` } });
    const { text } = await ask(through(proxy), known, `http://${name}:8080/version`);
    assert.equal(text, 'plain');
    assert.deepEqual(proxy.seen, [`http://${name}:8080/version`]);
  });

  it('is told by one sentence when the proxy is away, refuses, or is none', async () => {
    const proxy = await proxyWith();
    await proxy.stop();
    await assert.rejects(ask(through(proxy)), /^PlatformError: The proxy 127\.0\.0\.1:\d+ does not answer/);
    const socks = (): URL => new URL('socks5://proxy.example.test:1080');
    await assert.rejects(ask(socks), /speaks socks5, which is not supported/);
    const web = http.createServer((_request, response) => response.writeHead(403).end());
    web.on('connect', (_request, socket: Socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    ends.push(() => new Promise((resolve) => web.close(resolve)));
    await assert.rejects(
      ask(() => new URL(`http://127.0.0.1:${portOf(web)}`)),
      /A proxy on the way to .* refused \(403\)/,
    );
  });

  it('leaves nothing open when who asks goes away', async () => {
    const proxy = await proxyWith({ leads: { [`${name}:6443`]: '127.0.0.1:9' } });
    await assert.rejects(ask(through(proxy)), (error) => PlatformError.is(error, 'unreachable'));
  });
});

function portOf(server: http.Server | https.Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
