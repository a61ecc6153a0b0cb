import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import { proxyError } from './connectionError.js';

const patienceMs = 30_000;

/** Speaks TLS to servers through a proxy, which sees the name of the server and nothing else (RFC 9110, CONNECT). */
export class TunnelAgent extends https.Agent {
  readonly #proxy: URL;

  constructor(proxy: URL, options: https.AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(
    options: tls.ConnectionOptions,
    done?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const { host = '', port = 443, ca } = options;
    open(this.#proxy, { host, port, ca }).then(
      (socket) => done?.(null, tls.connect({ ...options, socket })),
      (error: unknown) => (done as ((error: unknown) => void) | undefined)?.(error),
    );
  }
}

/** Of the proxy, for whoever names a user and a password in its address. */
export function proxyHeaders({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** Throws `PlatformError` for a proxy that speaks no HTTP. */
export function checkProxy({ protocol, host }: URL): void {
  if (protocol === 'http:' || protocol === 'https:') return;
  throw new PlatformError(
    'unreachable',
    t(
      'The proxy {0} speaks {1}, which is not supported. Name an http or https proxy.',
      host,
      protocol.slice(0, -1),
    ),
  );
}

interface Place {
  readonly host: string;
  readonly port: number;
  /** Authorities of the server: a company's own may have made the proxy's certificate, too. */
  readonly ca: tls.ConnectionOptions['ca'];
}

function agentOf({ protocol, hostname }: URL, { ca }: Place): http.Agent {
  if (protocol === 'http:') return new http.Agent();
  // Its own name, not that of the server that is asked for.
  const servername = isIP(hostname) === 0 ? hostname : '';
  return new https.Agent({
    servername,
    ...(ca !== undefined && { ca: [...tls.rootCertificates, ca].flat() }),
  });
}

function open(proxy: URL, to: Place): Promise<Duplex> {
  const { host, port } = to;
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    checkProxy(proxy);
    const request = new http.ClientRequest({
      agent: agentOf(proxy, to),
      protocol: proxy.protocol,
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: place,
      headers: { host: place, ...proxyHeaders(proxy) },
      timeout: patienceMs,
    });
    request.on('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(proxyError(place, statusCode));
    });
    request.on('response', (response) => {
      response.resume();
      reject(proxyError(place, response.statusCode ?? 0));
    });
    request.on('timeout', () => request.destroy(new Error('The proxy does not answer.')));
    request.on('error', (cause) => reject(proxyAway(proxy, cause)));
    request.end();
  });
}

function proxyAway({ host }: URL, cause: Error): PlatformError {
  return new PlatformError(
    'unreachable',
    t('The proxy {0} does not answer. Check its address, or ask who runs it.', host),
    { cause },
  );
}
